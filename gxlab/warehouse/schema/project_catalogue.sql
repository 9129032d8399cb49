-- 一行 = 目录中的一个项目
create table project_catalogue (
    year integer not null,
    catalogue varchar not null,
    position integer,
    name varchar not null,
    owner varchar,
    unit varchar,
    planned_investment decimal(18,6),
    annual_plan decimal(18,6),
    planned_start varchar,
    planned_end varchar,
    direction varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table project_catalogue is '重点技改项目目录';
comment on column project_catalogue.year is '年度';
comment on column project_catalogue.catalogue is '目录: 省导向/市百项';
comment on column project_catalogue.position is '序号';
comment on column project_catalogue.name is '项目';
comment on column project_catalogue.owner is '单位';
comment on column project_catalogue.unit is '属地';
comment on column project_catalogue.planned_investment is '总投资(万元)';
comment on column project_catalogue.annual_plan is '年度计划(万元)';
comment on column project_catalogue.planned_start is '计划开工';
comment on column project_catalogue.planned_end is '计划竣工';
comment on column project_catalogue.direction is '改造方向';
comment on column project_catalogue.file_id is '来源文件序号';
comment on column project_catalogue.sheet is '来源工作表';
comment on column project_catalogue.row_no is '来源行号(从1起)';
