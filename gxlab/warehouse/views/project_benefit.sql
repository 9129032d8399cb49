-- 一行 = 一个竣工项目（所给报告期）
select
    period,
    unit,
    name,
    owner,
    completed,
    output_plan,
    output_actual,
    tax_plan,
    tax_actual,
    jobs_plan,
    jobs_actual,
    file_id
from project_benefit
where period = $period
order by unit, name;
