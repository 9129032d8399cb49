-- 一行 = 企业随表填报的增减原因
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select code as enterprise, kind, text, file_id
from note
where subject = 'enterprise' and period = $period and kind in ('原因类别', '原因')
    and ($city is null or code in (
        select enterprise
        from population
        where period = $period and unit in (select code from in_city)
    ))
order by code, kind, text;
