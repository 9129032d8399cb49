-- 一行 = 开票达到所给数额、名录和培育库都没有的一户
with known as (
    select enterprise from register where period = $register
    union
    select enterprise from candidate where period = $ledger and enterprise is not null
)

select
    f.code as enterprise,
    max(f.value) filter (where f.span = 'ytd' and f.period = $period) as ytd,
    max(f.base) filter (where f.span = 'ytd' and f.period = $period) as base,
    max(f.value) filter (where f.span = 'month' and f.period = $period) as month,
    max(f.value) filter (where f.span = 'year') as year_total,
    max(f.file_id) as file_id
from fact as f
anti join known as k on k.enterprise = f.code
where f.subject = 'enterprise'
    and f.indicator = 'invoice_sales'
    and f.best
    and (f.period = $period or (f.span = 'year' and f.period = $prior))
group by f.code
having max(f.value) filter (where f.span = 'ytd' and f.period = $period) >= $floor
    or max(f.value) filter (where f.span = 'year') >= $floor
order by f.code;
