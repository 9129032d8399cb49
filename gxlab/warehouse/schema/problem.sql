-- 一行 = 一处问题
create table problem (
    problem_id varchar not null,
    file_id integer not null,
    sheet varchar,
    cell varchar,
    rule varchar not null,
    severity varchar not null,
    text varchar not null,
    raw varchar
);
comment on table problem is '导入时发现的问题';
comment on column problem.problem_id is '问题编号';
comment on column problem.file_id is '文件序号';
comment on column problem.sheet is '工作表';
comment on column problem.cell is '单元格';
comment on column problem.rule is '规则';
comment on column problem.severity is 'error=退回, warning=提示';
comment on column problem.text is '说明';
comment on column problem.raw is '原文';
