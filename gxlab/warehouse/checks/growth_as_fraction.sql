-- warning 增速疑似写成小数：增速绝对值小于1且约为上期的百分之一，应为百分数
with rates as (
    select subject, code, unit, indicator, period, span, scope, status, file_id, sheet, row_no,
        value as rate, value_col as col
    from fact
    where indicator like '%_growth' and value is not null
    union all
    select subject, code, unit, indicator, period, span, scope, status, file_id, sheet, row_no,
        growth_pct, growth_col
    from fact
    where growth_pct is not null
),

ordered as (
    select *, lag(rate) over (
        partition by subject, code, unit, indicator, span, scope, status order by period
    ) as former
    from rates
    where subject in ('unit', 'cluster', 'industry')
)

select
    o.period,
    coalesce(o.unit, o.code) as unit,
    o.code,
    u.name,
    format('{}：填{}，上期为{}', o.indicator, o.rate, o.former) as detail,
    o.file_id,
    o.sheet,
    o.row_no,
    o.col
from ordered as o
left join unit as u on u.code = o.code
where abs(o.rate) < 1
    and o.rate != round(o.rate, 1)
    and abs(o.former) >= 1
    and sign(o.rate) = sign(o.former)
    and abs(o.former / o.rate) between 20 and 500;
