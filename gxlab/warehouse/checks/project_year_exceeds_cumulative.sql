-- error 本年完成大于自开工累计：两列可能填反
select
    r.period,
    r.unit,
    r.statistical_code as code,
    r.name,
    format('本年完成{}，自开工累计{}', r.ytd_investment, r.cumulative_investment) as detail,
    r.file_id,
    r.sheet,
    r.row_no,
    null::varchar as col
from project_register as r
where r.ytd_investment > r.cumulative_investment;
