-- 一行 = 企业上年全年营业收入：年报优先，其次12月累计
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select
    code as enterprise,
    max(value) filter (where span = 'year') as annual,
    max(value) filter (where span = 'ytd') as december,
    max(file_id) as file_id
from fact
where subject = 'enterprise'
    and indicator = 'revenue'
    and best
    and ($city is null or unit in (select code from in_city))
    and (
        (span = 'year' and left(period, 4) = left($december, 4))
        or (span = 'ytd' and period = $december)
    )
group by code
order by code;
