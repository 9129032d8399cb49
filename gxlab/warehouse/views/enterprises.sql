-- 一行 = 一户企业
select enterprise, name, former_name, unit, industry, holding
from enterprise_known
order by enterprise;
