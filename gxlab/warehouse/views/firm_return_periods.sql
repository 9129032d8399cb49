-- 一行 = 有企业产值或营业收入累计数的一个报告期
select distinct period
from fact
where subject = 'enterprise' and best and span = 'ytd' and indicator in ('output', 'revenue')
order by period;
