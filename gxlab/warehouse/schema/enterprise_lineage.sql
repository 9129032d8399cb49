-- 一行 = 一次变更
create table enterprise_lineage (
    old_enterprise varchar not null,
    enterprise varchar not null,
    kind varchar not null,
    effective varchar not null,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table enterprise_lineage is '企业变更沿革';
comment on column enterprise_lineage.old_enterprise is '原代码';
comment on column enterprise_lineage.enterprise is '现代码';
comment on column enterprise_lineage.kind is '更名/个转企/合并/迁移';
comment on column enterprise_lineage.effective is '生效期';
comment on column enterprise_lineage.file_id is '来源文件序号';
comment on column enterprise_lineage.sheet is '来源工作表';
comment on column enterprise_lineage.row_no is '来源行号(从1起)';
