-- 一行 = 一户企业 × 一份名录的运行状态（所给期间，只列不正常的）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
)

select enterprise, period, state
from register
where period >= $since and period <= $until and state is not null and state <> '正常'
    and ($city is null or unit in (select code from in_city))
order by enterprise, period;
