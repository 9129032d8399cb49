-- warning 随表上年同期与上年所报不同：属可比口径调整，增速用随表数，不得用两年公布数相除
select
    f.period,
    f.code as unit,
    f.code,
    u.name,
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
left join unit as u on u.code = f.code
where f.subject = 'unit'
    and f.span = 'ytd'
    and f.best
    and former.value > 0
    and abs(f.base - former.value) > 0.01 * former.value;
