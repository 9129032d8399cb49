-- 一行 = 一户企业 × 一个月末
create table register (
    enterprise varchar not null,
    period varchar not null,
    name varchar not null,
    former_name varchar,
    unit varchar not null,
    industry varchar,
    size varchar,
    door varchar,
    entered varchar,
    state varchar,
    remark varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table register is '规上工业名录';
comment on column register.enterprise is '统一社会信用代码';
comment on column register.period is '名录月份';
comment on column register.name is '名称';
comment on column register.former_name is '曾用名';
comment on column register.unit is '所在镇街或县区';
comment on column register.industry is '行业小类';
comment on column register.size is '规模';
comment on column register.door is '入库类型: 年度/月度/转专业/再入统';
comment on column register.entered is '入库期';
comment on column register.state is '状态: 正常/停产/筹建';
comment on column register.remark is '变更说明';
comment on column register.file_id is '来源文件序号';
comment on column register.sheet is '来源工作表';
comment on column register.row_no is '来源行号(从1起)';
