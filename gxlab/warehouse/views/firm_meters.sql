-- 一行 = 一户企业当期归属的一个电表户号的读数和来源格（企业用电是这些户号之和）
select
    m.enterprise,
    f.code as meter,
    f.indicator,
    f.period,
    f.span,
    f.value,
    s.path,
    f.sheet,
    f.row_no,
    f.value_col
from fact as f
join meter as m
    on m.meter = f.code
    and (m.valid_from is null or m.valid_from <= last_day(cast(f.period || '-01' as date)))
    and (m.valid_to is null or m.valid_to >= last_day(cast(f.period || '-01' as date)))
left join file as s on s.file_id = f.file_id
where f.subject = 'meter' and f.best and m.enterprise = $enterprise
order by f.code, f.indicator, f.span, f.period;
