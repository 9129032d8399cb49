-- 一行 = 一个有培育库台账的月份
select period, count(*) as rows
from candidate
where period <= $until
group by period
order by period;
