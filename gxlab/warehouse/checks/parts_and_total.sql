-- warning 分项与合计不符：县区各数之和与全市数相差超过舍入误差（园区已含在县区内，不参加相加）
with readings as (
    select f.*, u.parent, u.kind, u.name
    from fact as f
    join unit as u on u.code = f.code
    where f.subject = 'unit'
        and f.best
        and f.span in ('ytd', 'month', 'point')
        and f.value is not null
        and f.indicator not like '%_growth'
        and f.indicator not in ('loss_share', 'renovation_share', 'profit_margin', 'price_index',
            'purchase_price_index', 'capacity_utilisation')
),

-- The step in which the source prints: all its figures are whole multiples of it.
fitting as (
    select r.parent, r.indicator, r.period, r.span, r.scope, r.status, g.size
    from readings as r
    cross join (
        select unnest([0.000001, 0.0001, 0.01, 0.1, 1, 10, 100, 1000]::decimal(18, 6)[]) as size
    ) as g
    where r.kind = 'county'
    group by r.parent, r.indicator, r.period, r.span, r.scope, r.status, g.size
    having bool_and(r.value % g.size = 0)
),

parts as (
    select
        r.parent,
        r.indicator,
        r.period,
        r.span,
        r.scope,
        r.status,
        count(*) as n,
        sum(r.value) as total,
        any_value(f.size) as size
    from readings as r
    join (
        select parent, indicator, period, span, scope, status, max(size) as size
        from fitting
        group by parent, indicator, period, span, scope, status
    ) as f
        on f.parent = r.parent
        and f.indicator = r.indicator
        and f.period = r.period
        and f.span = r.span
        and f.scope is not distinct from r.scope
        and f.status = r.status
    where r.kind = 'county'
    group by r.parent, r.indicator, r.period, r.span, r.scope, r.status
)

select
    whole.period,
    whole.code as unit,
    whole.code,
    whole.name,
    format(
        '{}：全市{}，{}个县区之和{}，相差{}',
        whole.indicator, whole.value, parts.n, parts.total, whole.value - parts.total
    ) as detail,
    whole.file_id,
    whole.sheet,
    whole.row_no,
    whole.value_col as col
from readings as whole
join parts
    on parts.parent = whole.code
    and parts.indicator = whole.indicator
    and parts.period = whole.period
    and parts.span = whole.span
    and parts.scope is not distinct from whole.scope
    and parts.status = whole.status
where parts.n = (
    select count(*)
    from unit as c
    where c.parent = whole.code
        and c.kind = 'county'
        and (c.valid_to is null or c.valid_to >= cast(whole.period || '-01' as date))
)
and abs(whole.value - parts.total) > (parts.n + 1) * parts.size / 2;
