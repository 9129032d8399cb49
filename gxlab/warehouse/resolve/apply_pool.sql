-- 一行 = 培育库台账里有更正的一户：所列各栏换成更正后的数
create or replace table snap.candidate as
select t.* replace (
    coalesce(a.prior_year, t.prior_year_revenue) as prior_year_revenue,
    coalesce(a.invoices, t.invoice_ytd) as invoice_ytd
)
from snap.candidate as t
left join (
    select
        source_file,
        source_sheet,
        source_row,
        max(becomes) filter (item = '上年营业收入') as prior_year,
        max(becomes) filter (item = '累计开票') as invoices
    from snap.applied_correction
    where outcome = 'applied' and form = '规上工业企业培育库台账'
    group by source_file, source_sheet, source_row
) as a
    on a.source_file = t.file_id
    and a.source_sheet is not distinct from t.sheet
    and a.source_row = t.row_no
order by t.rowid;
