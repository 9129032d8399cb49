-- 一行 = 指标 × 镇街（或企业所在单元）：名录在库户数与已报户数
with measured as (
    select distinct indicator
    from fact
    where subject = 'enterprise' and period = $period and source_kind = '企业直报' and span = 'ytd'
)

select
    i.indicator,
    p.unit,
    count(*) as enterprises,
    count(*) filter (where exists (
        select 1
        from fact as f
        where f.subject = 'enterprise'
            and f.code = p.enterprise
            and f.indicator = i.indicator
            and f.period = p.period
            and f.span = 'ytd'
            and f.best
            and f.value is not null
    )) as reported
from population as p
cross join measured as i
where p.period = $period
group by i.indicator, p.unit
order by i.indicator, p.unit;
