-- 一行 = 一座城市的一个集群
insert into snap.industry_cluster by name
select
    p.code || printf('C%02d', v.k) as cluster,
    v.name || '产业集群' as name,
    p.code as unit,
    '全部' as list,
    '产业发展科' as office,
    date '2020-01-01' as valid_from,
    cast(p.c * $files + 2 as integer) as file_id,
    '集群' as sheet,
    cast(v.k + 1 as integer) as row_no,
    '最终' as status,
    '本局台账' as source_kind
from place as p
cross join (
    values (1, '轴承'), (2, '电缆'), (3, '食品'), (4, '玩具'), (5, '玻璃'), (6, '医药')
) as v (k, name)
where p.kind = 'city'
order by cluster;
