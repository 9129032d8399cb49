-- warning 成员查无此户：集群成员的代码不在名录、企业表、培育库任何一处
select
    null::varchar as period,
    null::varchar as unit,
    m.enterprise as code,
    null::varchar as name,
    format('集群{}成员', m.cluster) as detail,
    m.file_id,
    m.sheet,
    m.row_no,
    null::varchar as col
from cluster_member as m
where not exists (
    select 1 from enterprise_known as e where e.enterprise = m.enterprise
)
and not exists (
    select 1 from fact as f where f.subject = 'enterprise' and f.code = m.enterprise
);
