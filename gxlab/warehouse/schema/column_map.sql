-- 一行 = 一个文件一张表的一列
create table column_map (
    file_id integer not null,
    sheet varchar not null,
    field varchar not null,
    col varchar not null
);
comment on table column_map is '字段与列号对照(溯源)';
comment on column column_map.file_id is '文件序号';
comment on column column_map.sheet is '工作表';
comment on column column_map.field is '字段';
comment on column column_map.col is '列号字母';
