-- 一行 = 一个电表户号的一段归属
create table meter (
    meter varchar not null,
    enterprise varchar not null,
    user_name varchar,
    valid_from date,
    valid_to date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table meter is '用电户号对照';
comment on column meter.meter is '户号';
comment on column meter.enterprise is '统一社会信用代码';
comment on column meter.user_name is '用户名称';
comment on column meter.valid_from is '起';
comment on column meter.valid_to is '止';
comment on column meter.file_id is '来源文件序号';
comment on column meter.sheet is '来源工作表';
comment on column meter.row_no is '来源行号(从1起)';
