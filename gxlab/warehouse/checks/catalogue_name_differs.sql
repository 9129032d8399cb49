-- warning 目录与台账项目名称不同：同一单位在两处名称不一致，须按单位配对
select
    null::varchar as period,
    c.unit,
    c.name as code,
    c.name,
    format('目录名“{}”，台账名“{}”', c.name, string_agg(distinct l.name, '”“')) as detail,
    any_value(c.file_id) as file_id,
    any_value(c.sheet) as sheet,
    any_value(c.row_no) as row_no,
    null::varchar as col
from project_catalogue as c
join project_ledger as l on l.owner = c.owner and left(l.period, 4) = c.year::varchar
where not exists (
    select 1
    from project_ledger as same
    where same.name = c.name and left(same.period, 4) = c.year::varchar
)
group by c.year, c.catalogue, c.unit, c.name;
