-- warning 名录多户：本月在库、上月不在，审核结果里没有入库记录
with months as (
    select period, lag(period) over (order by period) as former
    from (select distinct period from register)
)

select
    m.period,
    r.unit,
    r.enterprise as code,
    r.name,
    format('{}不在，{}在库，名录入库期{}', m.former, m.period, coalesce(r.entered, '未填')) as detail,
    r.file_id,
    r.sheet,
    r.row_no,
    null::varchar as col
from months as m
join register as r on r.period = m.period
where m.former is not null
    and exists (select 1 from register_event where event = 'entry')
    and not exists (
        select 1
        from register as before
        where before.period = m.former and before.enterprise = r.enterprise
    )
    and not exists (
        select 1
        from register_event as x
        where x.event = 'entry'
            and (x.enterprise = r.enterprise or x.name = r.name)
            and coalesce(x.result, '通过') = '通过'
            and x.effective > m.former
            and x.effective <= m.period
    )
    and not exists (
        select 1 from enterprise_lineage as l where l.enterprise = r.enterprise
    )
    and not exists (
        select 1
        from register as former
        where former.period = m.former and contains(r.remark, former.enterprise)
    );
