-- 一行 = 一户企业在一个报告期填报的下月预计产值
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select code as enterprise, period, forecast, file_id
from fact
where subject = 'enterprise'
    and indicator = 'output'
    and span = 'month'
    and period = $period
    and best
    and forecast is not null
    and ($city is null or unit in (select code from in_city))
order by code;
