-- 一行 = 企业当期累计用电量（户号合计）
select code as enterprise, value, base, file_id
from fact
where subject = 'enterprise'
    and indicator = 'electricity'
    and span = 'ytd'
    and period = $period
    and best
order by code;
