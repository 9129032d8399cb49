-- 一行 = 单元 × 指标 × 年度 × 档：报告期执行的目标；年中调整的附调整前的目标和起始月
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

known as (
    select
        *,
        lag(target) over dated as former_target,
        row_number() over (
            partition by unit, cluster, indicator, year, tier
            order by effective desc nulls last
        ) as latest
    from target
    where year = $year and (effective is null or effective <= $until)
        and ($city is null or unit in (select code from in_city))
    window dated as (
        partition by unit, cluster, indicator, year, tier order by effective nulls first
    )
)

select
    unit,
    cluster,
    indicator,
    year,
    tier,
    kind,
    target,
    last_year,
    plan_q1,
    plan_h1,
    plan_q3,
    office,
    effective,
    former_target
from known
where latest = 1
order by unit, cluster, indicator, tier;
