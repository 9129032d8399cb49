-- 一行 = 报告期 × 在统计范围内的企业：有名录的用不晚于该期的最近名录，没有任何名录的用有数据的全部企业
create table snap.population as
with fact_period as (
    select distinct period from resolving_fact where subject = 'enterprise'
    union
    select distinct period from snap.register
),

register_period as (
    select p.period, max(r.period) as register_period
    from fact_period as p
    join (select distinct period from snap.register) as r on r.period <= p.period
    group by p.period
),

listed as (
    select
        p.period, r.enterprise, r.unit, r.industry, r.door, r.entered, r.state, p.register_period
    from register_period as p
    join snap.register as r on r.period = p.register_period
),

unlisted as (
    select distinct
        f.period,
        f.code as enterprise,
        e.unit,
        e.industry,
        cast(null as varchar) as door,
        cast(null as varchar) as entered,
        cast(null as varchar) as state,
        cast(null as varchar) as register_period
    from resolving_fact as f
    join snap.enterprise as e on e.enterprise = f.code
    where f.subject = 'enterprise' and not exists (select 1 from snap.register)
)

select * from listed
union all
select * from unlisted
order by unit, period, enterprise;
