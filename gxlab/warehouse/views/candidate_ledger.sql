-- 一行 = 一户培育企业 × 一个报送单位（所给月份）
select
    candidate,
    period,
    reported_by,
    name,
    enterprise,
    coalesce(unit, reported_by) as unit,
    pool,
    product,
    prior_year_revenue,
    invoice_ytd,
    production_start,
    filing_nature,
    paper_license,
    paper_profit,
    paper_application,
    paper_photo,
    paper_filing,
    state,
    helper,
    difficulty,
    file_id
from candidate
where period = $period
order by candidate, reported_by;
