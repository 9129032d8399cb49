-- 一行 = 企业当期累计用电量（户号合计）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select code as enterprise, value, base, file_id
from fact
where subject = 'enterprise'
    and indicator = 'electricity'
    and span = 'ytd'
    and period = $period
    and best
    and ($city is null or unit in (select code from in_city))
order by code;
