-- 一行 = 目录中的一个项目
select
    year,
    catalogue,
    position,
    name,
    owner,
    unit,
    planned_investment,
    annual_plan,
    planned_start,
    planned_end,
    direction,
    file_id
from project_catalogue
where year = $year
order by catalogue, position, name;
