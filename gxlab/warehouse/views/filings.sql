-- 一行 = 一次备案（备案日不晚于所给日期）
select
    project_code,
    name,
    owner,
    enterprise,
    unit,
    place,
    project_type,
    nature,
    industry,
    planned_investment,
    content,
    planned_start,
    planned_end,
    office,
    filed_on,
    state,
    file_id
from filing
where filed_on is null or filed_on <= $until
order by filed_on, project_code;
