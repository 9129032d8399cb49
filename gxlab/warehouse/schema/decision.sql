-- 一行 = 一次人工判定
create table decision (
    object_kind varchar not null,
    object_id varchar not null,
    verdict varchar not null,
    reason varchar not null,
    author varchar not null,
    decided_on date not null,
    valid_until date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table decision is '人工判定';
comment on column decision.object_kind is 'project/filing/enterprise/candidate';
comment on column decision.object_id is '对象';
comment on column decision.verdict is '判定';
comment on column decision.reason is '理由';
comment on column decision.author is '经办';
comment on column decision.decided_on is '日期';
comment on column decision.valid_until is '有效至';
comment on column decision.file_id is '来源文件序号';
comment on column decision.sheet is '来源工作表';
comment on column decision.row_no is '来源行号(从1起)';
