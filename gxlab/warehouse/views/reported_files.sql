-- 一行 = 一个现行文件：谁在哪一期报的哪张表（不分单位报送的，报送单位为空）
select
    file_id, path, layout, source_kind, period,
    nullif(split_part(coalesce(coverage, '|'), '|', 1), '') as reporter
from file
where undone_by is null and layout is not null
order by path, file_id;
