-- 一行 = 有企业读数的指标 × 区间 × 报告期
select distinct indicator, span, period
from fact
where subject = 'enterprise' and best and value is not null
order by indicator, span, period;
