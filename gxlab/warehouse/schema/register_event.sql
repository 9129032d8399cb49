-- 一行 = 一户企业的一次进出
create table register_event (
    enterprise varchar,
    name varchar not null,
    unit varchar,
    event varchar not null,
    door varchar,
    effective varchar,
    credited_year integer,
    result varchar,
    reason varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table register_event is '入库与退库';
comment on column register_event.enterprise is '统一社会信用代码';
comment on column register_event.name is '名称';
comment on column register_event.unit is '所在统计单元';
comment on column register_event.event is 'entry/exit';
comment on column register_event.door is '小升规/转专业/再入统/月度新建; 退库为年度/年内';
comment on column register_event.effective is '生效期';
comment on column register_event.credited_year is '归属年度';
comment on column register_event.result is '通过/退回';
comment on column register_event.reason is '退回或退库原因';
comment on column register_event.file_id is '来源文件序号';
comment on column register_event.sheet is '来源工作表';
comment on column register_event.row_no is '来源行号(从1起)';
