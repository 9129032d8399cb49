-- 一行 = 一个批次中的一个文件
create table file (
    file_id integer primary key,
    sequence integer not null,
    batch_id varchar not null,
    path varchar not null,
    sha256 varchar not null,
    outcome varchar not null,
    layout varchar,
    layout_digest varchar,
    content_digest varchar,
    status varchar,
    source_kind varchar,
    scope varchar,
    coverage varchar,
    basis varchar,
    period varchar,
    release_date date,
    rows_read integer not null,
    rows_stored integer not null,
    rows_refused integer not null,
    rows_ignored integer not null,
    undone_by varchar
);
comment on table file is '导入文件';
comment on column file.file_id is '文件序号';
comment on column file.sequence is '先后次序：同一文件重读后仍占原来的次序';
comment on column file.batch_id is '批次号';
comment on column file.path is '原文件名（相对工作区）';
comment on column file.sha256 is '内容摘要';
comment on column file.outcome is 'stored=入库，refused=退回';
comment on column file.layout is '版式';
comment on column file.layout_digest is '版式、读取程序与对照表的摘要';
comment on column file.content_digest is '入库内容的摘要';
comment on column file.status is '数据状态：预计/快报/反馈/最终';
comment on column file.source_kind is '来源种类';
comment on column file.scope is 'whole=整套替换，patch=只替换所列';
comment on column file.coverage is '整套替换的范围：报送单位|报告期';
comment on column file.basis is '同期基数来源：delivered=随表，own_prior_year=企业自身上年同期数';
comment on column file.period is '报告期';
comment on column file.release_date is '发布日，空=未公布';
comment on column file.rows_read is '读入行数';
comment on column file.rows_stored is '入库行数';
comment on column file.rows_refused is '退回行数';
comment on column file.rows_ignored is '按版式略过行数';
comment on column file.undone_by is '撤销或替换它的批次号';
