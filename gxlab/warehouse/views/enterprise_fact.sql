-- 一行 = 在统计范围内的企业 × 报告期 × 区间（未报的也在，本期为空）；own_prior 是企业自身上年同期数
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

-- 只读所给报告期及其上年同期：快照按报告期、单位排列，别的行组不必打开
wanted as (
    select *
    from fact
    where subject = 'enterprise' and indicator = $indicator and best
        and (
            $period is null
            or period = $period
            or period = (cast(left($period, 4) as integer) - 1) || right($period, 3)
        )
        and ($city is null or unit in (select code from in_city))
),

listed as (
    select *
    from population
    where ($period is null or period = $period)
        and ($city is null or unit in (select code from in_city))
),

period_span as (
    select
        period,
        span,
        (cast(left(period, 4) as integer) - 1) || right(period, 3) as prior_year
    from (select distinct period, span from wanted)
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
from listed as p
join period_span as s on s.period = p.period
left join wanted as f on f.code = p.enterprise and f.period = s.period and f.span = s.span
left join wanted as prior
    on prior.code = p.enterprise and prior.period = s.prior_year and prior.span = s.span
order by s.period, s.span, p.enterprise;
