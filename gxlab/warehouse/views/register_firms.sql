-- 一行 = 名录所给月份中的一户
select enterprise, name, unit, door, entered
from register
where period = $period
order by enterprise;
