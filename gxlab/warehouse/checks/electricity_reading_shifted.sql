-- warning 抄表日移动：户号电量一月偏低、次月偏高，两月合看才正常，当月增速不可单看
with monthly as (
    select
        *,
        cast(value as double) / cast(base as double) as ratio
    from fact
    where subject = 'meter' and indicator = 'electricity' and span = 'month' and best and base > 0
),

neighbours as (
    select
        m.*,
        lag(ratio) over by_month as before_ratio,
        lag(value) over by_month as before_value,
        lead(ratio) over by_month as after_ratio,
        lead(m) over by_month as next
    from monthly as m
    window by_month as (partition by code order by period)
),

-- The two months together are as the month before; the dip is this year's own, not the base's.
shifted as (
    select
        *,
        cast(value + next.value as double) / cast(base + next.base as double) as pair_ratio
    from neighbours
    where cast(value as double) <= 0.4 * cast(before_value + next.value as double)
),

found as (
    select
        *,
        format(
            '{}本月{}（上年同月{}），次月{}（上年同月{}）万千瓦时',
            period, value, base, next.value, next.base
        ) as detail
    from shifted
    where ratio <= 0.82 * pair_ratio
        and after_ratio >= 1.15 * pair_ratio
        and pair_ratio between 0.85 * before_ratio and 1.15 * before_ratio
),

placed as (
    select period, code, detail, file_id, sheet, row_no, value_col from found
    union all
    select next.period, code, detail, next.file_id, next.sheet, next.row_no, next.value_col
    from found
)

select
    p.period,
    e.unit,
    p.code,
    e.name,
    p.detail,
    p.file_id,
    p.sheet,
    p.row_no,
    p.value_col as col
from placed as p
left join meter as t
    on t.meter = p.code
    and (t.valid_from is null or t.valid_from <= last_day(cast(p.period || '-01' as date)))
    and (t.valid_to is null or t.valid_to >= last_day(cast(p.period || '-01' as date)))
left join enterprise_known as e on e.enterprise = t.enterprise;
