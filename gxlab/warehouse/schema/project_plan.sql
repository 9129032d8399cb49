-- 一行 = 一个项目 × 一个年度的分月投资计划（自1月起累计）
create table project_plan (
    year integer not null,
    name varchar not null,
    owner varchar,
    plan_01 decimal(18,6),
    plan_02 decimal(18,6),
    plan_03 decimal(18,6),
    plan_04 decimal(18,6),
    plan_05 decimal(18,6),
    plan_06 decimal(18,6),
    plan_07 decimal(18,6),
    plan_08 decimal(18,6),
    plan_09 decimal(18,6),
    plan_10 decimal(18,6),
    plan_11 decimal(18,6),
    plan_12 decimal(18,6),
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table project_plan is '重点技改项目分月投资计划';
comment on column project_plan.year is '年度';
comment on column project_plan.name is '项目名称';
comment on column project_plan.owner is '单位';
comment on column project_plan.plan_01 is '1月累计计划(万元)';
comment on column project_plan.plan_02 is '1—2月累计计划(万元)';
comment on column project_plan.plan_03 is '1—3月累计计划(万元)';
comment on column project_plan.plan_04 is '1—4月累计计划(万元)';
comment on column project_plan.plan_05 is '1—5月累计计划(万元)';
comment on column project_plan.plan_06 is '1—6月累计计划(万元)';
comment on column project_plan.plan_07 is '1—7月累计计划(万元)';
comment on column project_plan.plan_08 is '1—8月累计计划(万元)';
comment on column project_plan.plan_09 is '1—9月累计计划(万元)';
comment on column project_plan.plan_10 is '1—10月累计计划(万元)';
comment on column project_plan.plan_11 is '1—11月累计计划(万元)';
comment on column project_plan.plan_12 is '1—12月累计计划(万元)';
comment on column project_plan.file_id is '来源文件序号';
comment on column project_plan.sheet is '来源工作表';
comment on column project_plan.row_no is '来源行号(从1起)';
