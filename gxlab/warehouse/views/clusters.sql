-- 一行 = 一个集群在一张名单上的一段有效期；没有名单名称的归入“全部”
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

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
where unit is null or ($city is null or unit in (select code from in_city))
order by cluster, list, valid_from;
