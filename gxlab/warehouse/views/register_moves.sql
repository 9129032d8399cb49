-- 一行 = 相邻两份名录之间有变动的一户：appeared 新列、gone 不再列、changed 属地或名称有变
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

own_register as (
    select *
    from register
    where period >= $since and period <= $until
        and ($city is null or unit in (select code from in_city))
),

list_period as (
    select
        period,
        lag(period) over (order by period) as former
    from (select distinct period from own_register)
),

later as (
    select
        p.former,
        r.period,
        r.enterprise,
        r.name,
        r.former_name as stated_former_name,
        r.unit,
        r.door,
        r.entered,
        r.remark,
        r.file_id
    from own_register as r
    join list_period as p on p.period = r.period and p.former is not null
),

earlier as (
    select
        p.period as next_period,
        r.period,
        r.enterprise,
        r.name,
        r.unit,
        r.file_id
    from own_register as r
    join list_period as p on p.former = r.period
)

select
    coalesce(n.period, b.next_period) as period,
    coalesce(n.former, b.period) as former,
    case
        when b.enterprise is null then 'appeared'
        when n.enterprise is null then 'gone'
        else 'changed'
    end as kind,
    coalesce(n.enterprise, b.enterprise) as enterprise,
    n.name,
    b.name as name_before,
    n.stated_former_name,
    b.unit as unit_before,
    n.unit as unit_after,
    n.door,
    n.entered,
    n.remark,
    coalesce(n.file_id, b.file_id) as file_id
from later as n
full join earlier as b on b.next_period = n.period and b.enterprise = n.enterprise
where b.enterprise is null
    or n.enterprise is null
    or b.unit <> n.unit
    or b.name <> n.name
order by 1, 3, 4;
