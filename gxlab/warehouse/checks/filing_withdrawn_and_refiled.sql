-- warning 撤销后重新备案：同一单位同名项目一撤一报，只计有效的一个
select
    strftime(old.filed_on, '%Y-%m') as period,
    old.unit,
    old.project_code as code,
    old.name,
    format('已撤销，重新备案代码{}（{}）', new.project_code, new.filed_on) as detail,
    old.file_id,
    old.sheet,
    old.row_no,
    null::varchar as col
from filing as old
join filing as new
    on new.project_code != old.project_code
    and new.owner = old.owner
    and new.name = old.name
    and coalesce(new.state, '') != '撤销'
where old.state = '撤销';
