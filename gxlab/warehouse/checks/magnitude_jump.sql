-- warning 数量级异常：与本企业上期所报相差约10倍、1000倍或10000倍，疑似计量单位填错
with flows as (
    select
        *,
        lag(value) over previous as former,
        lag(period) over previous as former_period
    from fact
    where subject = 'enterprise'
        and span = 'ytd'
        and best
        and value > 0
        and indicator in ('revenue', 'output', 'invoice_sales')
    window previous as (partition by code, indicator, scope order by period)
),

-- Both readings as a month's average, so that May is compared with April on one footing.
compared as (
    select
        *,
        log10(
            (cast(value as double) / cast(right(period, 2) as integer))
            / (cast(former as double) / cast(right(former_period, 2) as integer))
        ) as power
    from flows
    where former > 0
)

select
    c.period,
    e.unit,
    c.code,
    e.name,
    format(
        '{}：本期累计{}，{}为{}，折月均约{}倍',
        c.indicator,
        c.value,
        c.former_period,
        c.former,
        cast(round(pow(10, c.power), 4) as varchar)
    ) as detail,
    c.file_id,
    c.sheet,
    c.row_no,
    c.value_col as col
from compared as c
left join enterprise_known as e on e.enterprise = c.code
-- Ten times is within a firm's own ups and downs unless it is ten to the digit; thousands are not.
where (abs(c.power) >= 2 and abs(c.power - round(c.power)) <= 0.2)
    or abs(abs(c.power) - 1) <= 0.04;
