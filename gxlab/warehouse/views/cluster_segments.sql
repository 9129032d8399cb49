-- 一行 = 一个集群的一个环节
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select cluster, segment, position, gap, file_id
from cluster_segment
where $city is null or cluster in (
    select cluster
    from industry_cluster
    where unit is null or unit in (select code from in_city)
)
order by cluster, position, segment;
