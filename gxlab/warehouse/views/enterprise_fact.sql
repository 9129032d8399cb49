-- 一行 = 在统计范围内的企业 × 报告期 × 区间（未报的也在，本期为空）；own_prior 是企业自身上年同期数
with wanted as (
    select *
    from fact
    where subject = 'enterprise' and indicator = $indicator and best
),

period_span as (
    select distinct period, span from wanted
),

prior_period as (
    select
        period,
        span,
        (cast(left(period, 4) as integer) - 1) || right(period, 3) as prior_year
    from period_span
)

select
    s.period,
    s.span,
    p.enterprise,
    p.unit,
    p.industry,
    p.door,
    p.entered,
    p.state,
    f.value,
    f.base,
    f.growth_pct,
    f.missing,
    f.basis,
    coalesce(f.base_delivered, false) as base_delivered,
    f.status,
    f.source_kind,
    f.file_id,
    prior.value as own_prior
from population as p
join prior_period as s on s.period = p.period
left join wanted as f on f.code = p.enterprise and f.period = s.period and f.span = s.span
left join wanted as prior
    on prior.code = p.enterprise and prior.period = s.prior_year and prior.span = s.span
where ($period is null or s.period = $period)
order by s.period, s.span, p.enterprise;
