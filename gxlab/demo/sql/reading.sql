-- 一行 = 市、县 × 指标 × 月份的统计反馈：水平是企业之和，增加值只有增速；最近一月还没有反馈
insert into snap.fact by name
with summed as (
    select
        left(unit, 6) as county,
        indicator,
        period,
        sum(value) as value,
        sum(base) as base
    from snap.fact
    where subject = 'enterprise'
    group by 1, 2, 3
),

combined as (
    select county as code, indicator, period, value, base
    from summed
    union all
    select left(county, 4) || '00', indicator, period, sum(value), sum(base)
    from summed
    group by 1, 2, 3
    union all
    select
        p.code,
        'value_added_growth',
        m.period,
        cast(round(3 + (hash($seed, p.code, m.period) % 60) / 10.0, 1) as decimal(18, 6)),
        null
    from place as p
    cross join month as m
    where p.kind <> 'town' and m.month > 1
)

select
    'unit' as subject,
    b.code,
    b.indicator,
    b.period,
    'ytd' as span,
    '反馈' as status,
    '统计局反馈' as source_kind,
    'delivered' as basis,
    cast(b.value as decimal(18, 6)) as value,
    cast(b.base as decimal(18, 6)) as base,
    cast(round((b.value / nullif(b.base, 0) - 1) * 100, 1) as decimal(18, 6)) as growth_pct,
    cast(p.c * $files + 3 + 2 * $months + m.k as integer) as file_id,
    '分县区' as sheet,
    cast(coalesce(p.i, -1) + 5 as integer) as row_no,
    'K' as value_col,
    b.base is not null as base_delivered,
    true as best
from combined as b
join place as p on p.code = b.code and p.kind <> 'town'
join month as m on m.period = b.period
where m.k < $months - 1
order by b.indicator, b.code, b.period;
