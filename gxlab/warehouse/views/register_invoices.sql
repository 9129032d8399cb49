-- 一行 = 在库企业当期累计开票
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select f.code as enterprise, f.value, f.base, f.file_id
from fact as f
join register as r on r.enterprise = f.code and r.period = $register
where f.subject = 'enterprise'
    and f.indicator = 'invoice_sales'
    and f.span = 'ytd'
    and f.period = $period
    and f.best
    and ($city is null or r.unit in (select code from in_city))
order by f.code;
