-- 一行 = 企业上年全年营业收入：年报优先，其次12月累计
select
    code as enterprise,
    max(value) filter (where span = 'year') as annual,
    max(value) filter (where span = 'ytd') as december,
    max(file_id) as file_id
from fact
where subject = 'enterprise'
    and indicator = 'revenue'
    and best
    and (
        (span = 'year' and left(period, 4) = left($december, 4))
        or (span = 'ytd' and period = $december)
    )
group by code
order by code;
