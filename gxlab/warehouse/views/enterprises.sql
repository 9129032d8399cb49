-- 一行 = 一户企业（多市的快照里：曾在本市名录或现属本市的）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

own_firm as (
    select enterprise from population where unit in (select code from in_city)
    union
    select enterprise from enterprise_known where unit in (select code from in_city)
)

select enterprise, name, former_name, unit, industry, holding
from enterprise_known
where $city is null or enterprise in (select enterprise from own_firm)
order by enterprise;
