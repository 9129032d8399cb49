-- 一行 = 一个所列文件，含有读数，而没有发布日或发布日晚于所给日期
select f.file_id, f.path, f.layout, f.source_kind, f.status, f.period, f.release_date
from file as f
where f.file_id in (select unnest(cast($file_ids as integer[])))
    and (f.release_date is null or f.release_date > $on)
    and exists (select 1 from fact as r where r.file_id = f.file_id)
order by f.path, f.file_id;
