-- 一行 = 对象 × 指标 × 报告期 × 区间 × 口径 × 状态；best 标出状态最高的一行
create or replace temp table resolving_fact as
with read_in as not materialized (
    select o.*, f.sequence, f.status, f.status_rank, f.source_kind, f.layout, f.release_date, f.basis
    from observation as o
    join active_file as f on f.file_id = o.file_id
),

-- 同一读数报过几次的很少：只给它们排先后，其余各行不必排序；状态有几种的也是
repeated as (
    select subject, code, unit, indicator, period, span, scope, status, reading
    from read_in
    group by all
    having count(*) > 1
),

current_reading as (
    select o.*
    from read_in as o
    anti join repeated as d
        on d.subject = o.subject
        and d.code = o.code
        and d.unit is not distinct from o.unit
        and d.indicator = o.indicator
        and d.period = o.period
        and d.span = o.span
        and d.scope is not distinct from o.scope
        and d.status is not distinct from o.status
        and d.reading = o.reading
    union all
    select o.*
    from read_in as o
    semi join repeated as d
        on d.subject = o.subject
        and d.code = o.code
        and d.unit is not distinct from o.unit
        and d.indicator = o.indicator
        and d.period = o.period
        and d.span = o.span
        and d.scope is not distinct from o.scope
        and d.status is not distinct from o.status
        and d.reading = o.reading
    qualify row_number() over (
        partition by
            o.subject, o.code, o.unit, o.indicator, o.period, o.span, o.scope, o.status, o.reading
        order by o.sequence desc, o.file_id desc, o.sheet desc, o.row_no desc
    ) = 1
),

pivoted as (
    select
        subject,
        code,
        unit,
        indicator,
        period,
        span,
        scope,
        status,
        any_value(status_rank) as status_rank,
        max(source_kind) as source_kind,
        max(release_date) as release_date,
        max(basis) as basis,
        max(number) filter (where reading = 'value') as value,
        max(number) filter (where reading = 'base') as base,
        max(number) filter (where reading = 'growth_pct') as growth_pct,
        max(number) filter (where reading = 'change_pp') as change_pp,
        max(number) filter (where reading = 'rank') as rank,
        max(number) filter (where reading = 'forecast') as forecast,
        max(missing) filter (where reading = 'value') as missing,
        max(missing) filter (where reading = 'base') as base_missing,
        max(missing) filter (where reading = 'growth_pct') as growth_missing,
        max(file_id) as file_id,
        arg_max(sheet, file_id) as sheet,
        max(row_no) filter (where reading = 'value') as row_no,
        max(col) filter (where reading = 'value') as value_col,
        max(col) filter (where reading = 'base') as base_col,
        max(col) filter (where reading = 'growth_pct') as growth_col,
        bool_or(reading = 'base') as base_delivered
    from current_reading
    group by subject, code, unit, indicator, period, span, scope, status
),

several as (
    select subject, code, unit, indicator, period, span, scope
    from pivoted
    group by all
    having count(*) > 1
)

select p.* exclude (status_rank), true as best
from pivoted as p
anti join several as d
    on d.subject = p.subject
    and d.code = p.code
    and d.unit is not distinct from p.unit
    and d.indicator = p.indicator
    and d.period = p.period
    and d.span = p.span
    and d.scope is not distinct from p.scope
union all
select
    p.* exclude (status_rank),
    row_number() over (
        partition by
            p.subject, p.code, p.unit, p.indicator, p.period, p.span, p.scope
        order by
            coalesce(
                p.value is not null or p.growth_pct is not null or p.rank is not null, false
            ) desc,
            p.status_rank desc
    ) = 1 as best
from pivoted as p
semi join several as d
    on d.subject = p.subject
    and d.code = p.code
    and d.unit is not distinct from p.unit
    and d.indicator = p.indicator
    and d.period = p.period
    and d.span = p.span
    and d.scope is not distinct from p.scope;
