-- warning 用电与产值背离：产值增速与用电增速方向相反且各超过20个百分点
select
    o.period,
    e.unit,
    o.code,
    e.name,
    format(
        '产值累计{}万元（上年同期{}），用电累计{}万千瓦时（上年同期{}）',
        o.value, o.base, p.value, p.base
    ) as detail,
    o.file_id,
    o.sheet,
    o.row_no,
    o.value_col as col
from fact as o
join fact as p
    on p.subject = 'enterprise'
    and p.code = o.code
    and p.indicator = 'electricity'
    and p.span = 'ytd'
    and p.period = o.period
    and p.best
    and p.base > 0
left join enterprise_known as e on e.enterprise = o.code
where o.subject = 'enterprise'
    and o.indicator = 'output'
    and o.span = 'ytd'
    and o.best
    and o.base > 0
    and ((o.value > 1.2 * o.base and p.value < 0.8 * p.base)
        or (o.value < 0.8 * o.base and p.value > 1.2 * p.base));
