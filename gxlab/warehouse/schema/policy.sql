-- 一行 = 一条规则的一段有效期
create table policy (
    policy varchar not null,
    unit varchar,
    value varchar not null,
    valid_from date,
    valid_to date,
    source varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table policy is '规则参数(有生效日期的参考数据)';
comment on column policy.policy is '规则';
comment on column policy.unit is '适用单元, 空=全部';
comment on column policy.value is '值';
comment on column policy.valid_from is '起';
comment on column policy.valid_to is '止';
comment on column policy.source is '依据';
comment on column policy.file_id is '来源文件序号';
comment on column policy.sheet is '来源工作表';
comment on column policy.row_no is '来源行号(从1起)';
