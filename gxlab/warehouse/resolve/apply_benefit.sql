-- 一行 = 达产效益表里有更正的一个项目：所列各栏换成更正后的数
create or replace table snap.project_benefit as
select t.* replace (
    coalesce(a.output_plan, t.output_plan) as output_plan,
    coalesce(a.output_actual, t.output_actual) as output_actual,
    coalesce(a.tax_plan, t.tax_plan) as tax_plan,
    coalesce(a.tax_actual, t.tax_actual) as tax_actual,
    coalesce(a.jobs_plan, t.jobs_plan) as jobs_plan,
    coalesce(a.jobs_actual, t.jobs_actual) as jobs_actual
)
from snap.project_benefit as t
left join (
    select
        source_file,
        source_sheet,
        source_row,
        max(becomes) filter (item = '新增产值计划') as output_plan,
        max(becomes) filter (item = '新增产值实际') as output_actual,
        max(becomes) filter (item = '新增税收计划') as tax_plan,
        max(becomes) filter (item = '新增税收实际') as tax_actual,
        max(becomes) filter (item = '新增就业计划') as jobs_plan,
        max(becomes) filter (item = '新增就业实际') as jobs_actual
    from snap.applied_correction
    where outcome = 'applied' and form = '项目达产效益'
    group by source_file, source_sheet, source_row
) as a
    on a.source_file = t.file_id
    and a.source_sheet is not distinct from t.sheet
    and a.source_row = t.row_no
order by t.rowid;
