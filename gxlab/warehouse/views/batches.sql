-- 一行 = 一个批次
select
    b.batch_id, b.started_at, b.command, b.undone_by,
    count(f.file_id) as files,
    count(f.file_id) filter (where f.outcome = 'refused') as refused
from batch as b
left join file as f on f.batch_id = b.batch_id
group by b.batch_id, b.started_at, b.command, b.undone_by
order by b.batch_id;
