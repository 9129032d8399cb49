-- 一行 = 一个集群的一个环节
create table cluster_segment (
    cluster varchar not null,
    segment varchar not null,
    position integer,
    gap varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table cluster_segment is '集群环节';
comment on column cluster_segment.cluster is '集群代码';
comment on column cluster_segment.segment is '环节';
comment on column cluster_segment.position is '次序';
comment on column cluster_segment.gap is '本地配套缺口';
comment on column cluster_segment.file_id is '来源文件序号';
comment on column cluster_segment.sheet is '来源工作表';
comment on column cluster_segment.row_no is '来源行号(从1起)';
