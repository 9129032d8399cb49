-- 一行 = 企业随表填报的增减原因
select code as enterprise, kind, text, file_id
from note
where subject = 'enterprise' and period = $period and kind in ('原因类别', '原因')
order by code, kind, text;
