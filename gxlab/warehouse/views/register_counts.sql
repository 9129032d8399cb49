-- 一行 = 月末 × 名录所列属地：在库户数
select period, unit, count(*) as firms
from register
where period >= $since and period <= $until
group by period, unit
order by period, unit;
