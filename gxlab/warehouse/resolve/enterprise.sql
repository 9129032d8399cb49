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
    -- 同一期两处所载不一的，按文字取定，不随执行次序变
    arg_max(name, (precedence, period, name)) as name,
    max(former_name) as former_name,
    arg_max(unit, (precedence, period, unit)) as unit,
    arg_max(industry, (precedence, period, industry)) as industry,
    max(holding) as holding
from candidates
group by enterprise
order by unit, enterprise;
