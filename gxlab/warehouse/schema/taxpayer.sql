-- 一行 = 一份开票清单上的一个纳税人
create table taxpayer (
    enterprise varchar,
    name varchar,
    office varchar,
    industry varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table taxpayer is '纳税人(开票清单上的名称,涉税,仅限内部)';
comment on column taxpayer.enterprise is '纳税人识别号';
comment on column taxpayer.name is '纳税人名称';
comment on column taxpayer.office is '主管税务分局';
comment on column taxpayer.industry is '行业(税务登记)';
comment on column taxpayer.file_id is '来源文件序号';
comment on column taxpayer.sheet is '来源工作表';
comment on column taxpayer.row_no is '来源行号(从1起)';
