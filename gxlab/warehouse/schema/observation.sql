-- 一行 = 一个单元格里的一个数
create table observation (
    subject varchar not null,
    code varchar not null,
    unit varchar,
    indicator varchar not null,
    period varchar not null,
    span varchar not null,
    reading varchar not null,
    number decimal(18,6),
    missing varchar,
    scope varchar,
    col varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table observation is '观测值(长表)';
comment on column observation.subject is '对象种类: enterprise/unit/industry/cluster/meter/macro';
comment on column observation.code is '对象代码';
comment on column observation.unit is '所属统计单元(行业、集群按单位报送时)';
comment on column observation.indicator is '指标';
comment on column observation.period is '报告期 YYYY-MM';
comment on column observation.span is 'month/ytd/year/point/rolling12';
comment on column observation.reading is 'value=本期, base=随表上年同期, growth_pct=公布增速, change_pp=公布增减百分点, rank=公布位次, forecast=下月预计';
comment on column observation.number is '数值(金额万元, 电量万千瓦时)';
comment on column observation.missing is '缺失种类';
comment on column observation.scope is '口径';
comment on column observation.col is '来源列号';
comment on column observation.file_id is '来源文件序号';
comment on column observation.sheet is '来源工作表';
comment on column observation.row_no is '来源行号(从1起)';
