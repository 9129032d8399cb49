-- warning 重复备案：同一单位同名项目有两个以上有效代码
select
    strftime(max(f.filed_on), '%Y-%m') as period,
    min(f.unit) as unit,
    string_agg(f.project_code, '、' order by f.project_code) as code,
    f.name,
    format('{}备案{}次', f.owner, count(*)) as detail,
    max(f.file_id) as file_id,
    arg_max(f.sheet, f.row_no) as sheet,
    max(f.row_no) as row_no,
    null::varchar as col
from filing as f
where coalesce(f.state, '') != '撤销'
group by f.owner, f.name
having count(distinct f.project_code) > 1;
