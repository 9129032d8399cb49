-- 一行 = 单元（或其行业、集群）× 指标 × 报告期 × 区间 × 口径：现行状态最高的读数
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
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
from fact
where subject in ('unit', 'industry', 'cluster', 'macro')
    and indicator in (select unnest(cast($indicators as varchar[])))
    and best
    and ($city is null or subject = 'macro' or coalesce(unit, code) in (select code from in_city))
order by all;
