-- 一行 = 一份月末名录（截至所给月份）
select
    period,
    count(*) as firms,
    max(status) as status,
    max(source_kind) as source_kind,
    min(file_id) as file_id
from register
where period <= $until
group by period
order by period;
