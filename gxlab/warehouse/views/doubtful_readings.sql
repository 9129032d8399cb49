-- 一行 = 一个现行文件中尚未确认的一处问题
select
    p.problem_id, f.file_id, f.path, f.layout, f.source_kind, f.period,
    nullif(split_part(coalesce(f.coverage, '|'), '|', 1), '') as reporter,
    p.sheet, p.cell, p.rule, p.raw
from problem as p
join file as f on f.file_id = p.file_id and f.undone_by is null
where p.problem_id not in (select problem_id from acceptance)
order by f.path, p.sheet, p.cell, p.rule;
