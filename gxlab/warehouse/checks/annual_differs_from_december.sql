-- warning 年报与12月累计不同：梯队和全年基数用年报，差额较大的应核实
select
    a.period,
    e.unit,
    a.code,
    e.name,
    format('{}：年报{}，12月累计{}', a.indicator, a.value, d.value) as detail,
    a.file_id,
    a.sheet,
    a.row_no,
    a.value_col as col
from fact as a
join fact as d
    on d.subject = a.subject
    and d.code = a.code
    and d.indicator = a.indicator
    and d.period = a.period
    and d.span = 'ytd'
    and d.best
left join enterprise_known as e on e.enterprise = a.code
where a.subject = 'enterprise'
    and a.span = 'year'
    and a.source_kind = '年报'
    and a.best
    and right(a.period, 2) = '12'
    and abs(a.value - d.value) > greatest(0.05, 0.0005 * abs(d.value));
