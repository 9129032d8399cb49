-- warning 开票过规模线而不在名录：本年累计或上年全年过线；未见用电的多为商贸开票，核实前不得认定为达规未入统
with line as (
    select max(cast(value as decimal(18, 6))) as revenue
    from policy
    where policy = 'above_scale_threshold'
),

register_of as (
    select i.period, max(r.period) as register_period
    from (select distinct period from fact where indicator = 'invoice_sales') as i
    join (select distinct period from register) as r on r.period <= i.period
    group by i.period
)

select
    i.period,
    e.unit,
    i.code,
    -- Firms outside every list of ours are known by the name on the tax bureau's.
    coalesce(e.name, t.name) as name,
    format(
        '累计开票{}万元，上年全年{}万元，{}',
        i.value,
        coalesce(cast(cast(y.value as double) as varchar), '—'),
        case when coalesce(p.value, 0) > 0 then '有用电' else '没有用电' end
    ) as detail,
    i.file_id,
    i.sheet,
    i.row_no,
    i.value_col as col
from fact as i
join register_of as m on m.period = i.period
left join fact as p
    on p.subject = 'enterprise'
    and p.code = i.code
    and p.indicator = 'electricity'
    and p.span = 'ytd'
    and p.period = i.period
    and p.best
left join fact as y
    on y.subject = 'enterprise'
    and y.code = i.code
    and y.indicator = 'invoice_sales'
    and y.span = 'year'
    and y.period = strftime(cast(i.period || '-01' as date) - interval 1 year, '%Y-%m')
    and y.best
left join enterprise_known as e on e.enterprise = i.code
left join taxpayer as t on t.enterprise = i.code
where i.subject = 'enterprise'
    and i.indicator = 'invoice_sales'
    and i.span = 'ytd'
    and i.best
    and greatest(i.value, coalesce(y.value, 0)) >= (select revenue from line)
    and not exists (
        select 1 from register as r where r.enterprise = i.code and r.period = m.register_period
    );
