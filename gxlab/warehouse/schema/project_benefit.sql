-- 一行 = 一个竣工项目 × 一个报告期
create table project_benefit (
    period varchar not null,
    unit varchar,
    name varchar not null,
    owner varchar,
    completed varchar,
    output_plan decimal(18,6),
    output_actual decimal(18,6),
    tax_plan decimal(18,6),
    tax_actual decimal(18,6),
    jobs_plan decimal(18,6),
    jobs_actual decimal(18,6),
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table project_benefit is '竣工技改项目达产效益';
comment on column project_benefit.period is '报告期';
comment on column project_benefit.unit is '属地';
comment on column project_benefit.name is '项目名称';
comment on column project_benefit.owner is '单位';
comment on column project_benefit.completed is '竣工时间';
comment on column project_benefit.output_plan is '新增产值计划(万元)';
comment on column project_benefit.output_actual is '新增产值实际(万元)';
comment on column project_benefit.tax_plan is '新增税收计划(万元)';
comment on column project_benefit.tax_actual is '新增税收实际(万元)';
comment on column project_benefit.jobs_plan is '新增就业计划(人)';
comment on column project_benefit.jobs_actual is '新增就业实际(人)';
comment on column project_benefit.file_id is '来源文件序号';
comment on column project_benefit.sheet is '来源工作表';
comment on column project_benefit.row_no is '来源行号(从1起)';
