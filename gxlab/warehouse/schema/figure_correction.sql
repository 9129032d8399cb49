-- 一行 = 一处数值更正：自有台账、集群直报的一格，原数多少、更正为多少
create table figure_correction (
    form varchar not null,
    place varchar,
    object varchar not null,
    item varchar not null,
    period varchar not null,
    was decimal(18,6) not null,
    becomes decimal(18,6) not null,
    reason varchar not null,
    author varchar not null,
    decided_on date not null,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table figure_correction is '数值更正(只限自有台账和集群直报,统计数不改)';
comment on column figure_correction.form is '更正的表';
comment on column figure_correction.place is '属地(代码或名称),空=全市只有一个';
comment on column figure_correction.object is '对象: 项目、企业、集群的名称或代码';
comment on column figure_correction.item is '栏目';
comment on column figure_correction.period is '报告期';
comment on column figure_correction.was is '原数(入库的数,金额万元)';
comment on column figure_correction.becomes is '更正为(金额万元)';
comment on column figure_correction.reason is '理由';
comment on column figure_correction.author is '经办';
comment on column figure_correction.decided_on is '日期';
comment on column figure_correction.file_id is '来源文件序号';
comment on column figure_correction.sheet is '来源工作表';
comment on column figure_correction.row_no is '来源行号(从1起)';
