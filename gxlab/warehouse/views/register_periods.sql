-- 一行 = 一期名录
select distinct period from register order by period;
