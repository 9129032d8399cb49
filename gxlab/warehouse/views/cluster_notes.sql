-- 一行 = 一户企业一个报告期的一条增减原因（类别或说明）
select code, period, kind, text, author, file_id
from note
where subject = 'enterprise' and kind in ('原因类别', '原因') and period = $period
order by code, kind;
