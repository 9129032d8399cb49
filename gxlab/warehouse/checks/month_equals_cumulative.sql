-- warning 本月数等于累计数：本月栏疑似填成累计，或只填了一个月
select
    m.period,
    e.unit,
    m.code,
    e.name,
    format('{}：本月{}与累计相同', m.indicator, m.value) as detail,
    m.file_id,
    m.sheet,
    m.row_no,
    m.value_col as col
from fact as m
join fact as y
    on y.subject = m.subject
    and y.code = m.code
    and y.indicator = m.indicator
    and y.period = m.period
    and y.span = 'ytd'
    and y.best
    and y.value = m.value
join fact as former
    on former.subject = m.subject
    and former.code = m.code
    and former.indicator = m.indicator
    and former.span = 'ytd'
    and former.best
    and former.value > 0
    and left(former.period, 4) = left(m.period, 4)
    and former.period < m.period
left join enterprise_known as e on e.enterprise = m.code
where m.subject = 'enterprise' and m.span = 'month' and m.best and m.value > 0
qualify row_number() over (partition by m.code, m.indicator, m.period order by former.period) = 1;
