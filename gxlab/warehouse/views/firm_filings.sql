-- 一行 = 一户企业的一次备案和来源行
select
    f.project_code,
    f.name,
    f.nature,
    f.planned_investment,
    f.filed_on,
    f.planned_start,
    f.state,
    f.file_id,
    s.path,
    f.sheet,
    f.row_no
from filing as f
left join file as s on s.file_id = f.file_id
where (f.filed_on is null or f.filed_on <= $on)
    and (
        f.enterprise = $enterprise
        or f.owner in (select unnest(cast($names as varchar[])))
    )
order by f.filed_on, f.project_code;
