-- 一行 = 企业 × 报告期 × 区间：户号电量按当期归属合计到企业（一户多表，表随租户转移）
insert into resolving_fact by name
select
    'enterprise' as subject,
    m.enterprise as code,
    null as unit,
    f.indicator,
    f.period,
    f.span,
    f.scope,
    f.status,
    f.source_kind,
    max(f.release_date) as release_date,
    cast(sum(f.value) as decimal(18, 6)) as value,
    cast(sum(f.base) as decimal(18, 6)) as base,
    max(f.file_id) as file_id,
    bool_or(f.base_delivered) as base_delivered,
    true as best
from resolving_fact as f
join snap.meter as m
    on m.meter = f.code
    and (m.valid_from is null or m.valid_from <= last_day(cast(f.period || '-01' as date)))
    and (m.valid_to is null or m.valid_to >= last_day(cast(f.period || '-01' as date)))
where f.subject = 'meter' and f.best
group by m.enterprise, f.indicator, f.period, f.span, f.scope, f.status, f.source_kind;
