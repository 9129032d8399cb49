-- warning 一户两集群：分集群各计一次，合计只计一次，引用分集群数时不得相加
select
    null::varchar as period,
    any_value(e.unit) as unit,
    m.enterprise as code,
    any_value(e.name) as name,
    format('集群{}', string_agg(distinct m.cluster, '、' order by m.cluster)) as detail,
    max(m.file_id) as file_id,
    arg_max(m.sheet, m.row_no) as sheet,
    max(m.row_no) as row_no,
    null::varchar as col
from cluster_member as m
left join enterprise_known as e on e.enterprise = m.enterprise
where m.valid_to is null
group by m.enterprise
having count(distinct m.cluster) > 1;
