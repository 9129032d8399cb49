-- 一行 = 一个台账项目在一个报告期，认得出企业的（代码，其次单位全称）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

named as (
    select name, any_value(enterprise) as enterprise
    from enterprise_known
    where ($city is null or unit in (select code from in_city))
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
    and ($city is null or l.unit in (select code from in_city))
order by l.project;
