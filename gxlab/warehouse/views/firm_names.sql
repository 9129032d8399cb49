-- 一行 = 一户企业用过的一个名称（现名、名录和培育库里的旧名、曾用名）
with used as (
    select enterprise, name from register
    union
    select enterprise, name from enterprise
    union
    select enterprise, name from candidate where enterprise is not null
    union
    select enterprise, trim(unnest(string_split(former_name, '|'))) as name
    from register
    where former_name is not null
    union
    select enterprise, trim(unnest(string_split(former_name, '|'))) as name
    from enterprise
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
