-- 一行 = 一户企业所在行上的一处问题，或文字里点到该企业的一处问题；accepted_by 非空 = 已确认
with own_row as (
    select file_id, sheet, row_no
    from fact
    where subject = 'enterprise' and code = $enterprise
    union
    select f.file_id, f.sheet, f.row_no
    from fact as f
    join meter as m on m.meter = f.code
    where f.subject = 'meter' and m.enterprise = $enterprise
    union
    select file_id, sheet, row_no from register where enterprise = $enterprise
    union
    select file_id, sheet, row_no from register_event where enterprise = $enterprise
    union
    select file_id, sheet, row_no from cluster_member where enterprise = $enterprise
    union
    select file_id, sheet, row_no from candidate where enterprise = $enterprise
    union
    select file_id, sheet, row_no from filing where enterprise = $enterprise
    union
    select file_id, sheet, row_no from project_register where enterprise = $enterprise
    union
    select file_id, sheet, row_no from project_ledger where enterprise = $enterprise
),

accepted as (
    select problem_id, arg_max(accepted_by, accepted_at) as accepted_by,
        arg_max(reason, accepted_at) as reason
    from acceptance
    group by problem_id
),

placed as (
    select p.*, try_cast(regexp_extract(p.cell, '([0-9]+)', 1) as integer) as at_row
    from problem as p
),

named as (
    select unnest(cast($names as varchar[])) as name
)

select p.problem_id, f.path, f.period, p.sheet, p.cell, p.rule, p.severity, p.text,
    a.accepted_by, a.reason
from placed as p
join file as f on f.file_id = p.file_id and f.undone_by is null
left join accepted as a on a.problem_id = p.problem_id
where exists (
        select 1
        from own_row as o
        where o.file_id = p.file_id
            and o.sheet is not distinct from p.sheet
            and o.row_no = p.at_row
    )
    or contains(concat(p.text, coalesce(p.raw, '')), $enterprise)
    or exists (
        select 1 from named as n where contains(concat(p.text, coalesce(p.raw, '')), n.name)
    )
order by f.period, f.path, p.sheet, p.cell, p.rule;
