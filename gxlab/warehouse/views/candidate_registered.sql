-- 一行 = 一户已在名录的培育企业（代码变更的按现代码认；台账无代码的按名称认）
with successor as (
    select unnest(cast($old as varchar[])) as old_code, unnest(cast($new as varchar[])) as new_code
),

listed as (
    select
        c.candidate,
        c.name,
        coalesce(s.new_code, c.enterprise) as enterprise
    from candidate as c
    left join successor as s on s.old_code = c.enterprise
    where c.period = $ledger
)

select l.candidate, r.enterprise, r.unit, r.entered
from listed as l
join register as r on r.enterprise = l.enterprise and r.period = $register
union
select l.candidate, r.enterprise, r.unit, r.entered
from listed as l
join register as r on r.name = l.name and l.enterprise is null and r.period = $register
order by 1, 2;
