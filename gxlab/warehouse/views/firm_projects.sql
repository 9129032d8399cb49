-- 一行 = 一户企业的一个项目在统计在库清单（statistical）或调度台账（ledger）里最近一期的登记和来源行
with found as (
    select
        'statistical' as list,
        r.statistical_code as project,
        r.project_code,
        r.period,
        r.name,
        r.nature as kind,
        r.planned_investment,
        r.ytd_investment,
        r.completed as state,
        r.entered,
        r.file_id,
        r.sheet,
        r.row_no
    from project_register as r
    where r.period <= $until
        and (
            r.enterprise = $enterprise
            or r.owner in (select unnest(cast($names as varchar[])))
        )
    union all
    select
        'ledger',
        l.project,
        l.project_code,
        l.period,
        l.name,
        l.direction,
        l.planned_investment,
        l.ytd_investment,
        l.state,
        l.progress,
        l.file_id,
        l.sheet,
        l.row_no
    from project_ledger as l
    where l.period <= $until
        and (
            l.enterprise = $enterprise
            or l.owner in (select unnest(cast($names as varchar[])))
        )
)

select f.*, s.path
from found as f
left join file as s on s.file_id = f.file_id
qualify row_number() over (
    partition by f.list, f.project
    order by f.period desc, f.file_id desc
) = 1
order by f.list desc, f.project;
