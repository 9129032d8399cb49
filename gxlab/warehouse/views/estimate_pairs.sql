-- 一行 = 单元 × 指标 × 报告期：上报的预计增速与统计反馈增速（未反馈的为空）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

rates as (
    select
        code,
        indicator,
        period,
        status,
        file_id,
        case when right(indicator, 7) = '_growth' then value else growth_pct end as rate
    from fact
    where subject = 'unit' and span = 'ytd'
        and indicator in (select unnest(cast($indicators as varchar[])))
        and ($city is null or code in (select code from in_city))
),

fed_back as (
    select code, indicator, period, max(rate) as rate
    from rates
    where status in ('反馈', '最终')
    group by code, indicator, period
)

select
    e.code,
    e.indicator,
    e.period,
    e.rate as estimated,
    f.rate as fed_back,
    e.file_id
from rates as e
left join fed_back as f
    on f.code = e.code and f.indicator = e.indicator and f.period = e.period
where e.status = '预计' and e.rate is not null
order by e.code, e.indicator, e.period;
