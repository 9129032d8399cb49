-- 一行 = 企业在集群中的一段成员期
create table cluster_member (
    cluster varchar not null,
    enterprise varchar not null,
    segment varchar,
    role varchar,
    valid_from date,
    valid_to date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table cluster_member is '集群成员';
comment on column cluster_member.cluster is '集群代码';
comment on column cluster_member.enterprise is '企业代码';
comment on column cluster_member.segment is '环节';
comment on column cluster_member.role is '链主/头部/领跑者/配套';
comment on column cluster_member.valid_from is '起';
comment on column cluster_member.valid_to is '止';
comment on column cluster_member.file_id is '来源文件序号';
comment on column cluster_member.sheet is '来源工作表';
comment on column cluster_member.row_no is '来源行号(从1起)';
