-- 一行 = 一个集群的一个行业（小类）的一段有效期
create table cluster_industry (
    cluster varchar not null,
    industry varchar not null,
    valid_from date,
    valid_to date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table cluster_industry is '集群的行业范围';
comment on column cluster_industry.cluster is '集群代码';
comment on column cluster_industry.industry is '行业代码';
comment on column cluster_industry.valid_from is '起';
comment on column cluster_industry.valid_to is '止';
comment on column cluster_industry.file_id is '来源文件序号';
comment on column cluster_industry.sheet is '来源工作表';
comment on column cluster_industry.row_no is '来源行号(从1起)';
