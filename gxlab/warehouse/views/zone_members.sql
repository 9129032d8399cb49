-- 一行 = 园区的一个成员
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select zone, member_kind, member, valid_from, valid_to
from zone_member
where ($city is null or zone in (select code from in_city))
order by zone, member_kind, member, valid_from;
