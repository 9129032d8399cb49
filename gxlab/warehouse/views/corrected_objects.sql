-- 一行 = 快照里有数值更正的一个对象：项目、企业或集群
select distinct key as code
from applied_correction
where outcome = 'applied'
order by code;
