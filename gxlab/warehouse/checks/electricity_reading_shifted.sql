-- warning 抄表日移动：户号电量与上年同月相比一月偏低、次月偏高，两月合看才正常，当月增速不可单看
with monthly as (
    select
        *,
        cast(value as double) / cast(base as double) as ratio
    from fact
    where subject = 'meter' and indicator = 'electricity' and span = 'month' and best and base > 0
),

neighbours as (
    select
        *,
        lag(ratio) over by_month as before_ratio,
        lead(ratio) over by_month as after_ratio,
        lead(value) over by_month as after_value,
        lead(base) over by_month as after_base
    from monthly
    window by_month as (partition by code order by period)
)

select
    m.period,
    e.unit,
    m.code,
    e.name,
    format(
        '本月{}（上年同月{}），次月{}（上年同月{}）万千瓦时',
        m.value, m.base, m.after_value, m.after_base
    ) as detail,
    m.file_id,
    m.sheet,
    m.row_no,
    m.value_col as col
from neighbours as m
left join meter as t
    on t.meter = m.code
    and (t.valid_from is null or t.valid_from <= last_day(cast(m.period || '-01' as date)))
    and (t.valid_to is null or t.valid_to >= last_day(cast(m.period || '-01' as date)))
left join enterprise_known as e on e.enterprise = t.enterprise
where m.ratio <= 0.82 * m.before_ratio
    and m.after_ratio >= 1.18 * m.before_ratio
    and cast(m.value + m.after_value as double) / cast(m.base + m.after_base as double)
    between 0.92 * m.before_ratio and 1.08 * m.before_ratio;
