-- 一行 = 企业在集群中的一段成员期
select cluster, enterprise, segment, role, valid_from, valid_to, file_id
from cluster_member
order by cluster, enterprise, valid_from;
