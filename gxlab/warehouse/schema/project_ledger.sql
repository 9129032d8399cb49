-- 一行 = 一个重点项目 × 一个报告期
create table project_ledger (
    project varchar not null,
    period varchar not null,
    unit varchar not null,
    name varchar not null,
    owner varchar,
    enterprise varchar,
    project_code varchar,
    content varchar,
    years varchar,
    planned_investment decimal(18,6),
    annual_plan decimal(18,6),
    prior_cumulative decimal(18,6),
    ytd_investment decimal(18,6),
    month_investment decimal(18,6),
    progress varchar,
    paper_approval varchar,
    paper_land varchar,
    paper_environment varchar,
    paper_energy varchar,
    paper_planning varchar,
    paper_construction varchar,
    planned_start varchar,
    actual_start varchar,
    planned_end varchar,
    state varchar,
    problem varchar,
    blocked_by varchar,
    coordination varchar,
    responsible varchar,
    sponsor varchar,
    category varchar,
    direction varchar,
    industry varchar,
    new_output decimal(18,6),
    new_tax decimal(18,6),
    new_jobs decimal(18,6),
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table project_ledger is '重点技改项目调度台账';
comment on column project_ledger.project is '项目标识(属地|名称)';
comment on column project_ledger.period is '报告期';
comment on column project_ledger.unit is '属地';
comment on column project_ledger.name is '项目名称';
comment on column project_ledger.owner is '单位';
comment on column project_ledger.enterprise is '统一社会信用代码';
comment on column project_ledger.project_code is '项目代码';
comment on column project_ledger.content is '建设内容';
comment on column project_ledger.years is '起止年限';
comment on column project_ledger.planned_investment is '总投资(万元)';
comment on column project_ledger.annual_plan is '年度计划(万元)';
comment on column project_ledger.prior_cumulative is '至上年底累计(万元)';
comment on column project_ledger.ytd_investment is '本年完成(万元)';
comment on column project_ledger.month_investment is '本月完成(万元)';
comment on column project_ledger.progress is '形象进度';
comment on column project_ledger.paper_approval is '立项';
comment on column project_ledger.paper_land is '用地';
comment on column project_ledger.paper_environment is '环评';
comment on column project_ledger.paper_energy is '能评';
comment on column project_ledger.paper_planning is '规划';
comment on column project_ledger.paper_construction is '施工许可';
comment on column project_ledger.planned_start is '计划开工';
comment on column project_ledger.actual_start is '实际开工';
comment on column project_ledger.planned_end is '计划竣工';
comment on column project_ledger.state is '清单: 续建/新开工/谋划/竣工';
comment on column project_ledger.problem is '存在问题';
comment on column project_ledger.blocked_by is '卡在哪';
comment on column project_ledger.coordination is '需协调事项';
comment on column project_ledger.responsible is '责任单位';
comment on column project_ledger.sponsor is '包保领导';
comment on column project_ledger.category is '目录类别';
comment on column project_ledger.direction is '改造方向';
comment on column project_ledger.industry is '行业';
comment on column project_ledger.new_output is '达产新增产值(万元)';
comment on column project_ledger.new_tax is '达产新增税收(万元)';
comment on column project_ledger.new_jobs is '新增就业(人)';
comment on column project_ledger.file_id is '来源文件序号';
comment on column project_ledger.sheet is '来源工作表';
comment on column project_ledger.row_no is '来源行号(从1起)';
