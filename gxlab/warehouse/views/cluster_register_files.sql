-- 一行 = 一期名录的一个来源文件
select distinct period, file_id
from register
order by period, file_id;
