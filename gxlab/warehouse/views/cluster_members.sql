-- 一行 = 企业在集群中的一段成员期
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select cluster, enterprise, segment, role, valid_from, valid_to, file_id
from cluster_member
where $city is null or cluster in (
    select cluster
    from industry_cluster
    where unit is null or unit in (select code from in_city)
)
order by cluster, enterprise, valid_from;
