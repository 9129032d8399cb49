-- 一行 = 一个在库项目 × 一个报告期
create table project_register (
    statistical_code varchar not null,
    project_code varchar,
    period varchar not null,
    name varchar not null,
    owner varchar,
    enterprise varchar,
    unit varchar,
    industry varchar,
    nature varchar,
    planned_investment decimal(18,6),
    cumulative_investment decimal(18,6),
    ytd_investment decimal(18,6),
    equipment_investment decimal(18,6),
    started varchar,
    entered varchar,
    completed varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table project_register is '统计在库项目清单';
comment on column project_register.statistical_code is '统计项目编码';
comment on column project_register.project_code is '项目代码';
comment on column project_register.period is '报告期';
comment on column project_register.name is '项目名称';
comment on column project_register.owner is '法人单位';
comment on column project_register.enterprise is '统一社会信用代码';
comment on column project_register.unit is '属地';
comment on column project_register.industry is '项目行业';
comment on column project_register.nature is '建设性质';
comment on column project_register.planned_investment is '计划总投资(万元)';
comment on column project_register.cumulative_investment is '自开工累计完成投资(万元)';
comment on column project_register.ytd_investment is '本年完成投资(万元)';
comment on column project_register.equipment_investment is '其中设备工器具购置(万元)';
comment on column project_register.started is '开工时间';
comment on column project_register.entered is '入库期';
comment on column project_register.completed is '建成时间';
comment on column project_register.file_id is '来源文件序号';
comment on column project_register.sheet is '来源工作表';
comment on column project_register.row_no is '来源行号(从1起)';
