-- 一行 = 一户企业的一条变更说明：首次出现的名录月份及当时的名称、属地
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select
    enterprise,
    remark,
    min(period) as period,
    arg_min(name, period) as name,
    arg_min(unit, period) as unit
from register
where remark is not null and period <= $until
    and ($city is null or unit in (select code from in_city))
group by enterprise, remark
order by enterprise, period, remark;
