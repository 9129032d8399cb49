-- warning 名录缺户：上月在库、本月不在，退库名单里也没有，须向统计机构核实
with months as (
    select period, lag(period) over (order by period) as former
    from (select distinct period from register)
),

gone as (
    select m.period, m.former, r.*
    from months as m
    join register as r on r.period = m.former
    where not exists (
        select 1
        from register as still
        where still.period = m.period and still.enterprise = r.enterprise
    )
)

select
    g.period,
    g.unit,
    g.enterprise as code,
    g.name,
    format('{}在库，{}不在', g.former, g.period) as detail,
    g.file_id,
    g.sheet,
    g.row_no,
    null::varchar as col
from gone as g
where not exists (
    select 1
    from register_event as x
    where x.event = 'exit'
        and (x.enterprise = g.enterprise or x.name = g.name)
        and x.effective > g.former
        and x.effective <= strftime(cast(g.period || '-01' as date) + interval 1 month, '%Y-%m')
)
and not exists (
    select 1 from enterprise_lineage as l where l.old_enterprise = g.enterprise
)
-- A register remark may say what became of the code: 个转企,原代码:92…
and not exists (
    select 1
    from register as r
    where r.period = g.period and contains(r.remark, g.enterprise)
);
