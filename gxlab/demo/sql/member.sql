-- 一行 = 企业在集群中的一段成员期；每个集群最大的一户为链主，第二、三户为头部
insert into snap.cluster_member by name
with ranked as (
    select
        *,
        row_number() over (partition by c, cluster order by level desc, code) as place
    from firm
    where cluster > 0
)

select
    left(r.county, 4) || '00' || printf('C%02d', r.cluster) as cluster,
    r.code as enterprise,
    ['原料', '部件', '成品', '装备'][r.segment + 1] as segment,
    case when r.place = 1 then '链主' when r.place <= 3 then '头部' else '配套' end as role,
    date '2020-01-01' as valid_from,
    cast(r.c * $files + 2 as integer) as file_id,
    '成员' as sheet,
    cast(row_number() over (partition by r.c order by r.cluster, r.code) + 1 as integer) as row_no,
    '最终' as status,
    '本局台账' as source_kind
from ranked as r
order by cluster, enterprise;
