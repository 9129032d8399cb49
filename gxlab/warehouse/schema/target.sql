-- 一行 = 单元 × 指标 × 年度 × 档 × 自何月起执行
create table target (
    unit varchar not null,
    cluster varchar,
    indicator varchar not null,
    year integer not null,
    tier varchar not null,
    kind varchar not null,
    target decimal(18,6),
    last_year decimal(18,6),
    plan_q1 decimal(18,6),
    plan_h1 decimal(18,6),
    plan_q3 decimal(18,6),
    office varchar,
    effective varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table target is '年度目标与计划(任务不到企业, 故无企业列)';
comment on column target.unit is '统计单元';
comment on column target.cluster is '集群';
comment on column target.indicator is '指标';
comment on column target.year is '年度';
comment on column target.tier is '确保/奋斗';
comment on column target.kind is 'level/rate/count';
comment on column target.target is '全年目标';
comment on column target.last_year is '上年实际';
comment on column target.plan_q1 is '一季度计划';
comment on column target.plan_h1 is '上半年计划';
comment on column target.plan_q3 is '前三季度计划';
comment on column target.office is '牵头科室';
comment on column target.effective is '自何月起执行(年中调整), 空=年初下达';
comment on column target.file_id is '来源文件序号';
comment on column target.sheet is '来源工作表';
comment on column target.row_no is '来源行号(从1起)';
