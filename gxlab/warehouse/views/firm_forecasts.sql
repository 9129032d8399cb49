-- 一行 = 一户企业在一个报告期填报的下月预计产值
select code as enterprise, period, forecast, file_id
from fact
where subject = 'enterprise'
    and indicator = 'output'
    and span = 'month'
    and period = $period
    and best
    and forecast is not null
order by code;
