-- 一行 = 单元 × 指标 × 年度 × 档
select
    unit, cluster, indicator, year, tier, kind, target, last_year, plan_q1, plan_h1, plan_q3, office
from target
where year = $year
order by unit, cluster, indicator, tier;
