-- warning 疑似拆分备案：同一单位在规定天数内备案两个以上名称只差期次的项目
with named as (
    select
        *,
        regexp_replace(
            name, '[（(]?(第?[一二三四五六七八九十0-9]+期|[一二三四五六七八九十]+阶段)[）)]?', '', 'g'
        ) as stem
    from filing
    where coalesce(state, '') != '撤销'
)

select
    strftime(f.filed_on, '%Y-%m') as period,
    f.unit,
    f.project_code as code,
    f.name,
    format('{}，同一厂区另有：{}', f.owner, string_agg(o.name, '、' order by o.name)) as detail,
    any_value(f.file_id) as file_id,
    any_value(f.sheet) as sheet,
    any_value(f.row_no) as row_no,
    null::varchar as col
from named as f
join named as o
    on o.owner = f.owner
    and o.project_code != f.project_code
    and o.stem = f.stem
    and o.name != f.name
    and abs(datediff('day', o.filed_on, f.filed_on)) <= (
        select max(cast(value as integer)) from policy where policy = 'split_days'
    )
group by f.filed_on, f.unit, f.project_code, f.name, f.owner;
