-- 一行 = 一处现行文件的问题；accepted_by 非空 = 已确认
select
    p.problem_id, f.path, f.layout, f.period, p.sheet, p.cell, p.rule, p.severity, p.text, p.raw,
    f.outcome, a.accepted_by, a.reason
from problem as p
join file as f on f.file_id = p.file_id and f.undone_by is null
left join (
    select problem_id, arg_max(accepted_by, accepted_at) as accepted_by,
        arg_max(reason, accepted_at) as reason
    from acceptance
    group by problem_id
) as a on a.problem_id = p.problem_id
order by f.file_id, p.sheet, p.cell, p.rule;
