-- warning 已在库仍在培育库：应移出培育库，不再计入测算
select
    c.period,
    c.reported_by as unit,
    c.candidate as code,
    c.name,
    format('{}报送，名录{}已在库', c.reported_by, r.period) as detail,
    c.file_id,
    c.sheet,
    c.row_no,
    null::varchar as col
from candidate as c
join register as r
    on r.enterprise = c.enterprise
    and r.period = (select max(period) from register as m where m.period <= c.period)
where coalesce(c.state, '') != '入库';
