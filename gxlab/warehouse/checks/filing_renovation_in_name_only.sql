-- warning 名称含技改而建设性质为新建：按统计规定不属技术改造，须核实建设内容
select
    strftime(f.filed_on, '%Y-%m') as period,
    f.unit,
    f.project_code as code,
    f.name,
    format('建设性质{}，项目类型{}', f.nature, coalesce(f.project_type, '未填')) as detail,
    f.file_id,
    f.sheet,
    f.row_no,
    null::varchar as col
from filing as f
where regexp_matches(f.name, '技术改造|技改|改造升级|升级改造') and f.nature = '新建'
    and coalesce(f.state, '') != '撤销';
