-- 一行 = 有数的指标 × 报告期
select distinct indicator, period
from fact
where value is not null or growth_pct is not null
order by indicator, period;
