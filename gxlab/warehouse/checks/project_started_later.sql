-- error 开工时间晚于报告期：尚未开工的项目不应有开工时间和完成投资
select period, unit, project as code, name,
    format('台账：实际开工{}', actual_start) as detail, file_id, sheet, row_no, null::varchar as col
from project_ledger
where regexp_full_match(actual_start, '[0-9]{4}-[0-9]{2}') and actual_start > period
union all
select period, unit, statistical_code, name,
    format('在库：开工{}', started), file_id, sheet, row_no, null::varchar
from project_register
where regexp_full_match(started, '[0-9]{4}-[0-9]{2}') and started > period;
