-- warning 成员已退库：集群成员没有填终止时间，企业已不在最近一期名录
with latest as (
    select max(period) as period from register
)

select
    l.period,
    e.unit,
    m.enterprise as code,
    e.name,
    format('集群{}成员，末次在库{}', m.cluster, (
        select max(period) from register as r where r.enterprise = m.enterprise
    )) as detail,
    m.file_id,
    m.sheet,
    m.row_no,
    null::varchar as col
from cluster_member as m
cross join latest as l
left join enterprise_known as e on e.enterprise = m.enterprise
where (m.valid_to is null or m.valid_to >= last_day(cast(l.period || '-01' as date)))
    and exists (select 1 from register as r where r.enterprise = m.enterprise)
    and not exists (
        select 1 from register as r where r.enterprise = m.enterprise and r.period = l.period
    );
