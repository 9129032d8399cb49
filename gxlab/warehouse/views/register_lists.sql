-- 一行 = 一份月末名录（截至所给月份）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select
    period,
    count(*) as firms,
    max(status) as status,
    max(source_kind) as source_kind,
    min(file_id) as file_id
from register
where period <= $until and ($city is null or unit in (select code from in_city))
group by period
order by period;
