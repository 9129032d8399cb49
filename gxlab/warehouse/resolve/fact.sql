-- 一行 = 对象 × 指标 × 报告期 × 区间 × 口径 × 状态；best 标出状态最高的一行
create or replace temp table resolving_fact as
with current_reading as (
    select o.*, f.sequence, f.status, f.status_rank, f.source_kind, f.layout, f.release_date, f.basis
    from observation as o
    join active_file as f on f.file_id = o.file_id
    qualify row_number() over (
        partition by
            o.subject, o.code, o.unit, o.indicator, o.period, o.span, o.scope, f.status, o.reading
        order by f.sequence desc, o.file_id desc, o.sheet desc, o.row_no desc
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
)

select
    * exclude (status_rank),
    row_number() over (
        partition by subject, code, unit, indicator, period, span, scope
        order by
            coalesce(value is not null or growth_pct is not null or rank is not null, false) desc,
            status_rank desc
    ) = 1 as best
from pivoted;
