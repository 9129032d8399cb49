-- 一行 = 一处更正：某一类文字的原写法读作什么
create table correction (
    kind varchar not null,
    written varchar not null,
    corrected varchar not null,
    file_name varchar not null,
    reason varchar not null,
    author varchar not null,
    decided_on date not null,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table correction is '更正对照(只限代码、名称、计量单位,不改数)';
comment on column correction.kind is '更正项: 企业代码/企业名称/统计单元/集群/行业/计量单位';
comment on column correction.written is '原写法';
comment on column correction.corrected is '更正为';
comment on column correction.file_name is '适用文件(文件名里的字样, 全部=不限)';
comment on column correction.reason is '理由';
comment on column correction.author is '经办';
comment on column correction.decided_on is '日期';
comment on column correction.file_id is '来源文件序号';
comment on column correction.sheet is '来源工作表';
comment on column correction.row_no is '来源行号(从1起)';
