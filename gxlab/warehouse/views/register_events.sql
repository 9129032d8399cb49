-- 一行 = 一户企业的一次入库审核结果或退库
select
    enterprise,
    name,
    unit,
    event,
    door,
    effective,
    credited_year,
    result,
    reason,
    file_id
from register_event
order by effective, event, name, enterprise;
