-- 一行 = 一个文件的一张工作表的单元格账：非空格数 = 入库 + 退回 + 略过 + 未申报
create table sheet_count (
    file_id integer not null,
    sheet varchar not null,
    cells integer not null,
    error_cells integer not null,
    formulas_without_value integer not null,
    stored integer not null,
    refused integer not null,
    ignored integer not null,
    undeclared integer not null
);
comment on table sheet_count is '单元格账';
comment on column sheet_count.file_id is '文件序号';
comment on column sheet_count.sheet is '工作表';
comment on column sheet_count.cells is '非空单元格数';
comment on column sheet_count.error_cells is '错误值单元格数';
comment on column sheet_count.formulas_without_value is '未计算的公式数';
comment on column sheet_count.stored is '入库格数';
comment on column sheet_count.refused is '退回格数';
comment on column sheet_count.ignored is '按版式略过格数';
comment on column sheet_count.undeclared is '版式未申报格数';
