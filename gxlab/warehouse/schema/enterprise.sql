-- 一行 = 一户企业
create table enterprise (
    enterprise varchar not null,
    name varchar not null,
    former_name varchar,
    unit varchar,
    industry varchar,
    holding varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table enterprise is '企业基本情况';
comment on column enterprise.enterprise is '统一社会信用代码或行业通用代码';
comment on column enterprise.name is '名称';
comment on column enterprise.former_name is '曾用名';
comment on column enterprise.unit is '所在统计单元';
comment on column enterprise.industry is '行业代码';
comment on column enterprise.holding is '所属集团, 空=自身';
comment on column enterprise.file_id is '来源文件序号';
comment on column enterprise.sheet is '来源工作表';
comment on column enterprise.row_no is '来源行号(从1起)';
