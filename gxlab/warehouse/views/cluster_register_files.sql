-- 一行 = 一期名录的一个来源文件
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select distinct period, file_id
from register
where ($city is null or unit in (select code from in_city))
order by period, file_id;
