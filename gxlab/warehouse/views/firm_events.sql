-- 一行 = 一户企业的一次入库审核或退库（没有代码的按名称）和来源行
select
    e.event,
    e.name,
    e.door,
    e.effective,
    e.credited_year,
    e.result,
    e.reason,
    e.file_id,
    s.path,
    e.sheet,
    e.row_no
from register_event as e
left join file as s on s.file_id = e.file_id
where e.enterprise = $enterprise
    or (e.enterprise is null and e.name in (select unnest(cast($names as varchar[]))))
order by e.effective, e.event, e.result;
