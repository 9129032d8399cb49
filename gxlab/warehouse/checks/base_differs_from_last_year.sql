-- warning 随表上年同期与上年所报不同：属可比口径调整，增速用随表数，不得用两年公布数相除
select
    f.period,
    coalesce(u.code, e.unit) as unit,
    f.code,
    coalesce(u.name, e.name) as name,
    format('{}：随表上年同期{}，上年所报{}', f.indicator, f.base, former.value) as detail,
    f.file_id,
    f.sheet,
    f.row_no,
    f.base_col as col
from fact as f
join fact as former
    on former.subject = f.subject
    and former.code = f.code
    and former.indicator = f.indicator
    and former.span = f.span
    and former.scope is not distinct from f.scope
    and former.status = f.status
    and former.period
    = (cast(left(f.period, 4) as integer) - 1)::varchar || right(f.period, 3)
left join unit as u on u.code = f.code and f.subject = 'unit'
left join enterprise_known as e on e.enterprise = f.code and f.subject = 'enterprise'
where f.span = 'ytd'
    and former.value > 0
    and (
        (f.subject = 'unit' and f.best and abs(f.base - former.value) > 0.01 * former.value)
        -- A firm's statistical return gives last year's own figure again, to the digit unless it
        -- was restated; its quick report does not promise that.
        or (
            f.subject = 'enterprise'
            and f.status = '反馈'
            and abs(f.base - former.value) > 0.001 * former.value
        )
    );
