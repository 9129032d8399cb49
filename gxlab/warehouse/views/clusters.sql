-- 一行 = 一个集群在一张名单上的一段有效期；没有名单名称的归入“全部”
select
    cluster,
    name,
    former_name,
    unit,
    coalesce(list, '全部') as list,
    leader,
    office,
    valid_from,
    valid_to,
    file_id
from industry_cluster
order by cluster, list, valid_from;
