-- 一行 = 一个集群的一段有效期
create table industry_cluster (
    cluster varchar not null,
    name varchar not null,
    former_name varchar,
    unit varchar,
    list varchar,
    leader varchar,
    office varchar,
    valid_from date,
    valid_to date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table industry_cluster is '产业集群名单';
comment on column industry_cluster.cluster is '集群代码';
comment on column industry_cluster.name is '名称';
comment on column industry_cluster.former_name is '曾用名';
comment on column industry_cluster.unit is '属地';
comment on column industry_cluster.list is '名单: 全部/省厅统计/省重点';
comment on column industry_cluster.leader is '链长';
comment on column industry_cluster.office is '牵头科室';
comment on column industry_cluster.valid_from is '起';
comment on column industry_cluster.valid_to is '止';
comment on column industry_cluster.file_id is '来源文件序号';
comment on column industry_cluster.sheet is '来源工作表';
comment on column industry_cluster.row_no is '来源行号(从1起)';
