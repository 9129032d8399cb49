-- warning 一户两码：同一期名录里同名企业有两个代码，可能在两个镇街重复在库
select
    r.period,
    min(r.unit) as unit,
    string_agg(r.enterprise, '、' order by r.enterprise) as code,
    r.name,
    format('代码{}个，属地{}个', count(distinct r.enterprise), count(distinct r.unit)) as detail,
    max(r.file_id) as file_id,
    arg_max(r.sheet, r.row_no) as sheet,
    max(r.row_no) as row_no,
    null::varchar as col
from register as r
group by r.period, r.name
having count(distinct r.enterprise) > 1;
