-- warning 缺报：上一期报过同一张表的单位，本期没有报
with reported as (
    select distinct layout, period, split_part(coverage, '|', 1) as reporter
    from file
    where outcome = 'stored'
        and undone_by is null
        and scope = 'whole'
        and period is not null
        and split_part(coverage, '|', 1) != ''
        and status is not null
),

periods as (
    select layout, period, lag(period) over (partition by layout order by period) as former
    from (select distinct layout, period from reported)
)

select
    p.period,
    r.reporter as unit,
    r.reporter as code,
    u.name,
    format('{}：{}报过，{}没有', p.layout, p.former, p.period) as detail,
    null::integer as file_id,
    null::varchar as sheet,
    null::integer as row_no,
    null::varchar as col
from periods as p
join reported as r on r.layout = p.layout and r.period = p.former
left join unit as u on u.code = r.reporter
where not exists (
    select 1
    from reported as now
    where now.layout = p.layout and now.period = p.period and now.reporter = r.reporter
)
-- Returns may move between levels: a county's towns, or the whole city, take the county's place.
and not exists (
    select 1
    from reported as other
    join unit as o on o.code = other.reporter
    where other.layout = p.layout
        and other.period = p.period
        and (o.parent = r.reporter or o.code = u.parent)
);
