-- 一行 = 一个集群的一个环节
insert into snap.cluster_segment by name
select
    c.cluster,
    ['原料', '部件', '成品', '装备'][t.s + 1] as segment,
    cast(t.s + 1 as integer) as position,
    '本地可配套' as gap,
    c.file_id,
    '链图' as sheet,
    cast(row_number() over (partition by c.unit order by c.cluster, t.s) + 1 as integer) as row_no,
    c.status,
    c.source_kind
from snap.industry_cluster as c
cross join range(4) as t (s)
order by c.cluster, position;
