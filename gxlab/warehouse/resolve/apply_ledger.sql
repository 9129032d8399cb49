-- 一行 = 调度表里有更正的一个项目：所列各栏换成更正后的数
create or replace table snap.project_ledger as
select t.* replace (
    coalesce(a.total, t.planned_investment) as planned_investment,
    coalesce(a.plan, t.annual_plan) as annual_plan,
    coalesce(a.prior, t.prior_cumulative) as prior_cumulative,
    coalesce(a.ytd, t.ytd_investment) as ytd_investment,
    coalesce(a.month, t.month_investment) as month_investment
)
from snap.project_ledger as t
left join (
    select
        source_file,
        source_sheet,
        source_row,
        max(becomes) filter (item = '总投资') as total,
        max(becomes) filter (item = '年度计划投资') as plan,
        max(becomes) filter (item = '至上年底累计完成投资') as prior,
        max(becomes) filter (item = '本年累计完成投资') as ytd,
        max(becomes) filter (item = '本月完成投资') as month
    from snap.applied_correction
    where outcome = 'applied' and form = '重点技改项目调度表'
    group by source_file, source_sheet, source_row
) as a
    on a.source_file = t.file_id
    and a.source_sheet is not distinct from t.sheet
    and a.source_row = t.row_no
order by t.rowid;
