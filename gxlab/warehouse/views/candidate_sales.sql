-- 一行 = 培育企业 × 月份：累计开票、随表上年同期、当月、上年全年（上年1月至所给月份）
with wanted as (
    select distinct enterprise
    from candidate
    where period = $ledger and enterprise is not null
)

select
    f.code as enterprise,
    f.period,
    max(f.value) filter (where f.span = 'ytd') as ytd,
    max(f.base) filter (where f.span = 'ytd') as base,
    max(f.value) filter (where f.span = 'month') as month,
    max(f.value) filter (where f.span = 'year') as year_total,
    max(f.file_id) as file_id
from fact as f
join wanted as w on w.enterprise = f.code
where f.subject = 'enterprise'
    and f.indicator = 'invoice_sales'
    and f.best
    and f.period >= $since
    and f.period <= $until
group by f.code, f.period
order by f.code, f.period;
