-- 一行 = 月末 × 名录所列属地：在库户数
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select period, unit, count(*) as firms
from register
where period >= $since and period <= $until
    and ($city is null or unit in (select code from in_city))
group by period, unit
order by period, unit;
