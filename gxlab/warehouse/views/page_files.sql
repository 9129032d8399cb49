-- 一行 = 一个所列文件
select file_id, path, layout, source_kind, status, period, release_date
from file
where file_id in (select unnest(cast($file_ids as integer[])))
order by path, file_id;
