-- 一行 = 所列文件中的一处问题；accepted_by 非空 = 已确认
select p.file_id, f.path, p.sheet, p.cell, p.rule, p.severity, p.text, a.accepted_by, a.reason
from problem as p
join file as f on f.file_id = p.file_id and f.undone_by is null
left join (
    select problem_id, arg_max(accepted_by, accepted_at) as accepted_by,
        arg_max(reason, accepted_at) as reason
    from acceptance
    group by problem_id
) as a on a.problem_id = p.problem_id
where p.file_id in (select unnest(cast($file_ids as integer[])))
order by p.severity, p.file_id, p.sheet, p.cell, p.rule;
