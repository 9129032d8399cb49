-- 一行 = 一个台账项目在一个报告期，只取有企业代码的
select project, enterprise, planned_investment, annual_plan, ytd_investment, state, file_id
from project_ledger
where period = $period and enterprise is not null
order by project;
