-- 一行 = 在库企业当期累计开票
select f.code as enterprise, f.value, f.base, f.file_id
from fact as f
join register as r on r.enterprise = f.code and r.period = $register
where f.subject = 'enterprise'
    and f.indicator = 'invoice_sales'
    and f.span = 'ytd'
    and f.period = $period
    and f.best
order by f.code;
