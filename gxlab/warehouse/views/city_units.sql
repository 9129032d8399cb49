-- 一行 = 一个统计单元的一段有效期（多市的快照里：所给市的）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select code, name, parent, kind, in_county_total, valid_from, valid_to, aliases
from unit
where $city is null or code in (select code from in_city)
order by code, valid_from;
