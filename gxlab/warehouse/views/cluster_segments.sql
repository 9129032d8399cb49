-- 一行 = 一个集群的一个环节
select cluster, segment, position, gap, file_id
from cluster_segment
order by cluster, position, segment;
