-- warning 完成投资超过总投资：累计完成大于计划总投资，须核实是否漏报调整
select
    l.period,
    l.unit,
    l.project as code,
    l.name,
    format(
        '台账：至上年底{}加本年{}，总投资{}',
        coalesce(l.prior_cumulative, 0), l.ytd_investment, l.planned_investment
    ) as detail,
    l.file_id,
    l.sheet,
    l.row_no,
    null::varchar as col
from project_ledger as l
where coalesce(l.prior_cumulative, 0) + l.ytd_investment > l.planned_investment
union all
select
    r.period,
    r.unit,
    r.statistical_code,
    r.name,
    format('在库：自开工累计{}，总投资{}', r.cumulative_investment, r.planned_investment),
    r.file_id,
    r.sheet,
    r.row_no,
    null::varchar
from project_register as r
where r.cumulative_investment > r.planned_investment;
