-- warning 在库未报：名录在库的企业当期没有直报，分子和基数同时剔除并点名
with form_period as (
    select period
    from fact
    where subject = 'enterprise' and indicator = 'output' and span = 'ytd' and best
    group by period
)

select
    p.period,
    p.unit,
    p.enterprise as code,
    e.name,
    format('名录{}在库，{}没有报送产值', p.register_period, p.period) as detail,
    r.file_id,
    r.sheet,
    r.row_no,
    null::varchar as col
from population as p
join form_period as f on f.period = p.period
join register as r on r.enterprise = p.enterprise and r.period = p.register_period
left join enterprise_known as e on e.enterprise = p.enterprise
where not exists (
    select 1
    from fact as o
    where o.subject = 'enterprise'
        and o.code = p.enterprise
        and o.indicator = 'output'
        and o.period = p.period
        and o.value is not null
);
