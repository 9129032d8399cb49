-- 一行 = 一次备案
create table filing (
    project_code varchar not null,
    name varchar not null,
    owner varchar,
    enterprise varchar,
    unit varchar,
    place varchar,
    project_type varchar,
    nature varchar,
    industry varchar,
    planned_investment decimal(18,6),
    content varchar,
    planned_start varchar,
    planned_end varchar,
    office varchar,
    filed_on date,
    state varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table filing is '在线平台备案项目';
comment on column filing.project_code is '项目代码';
comment on column filing.name is '项目名称';
comment on column filing.owner is '单位';
comment on column filing.enterprise is '统一社会信用代码';
comment on column filing.unit is '建设地点所属统计单元';
comment on column filing.place is '建设地点原文';
comment on column filing.project_type is '项目类型';
comment on column filing.nature is '建设性质';
comment on column filing.industry is '国标行业';
comment on column filing.planned_investment is '总投资(万元)';
comment on column filing.content is '建设内容';
comment on column filing.planned_start is '拟开工';
comment on column filing.planned_end is '拟建成';
comment on column filing.office is '备案机关';
comment on column filing.filed_on is '备案日期';
comment on column filing.state is '办结/变更/撤销';
comment on column filing.file_id is '来源文件序号';
comment on column filing.sheet is '来源工作表';
comment on column filing.row_no is '来源行号(从1起)';
