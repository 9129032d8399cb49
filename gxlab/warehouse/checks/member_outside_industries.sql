-- warning 成员不在集群行业范围：成员企业的行业不在该集群同期的行业范围之内，请核对成员名单或行业范围
select
    null::varchar as period,
    e.unit,
    m.enterprise as code,
    e.name,
    format('集群{}的行业范围不含{}', m.cluster, e.industry) as detail,
    m.file_id,
    m.sheet,
    m.row_no,
    null::varchar as col
from cluster_member as m
join enterprise_known as e on e.enterprise = m.enterprise
where e.industry is not null
    and m.cluster in (select cluster from cluster_industry)
    and not exists (
        select 1
        from cluster_industry as i
        where i.cluster = m.cluster
            and starts_with(e.industry, i.industry)
            and coalesce(i.valid_from, date '1900-01-01')
            <= coalesce(m.valid_to, date '9999-12-31')
            and coalesce(i.valid_to, date '9999-12-31')
            >= coalesce(m.valid_from, date '1900-01-01')
    );
