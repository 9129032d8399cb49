-- warning 两处所报相差整倍：同一企业同期同一指标，统计局分企业数与企业直报相差约10倍、1000倍或10000倍，疑似一处计量单位填错
with compared as (
    select
        f.*,
        d.value as direct,
        log10(cast(f.value as double) / cast(d.value as double)) as power
    from fact as f
    join fact as d
        on d.subject = 'enterprise'
        and d.code = f.code
        and d.indicator = f.indicator
        and d.period = f.period
        and d.span = f.span
        and d.scope is not distinct from f.scope
        and d.status = '快报'
    where f.subject = 'enterprise'
        and f.status = '反馈'
        and f.value > 0
        and d.value > 0
)

select
    c.period,
    e.unit,
    c.code,
    e.name,
    format(
        '{}：统计局分企业数{}，企业直报{}，相差约{}倍',
        c.indicator,
        c.value,
        c.direct,
        cast(cast(pow(10, abs(round(c.power))) as bigint) as varchar)
    ) as detail,
    c.file_id,
    c.sheet,
    c.row_no,
    c.value_col as col
from compared as c
left join enterprise_known as e on e.enterprise = c.code
-- Two readings of one quantity: what sets them apart beyond a few per cent is a power of ten.
where abs(round(c.power)) >= 1 and abs(c.power - round(c.power)) <= 0.08;
