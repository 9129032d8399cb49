-- 一行 = 单元（或其行业、集群）× 指标 × 报告期 × 区间 × 口径：现行状态最高的读数
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
order by all;
