-- 一行 = 单元（或其行业、集群）× 指标 × 报告期 × 区间 × 口径：现行状态最高的读数
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

asked as (
    select unnest(cast($indicators as varchar[])) as indicator
),

-- 分开写：各对象在快照里各占一段，单元的按代码、行业和集群的按所属单位认城市
held as (
    select *
    from fact
    where subject = 'unit'
        and best and indicator in (select indicator from asked)
        and ($city is null or code in (select code from in_city))
    union all
    select *
    from fact
    where subject in ('industry', 'cluster')
        and best and indicator in (select indicator from asked)
        and ($city is null or unit in (select code from in_city))
    union all
    select *
    from fact
    where subject = 'macro'
        and best and indicator in (select indicator from asked)
)

select
    subject,
    code,
    unit,
    indicator,
    period,
    span,
    scope,
    status,
    source_kind,
    release_date,
    value,
    base,
    growth_pct,
    change_pp,
    rank,
    missing,
    base_missing,
    growth_missing,
    file_id
from held
order by all;
