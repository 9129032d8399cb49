-- 一行 = 一个台账项目在一个报告期，认得出企业的（代码，其次单位全称）
with named as (
    select name, any_value(enterprise) as enterprise
    from enterprise_known
    group by name
    having count(*) = 1
)

select
    l.project,
    coalesce(l.enterprise, named.enterprise) as enterprise,
    l.planned_investment,
    l.annual_plan,
    l.ytd_investment,
    l.state,
    l.file_id
from project_ledger as l
left join named on named.name = l.owner
where l.period = $period and coalesce(l.enterprise, named.enterprise) is not null
order by l.project;
