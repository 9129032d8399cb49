-- 一行 = 一户企业在培育库里一期的登记和来源行
select
    c.period,
    c.reported_by,
    c.pool,
    c.prior_year_revenue,
    c.invoice_ytd,
    c.production_start,
    c.paper_license,
    c.paper_profit,
    c.paper_application,
    c.paper_photo,
    c.paper_filing,
    c.state,
    c.helper,
    c.difficulty,
    c.file_id,
    s.path,
    c.sheet,
    c.row_no
from candidate as c
left join file as s on s.file_id = c.file_id
where c.period <= $until
    and (
        c.enterprise = $enterprise
        or c.candidate = $enterprise
        or c.candidate in (select unnest(cast($names as varchar[])))
    )
order by c.period, c.reported_by;
