-- 一行 = 名录所给月份中运行状态不正常的一户
select enterprise, name, unit, industry, door, entered, state, remark, file_id
from register
where period = $period and state is not null and state <> '正常'
order by enterprise;
