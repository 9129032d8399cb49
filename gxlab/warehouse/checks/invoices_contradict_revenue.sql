-- warning 开票与营收对不上：本企业累计开票不足营业收入一成或超过五倍（总部集中开票、贸易开票等）
select
    r.period,
    e.unit,
    r.code,
    e.name,
    format('营业收入累计{}万元，开票累计{}万元', r.value, i.value) as detail,
    i.file_id,
    i.sheet,
    i.row_no,
    i.value_col as col
from fact as r
join fact as i
    on i.subject = 'enterprise'
    and i.code = r.code
    and i.indicator = 'invoice_sales'
    and i.span = 'ytd'
    and i.period = r.period
    and i.best
    and i.value is not null
left join enterprise_known as e on e.enterprise = r.code
where r.subject = 'enterprise'
    and r.indicator = 'revenue'
    and r.span = 'ytd'
    and r.best
    and r.value >= 100
    and (i.value < 0.1 * r.value or i.value > 5 * r.value);
