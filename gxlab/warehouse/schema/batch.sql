-- 一行 = 一次导入命令
create table batch (
    batch_id varchar primary key,
    started_at timestamp not null,
    command varchar not null,
    undone_by varchar,
    layout varchar,
    status varchar
);
comment on table batch is '导入批次';
comment on column batch.batch_id is '批次号';
comment on column batch.started_at is '开始时间';
comment on column batch.command is '命令';
comment on column batch.undone_by is '撤销本批次的批次号';
comment on column batch.layout is '命令指定的版式';
comment on column batch.status is '命令指定的数据状态';
