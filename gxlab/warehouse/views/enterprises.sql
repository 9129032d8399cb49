-- 一行 = 一户企业（多市的快照里：曾在本市名录或现属本市的）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

own_firm as (
    select *
    from enterprise_known
    where ($city is null or unit in (select code from in_city))
),

-- 迁出的很少，先并成一个列表：照列表找，不必把半个国家的企业排进哈希表
moved_away as (
    select list(enterprise) as codes
    from (
        select enterprise from population where unit in (select code from in_city)
        except
        select enterprise from own_firm
    )
)

select enterprise, name, former_name, unit, industry, holding
from own_firm
union all
select enterprise, name, former_name, unit, industry, holding
from enterprise_known
where $city is not null and enterprise in (select unnest(codes) from moved_away)
order by enterprise;
