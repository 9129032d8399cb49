-- 一行 = 一户企业用过的一个名称（现名、名录和培育库里的旧名、曾用名）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

own_register as (
    select enterprise, name, former_name
    from register
    where ($city is null or unit in (select code from in_city))
),

own_list as (
    select enterprise, name, former_name
    from enterprise
    where ($city is null or unit in (select code from in_city))
),

own_pool as (
    select enterprise, name
    from candidate
    where enterprise is not null
        and ($city is null or coalesce(unit, reported_by) in (select code from in_city))
),

used as (
    select enterprise, name from own_register
    union
    select enterprise, name from own_list
    union
    select enterprise, name from own_pool
    union
    select enterprise, trim(unnest(string_split(former_name, '|'))) as name
    from own_register
    where former_name is not null
    union
    select enterprise, trim(unnest(string_split(former_name, '|'))) as name
    from own_list
    where former_name is not null
)

select
    u.enterprise,
    u.name,
    k.name as current_name,
    k.unit,
    k.industry
from used as u
join enterprise_known as k on k.enterprise = u.enterprise
where u.name != ''
order by u.enterprise, u.name;
