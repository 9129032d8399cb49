-- 一行 = 一个现行文件
select file_id, batch_id, path, sha256, outcome, layout, status, source_kind, coverage, period,
    release_date, rows_read, rows_stored, rows_refused, rows_ignored
from file
where undone_by is null
order by file_id;
