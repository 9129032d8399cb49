-- warning 户数不平：期末在库户数不等于期初加新增减退出（按县区，划入划出另计）
with months as (
    select period, lag(period) over (order by period) as former
    from (select distinct period from register)
),

county as (
    select
        u.code,
        case when u.kind = 'town' then u.parent else u.code end as county
    from unit as u
),

counted as (
    select r.period, c.county, count(*) as n
    from register as r
    join county as c on c.code = r.unit
    group by r.period, c.county
),

events as (
    select
        m.period,
        c.county,
        count(*) filter (where x.event = 'entry') as entries,
        count(*) filter (where x.event = 'exit') as exits
    from months as m
    join register_event as x on x.effective > m.former and x.effective <= m.period
    join county as c on c.code = x.unit
    where coalesce(x.result, '通过') = '通过'
    group by m.period, c.county
),

moved as (
    select m.period, c.county, count(*) as net
    from months as m
    join register as now on now.period = m.period
    join register as former on former.period = m.former and former.enterprise = now.enterprise
    join county as c on c.code = now.unit
    join county as old on old.code = former.unit and old.county != c.county
    group by m.period, c.county
),

moved_away as (
    select m.period, old.county, count(*) as net
    from months as m
    join register as now on now.period = m.period
    join register as former on former.period = m.former and former.enterprise = now.enterprise
    join county as c on c.code = now.unit
    join county as old on old.code = former.unit and old.county != c.county
    group by m.period, old.county
)

select
    m.period,
    now.county as unit,
    now.county as code,
    any_value(u.name) as name,
    format(
        '期初{}，新增{}，退出{}，划入{}，划出{}，期末应为{}，名录为{}',
        former.n,
        coalesce(any_value(e.entries), 0),
        coalesce(any_value(e.exits), 0),
        coalesce(any_value(i.net), 0),
        coalesce(any_value(o.net), 0),
        former.n + coalesce(any_value(e.entries), 0) - coalesce(any_value(e.exits), 0)
        + coalesce(any_value(i.net), 0) - coalesce(any_value(o.net), 0),
        now.n
    ) as detail,
    null::integer as file_id,
    null::varchar as sheet,
    null::integer as row_no,
    null::varchar as col
from months as m
join counted as now on now.period = m.period
join counted as former on former.period = m.former and former.county = now.county
left join events as e on e.period = m.period and e.county = now.county
left join moved as i on i.period = m.period and i.county = now.county
left join moved_away as o on o.period = m.period and o.county = now.county
left join unit as u on u.code = now.county
where exists (select 1 from register_event)
group by m.period, now.county, former.n, now.n
having now.n != former.n + coalesce(any_value(e.entries), 0) - coalesce(any_value(e.exits), 0)
    + coalesce(any_value(i.net), 0) - coalesce(any_value(o.net), 0);
