-- warning 照抄上月：企业本期各项数与上月所报完全相同
with reported as (
    select *
    from fact
    where subject = 'enterprise'
        and best
        and source_kind = '企业直报'
        and span in ('month', 'ytd')
        and value is not null
),

months as (
    select distinct period, lag(period) over (order by period) as former
    from (select distinct period from reported)
),

paired as (
    select now.*, former.value as former_value
    from reported as now
    join months as m on m.period = now.period and left(m.former, 4) = left(now.period, 4)
    join reported as former
        on former.code = now.code
        and former.indicator = now.indicator
        and former.span = now.span
        and former.scope is not distinct from now.scope
        and former.period = m.former
)

select
    p.period,
    any_value(e.unit) as unit,
    p.code,
    any_value(e.name) as name,
    format('{}个数与上月完全相同', count(*)) as detail,
    max(p.file_id) as file_id,
    arg_max(p.sheet, p.file_id) as sheet,
    arg_max(p.row_no, p.file_id) as row_no,
    min(p.value_col) as col
from paired as p
left join enterprise_known as e on e.enterprise = p.code
group by p.period, p.code
having count(*) >= 3
    and bool_and(p.value = p.former_value)
    and max(abs(p.value)) > 0
    -- 停产企业当月为零，累计自然与上月相同
    and coalesce(max(abs(p.value)) filter (where p.span = 'month'), 1) > 0;
