-- 一行 = 一户企业一个报告期的一条增减原因（类别或说明）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select code, period, kind, text, author, file_id
from note
where subject = 'enterprise' and kind in ('原因类别', '原因') and period = $period
    and ($city is null or code in (
        select enterprise
        from population
        where period = $period and unit in (select code from in_city)
    ))
order by code, kind;
