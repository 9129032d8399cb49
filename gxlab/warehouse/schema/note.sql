-- 一行 = 一段文字
create table note (
    subject varchar not null,
    code varchar not null,
    period varchar not null,
    kind varchar not null,
    text varchar not null,
    author varchar,
    col varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table note is '随表文字(增减原因、简要分析、口径说明)';
comment on column note.subject is '对象种类';
comment on column note.code is '对象代码';
comment on column note.period is '报告期';
comment on column note.kind is '种类: 原因类别/原因/分析/问题/口径';
comment on column note.text is '文字';
comment on column note.author is '填表人';
comment on column note.col is '来源列号';
comment on column note.file_id is '来源文件序号';
comment on column note.sheet is '来源工作表';
comment on column note.row_no is '来源行号(从1起)';
