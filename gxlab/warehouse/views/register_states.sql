-- 一行 = 名录所给月份中运行状态不正常的一户
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select enterprise, name, unit, industry, door, entered, state, remark, file_id
from register
where period = $period and state is not null and state <> '正常'
    and ($city is null or unit in (select code from in_city))
order by enterprise;
