-- 一行 = 一个在库项目 × 一个报告期（截至所给报告期的各期）
select
    statistical_code,
    project_code,
    period,
    name,
    owner,
    enterprise,
    unit,
    industry,
    nature,
    planned_investment,
    cumulative_investment,
    ytd_investment,
    equipment_investment,
    started,
    entered,
    completed,
    file_id
from project_register
where period >= $since and period <= $until
order by period, statistical_code;
