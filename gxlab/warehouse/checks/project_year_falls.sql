-- warning 本年完成倒退：项目本年完成投资小于上月所报
with ledger as (
    select
        period, unit, project as code, name, ytd_investment, file_id, sheet, row_no, '台账' as source
    from project_ledger
    union all
    select
        period, unit, statistical_code, name, ytd_investment, file_id, sheet, row_no, '在库'
    from project_register
),

ordered as (
    select *, lag(ytd_investment) over (
        partition by source, code, left(period, 4) order by period
    ) as former
    from ledger
)

select
    period,
    unit,
    code,
    name,
    format('{}：本期{}，上期{}', source, ytd_investment, former) as detail,
    file_id,
    sheet,
    row_no,
    null::varchar as col
from ordered
where ytd_investment < former;
