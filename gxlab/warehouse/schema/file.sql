-- 一行 = 一个批次中的一个文件
create table file (
    file_id integer primary key,
    batch_id varchar not null,
    path varchar not null,
    sha256 varchar not null,
    layout varchar not null,
    layout_digest varchar not null,
    status varchar not null,
    source_kind varchar not null,
    scope varchar not null,
    coverage varchar,
    period varchar,
    release_date date,
    rows_read integer not null,
    rows_stored integer not null,
    rows_refused integer not null,
    rows_ignored integer not null,
    undone_by varchar
);
comment on table file is '导入文件';
comment on column file.file_id is '文件序号, 即先后次序';
comment on column file.batch_id is '批次号';
comment on column file.path is '原文件名(相对工作区)';
comment on column file.sha256 is '内容摘要';
comment on column file.layout is '版式';
comment on column file.layout_digest is '版式与读取程序的摘要';
comment on column file.status is '数据状态: 预计/快报/反馈/最终';
comment on column file.source_kind is '来源种类';
comment on column file.scope is 'whole=整套替换, patch=只替换所列';
comment on column file.coverage is '整套替换的范围: 报送单位|报告期';
comment on column file.period is '报告期';
comment on column file.release_date is '发布日, 空=未公布';
comment on column file.rows_read is '读入行数';
comment on column file.rows_stored is '入库行数';
comment on column file.rows_refused is '退回行数';
comment on column file.rows_ignored is '按版式略过行数';
comment on column file.undone_by is '撤销它的批次号';
