-- 一行 = 一户企业：名录里最近一期的名称、属地、行业优先，其次为企业基本情况表、培育库
create table snap.enterprise_known as
with candidates as (
    select enterprise, name, former_name, unit, industry, null as holding, 3 as precedence, period
    from snap.register
    union all
    select enterprise, name, former_name, unit, industry, holding, 2, '' from snap.enterprise
    union all
    select enterprise, name, null, unit, null, null, 1, period
    from snap.candidate
    where enterprise is not null
)

select
    enterprise,
    arg_max(name, (precedence, period)) as name,
    max(former_name) as former_name,
    arg_max(unit, (precedence, period)) as unit,
    arg_max(industry, (precedence, period)) as industry,
    max(holding) as holding
from candidates
group by enterprise
order by unit, enterprise;
