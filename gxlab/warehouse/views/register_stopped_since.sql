-- 一行 = 一户企业 × 一份名录的运行状态（所给期间，只列不正常的）
select enterprise, period, state
from register
where period >= $since and period <= $until and state is not null and state <> '正常'
order by enterprise, period;
