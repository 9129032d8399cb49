-- 一行 = 一个统计单元的一段有效期
create table unit (
    code varchar not null,
    name varchar not null,
    parent varchar,
    kind varchar not null,
    in_county_total boolean,
    valid_from date,
    valid_to date,
    aliases varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table unit is '统计单元(市、县区、园区、镇街)';
comment on column unit.code is '代码';
comment on column unit.name is '名称';
comment on column unit.parent is '上级代码';
comment on column unit.kind is 'city/county/zone/town';
comment on column unit.in_county_total is '园区数据是否已含在县区内';
comment on column unit.valid_from is '起';
comment on column unit.valid_to is '止';
comment on column unit.aliases is '别名, 以|分隔';
comment on column unit.file_id is '来源文件序号';
comment on column unit.sheet is '来源工作表';
comment on column unit.row_no is '来源行号(从1起)';
