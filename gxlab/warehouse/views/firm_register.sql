-- 一行 = 一户企业在一期名录里的登记和来源行
select
    r.period,
    r.name,
    r.former_name,
    r.unit,
    r.industry,
    r.size,
    r.door,
    r.entered,
    r.state,
    r.remark,
    r.file_id,
    s.path,
    r.sheet,
    r.row_no
from register as r
left join file as s on s.file_id = r.file_id
where r.enterprise = $enterprise
order by r.period;
