-- 一行 = 名录所给月份中的一户
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select enterprise, name, unit, door, entered
from register
where period = $period and ($city is null or unit in (select code from in_city))
order by enterprise;
