-- 一行 = 一次企业变更：原代码并入现代码
select old_enterprise, enterprise, kind, effective
from enterprise_lineage
order by old_enterprise, enterprise;
