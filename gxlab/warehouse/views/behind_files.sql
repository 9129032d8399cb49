-- 一行 = 一个所列文件，撤销、替换的也在内；undone_command = 撤销它的命令
select f.file_id, f.batch_id, f.path, f.undone_by, b.command as undone_command
from file as f
left join batch as b on b.batch_id = f.undone_by
where f.file_id in (select unnest(cast($file_ids as integer[])))
order by f.file_id;
