-- 一行 = 所列企业 × 所列指标 × 报告期 × 区间：现行读数、当期在库情况、企业自身上年同期数、来源格
with wanted as (
    select f.*, s.path
    from fact as f
    left join file as s on s.file_id = f.file_id
    where f.subject = 'enterprise'
        and f.best
        and f.code in (select unnest(cast($enterprises as varchar[])))
        and f.indicator in (select unnest(cast($indicators as varchar[])))
)

select
    f.code as enterprise,
    f.indicator,
    f.period,
    f.span,
    p.enterprise is not null as registered,
    p.door,
    p.entered,
    p.state,
    f.value,
    f.base,
    f.growth_pct,
    f.missing,
    f.basis,
    coalesce(f.base_delivered, false) as base_delivered,
    prior.value as own_prior,
    f.status,
    f.source_kind,
    f.file_id,
    f.path,
    f.sheet,
    f.row_no,
    f.value_col,
    f.base_col
from wanted as f
left join population as p on p.enterprise = f.code and p.period = f.period
left join wanted as prior
    on prior.code = f.code
    and prior.indicator = f.indicator
    and prior.span = f.span
    and prior.period = (cast(left(f.period, 4) as integer) - 1) || right(f.period, 3)
order by f.code, f.indicator, f.span, f.period;
