-- warning 累计数倒退：企业本年累计数小于本年上一期所报，应说明冲减原因或更正
with ordered as (
    select
        *,
        lag(value) over previous as former,
        lag(period) over previous as former_period
    from fact
    where subject = 'enterprise'
        and span = 'ytd'
        and best
        and value is not null
        and indicator in ('revenue', 'output', 'sales_output', 'export_delivery', 'operating_cost',
            'electricity')
    window previous as (
        partition by code, indicator, scope, left(period, 4) order by period
    )
)

select
    o.period,
    e.unit,
    o.code,
    e.name,
    format('{}：本期累计{}，{}为{}', o.indicator, o.value, o.former_period, o.former) as detail,
    o.file_id,
    o.sheet,
    o.row_no,
    o.value_col as col
from ordered as o
left join enterprise_known as e on e.enterprise = o.code
where o.value < o.former;
