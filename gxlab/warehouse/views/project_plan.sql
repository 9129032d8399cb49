-- 一行 = 一个项目的分月累计投资计划
select
    year,
    name,
    owner,
    plan_01,
    plan_02,
    plan_03,
    plan_04,
    plan_05,
    plan_06,
    plan_07,
    plan_08,
    plan_09,
    plan_10,
    plan_11,
    plan_12,
    file_id
from project_plan
where year = $year
order by name, owner;
