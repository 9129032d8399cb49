-- warning 两处报送同一培育企业：汇总时只计一次，属地须明确
select
    c.period,
    min(c.reported_by) as unit,
    c.candidate as code,
    any_value(c.name) as name,
    format('{}都报了', string_agg(c.reported_by, '、' order by c.reported_by)) as detail,
    max(c.file_id) as file_id,
    arg_max(c.sheet, c.file_id) as sheet,
    arg_max(c.row_no, c.file_id) as row_no,
    null::varchar as col
from candidate as c
group by c.period, c.candidate
having count(distinct c.reported_by) > 1;
