-- 一行 = 一户企业 × 所给指标 × 月份的本年累计；百分之一未报，没有行；基数就是自己上年同期所报
insert into snap.fact by name
with filed as (
    select
        f.*,
        m.k,
        m.period,
        m.month,
        m.year - $first_year as years,
        (m.year - 1) || right(m.period, 3) as prior
    from firm as f
    cross join month as m
    where f.c >= $first
        and f.c < $past
        and m.month > 1  -- 1月免报
        and f.first_month <= m.k
        and m.k < f.last_month
        and hash($seed, f.c, f.j, m.period, 'filed') % 100 > 0
),

revenue as (
    select
        *,
        level * pow(1 + growth, years) * month
        * (0.98 + 0.04 * (hash($seed, c, j, period) % 1000000) / 1e6) as value,
        level * pow(1 + growth, years - 1) * month
        * (0.98 + 0.04 * (hash($seed, c, j, prior) % 1000000) / 1e6) as base
    from filed
)

select
    'enterprise' as subject,
    code,
    unit,
    $indicator as indicator,
    period,
    'ytd' as span,
    '快报' as status,
    '企业直报' as source_kind,
    'delivered' as basis,
    cast(round(value * (case $indicator when 'profit' then margin else 1 end), 1) as decimal(18, 6))
        as value,
    cast(round(base * (case $indicator when 'profit' then margin else 1 end), 1) as decimal(18, 6))
        as base,
    cast(c * $files + 3 + $months + k as integer) as file_id,
    '直报' as sheet,
    cast(row_no as integer) as row_no,
    case $indicator when 'profit' then 'J' when 'output' then 'F' else 'H' end as value_col,
    case $indicator when 'profit' then 'K' when 'output' then 'G' else 'I' end as base_col,
    true as base_delivered,
    true as best
from revenue
order by unit, period, code;
