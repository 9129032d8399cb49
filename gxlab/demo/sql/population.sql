-- 一行 = 报告期 × 在统计范围内的企业（所给的几座城市）：每月都有名录，就是当月名录
insert into snap.population by name
select period, enterprise, unit, industry, door, entered, state, period as register_period
from snap.register
where unit >= printf('%04d', 9000 + $first) and unit < printf('%04d', 9000 + $past)
order by unit, period, enterprise;
