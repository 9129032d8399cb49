-- 一行 = 一次登记的变更沿革
select old_enterprise, enterprise, kind, effective, file_id
from enterprise_lineage
order by effective, old_enterprise, enterprise;
