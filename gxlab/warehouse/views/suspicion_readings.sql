-- 一行 = 报告期 × 有读数的企业：本期、上期、上年同期各数，与自身近12个月的水平和比例
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

wanted as (
    select
        code, unit, period, indicator || '_' || span as reading, file_id, sheet, row_no,
        value_col, base_col, missing, cast(value as double) as value, cast(base as double) as base
    from fact
    where subject = 'enterprise'
        and best
        and indicator in ('output', 'revenue', 'profit', 'electricity', 'invoice_sales')
        and span in ('month', 'ytd')
        and period between $since and $period
        and ($city is null or unit in (select code from in_city))
),

wide as (
    select
        code,
        period,
        max(unit) as unit,
        cast(right(period, 2) as integer) as months,
        cast(left(period, 4) as integer) * 12 + cast(right(period, 2) as integer) as month_no,
        max(value) filter (where reading = 'output_month') as output_month,
        max(value) filter (where reading = 'output_ytd') as output,
        max(base) filter (where reading = 'output_ytd') as output_base,
        max(value) filter (where reading = 'revenue_ytd') as revenue,
        max(base) filter (where reading = 'revenue_ytd') as revenue_base,
        max(value) filter (where reading = 'profit_ytd') as profit,
        max(base) filter (where reading = 'profit_ytd') as profit_base,
        max(value) filter (where reading = 'electricity_month') as electricity_month,
        max(value) filter (where reading = 'electricity_ytd') as electricity,
        max(value) filter (where reading = 'invoice_sales_month') as invoice_month,
        max(value) filter (where reading = 'invoice_sales_ytd') as invoices,
        bool_or(missing = 'held') as held,
        max(file_id) filter (where reading in ('output_ytd', 'revenue_ytd')) as file_id,
        any_value(sheet order by reading) filter (where reading in ('output_ytd', 'revenue_ytd')) as sheet,
        max(row_no) filter (where reading in ('output_ytd', 'revenue_ytd')) as row_no,
        max(value_col) filter (where reading = 'output_month') as output_month_col,
        max(value_col) filter (where reading = 'output_ytd') as output_col,
        max(value_col) filter (where reading = 'revenue_ytd') as revenue_col,
        max(value_col) filter (where reading = 'profit_ytd') as profit_col,
        max(file_id) filter (where reading = 'invoice_sales_ytd') as invoice_file,
        max(sheet) filter (where reading = 'invoice_sales_ytd') as invoice_sheet,
        max(row_no) filter (where reading = 'invoice_sales_ytd') as invoice_row,
        max(value_col) filter (where reading = 'invoice_sales_ytd') as invoice_col
    from wanted
    group by code, period
),

reported as (
    select * from wide where output is not null or revenue is not null or held
),

-- 上期只认本年紧接着的一期；1月免报，2月起
followed as (
    select
        *,
        coalesce((lag(month_no) over this_year) = month_no - 1, false) as has_former,
        lag(period) over this_year as former_period,
        lag(output) over this_year as output_former,
        lag(output_month) over this_year as output_month_former,
        lag(revenue) over this_year as revenue_former,
        lag(profit) over this_year as profit_former,
        lag(electricity) over this_year as electricity_former,
        lag(invoices) over this_year as invoices_former,
        lag(file_id) over this_year as former_file,
        lag(sheet) over this_year as former_sheet,
        lag(row_no) over this_year as former_row
    from reported
    window this_year as (partition by code, left(period, 4) order by period)
),

-- 当月（2月为两个月的月均）：产值用所填本月数，营业收入、利润由两期累计相减
monthly as (
    select
        *,
        case when months = 2 then output / 2 else output_month end as output_m,
        case
            when months = 2 then revenue / 2
            when has_former then revenue - revenue_former
        end as revenue_m,
        case when months = 2 then profit / 2 when has_former then profit - profit_former end
            as profit_m,
        case when months = 2 then electricity / 2 else electricity_month end as electricity_m,
        case when months = 2 then invoices / 2 else invoice_month end as invoices_m,
        case when has_former then output - output_former - output_month end as gap,
        output / months as output_average,
        revenue / months as revenue_average
    from followed
),

compared as (
    select
        *,
        case when output_m > 0 and electricity_m > 0 then ln(output_m / electricity_m) end as power,
        case when revenue_m > 0 and invoices_m > 0 then ln(revenue_m / invoices_m) end as billed,
        case when revenue_m > 0 and output_m > 0 then ln(revenue_m / output_m) end as sold,
        case when output_m > 0 then ln(output_m) end as made,
        case when revenue_m > 0 then ln(revenue_m) end as earned
    from monthly
),

remembered as (
    select
        *,
        count(*) over past as readings,
        count(gap) over past as gaps,
        median(output_average) over past as output_usual,
        median(revenue_average) over past as revenue_usual,
        median(profit_m) over past as profit_usual,
        max(abs(gap) / nullif(output, 0)) over past as gap_usual,
        median(power) over past as power_usual,
        quantile_cont(power, 0.9) over past - quantile_cont(power, 0.1) over past as power_spread,
        median(billed) over past as billed_usual,
        quantile_cont(billed, 0.9) over past - quantile_cont(billed, 0.1) over past
            as billed_spread,
        median(sold) over past as sold_usual,
        quantile_cont(sold, 0.9) over past - quantile_cont(sold, 0.1) over past as sold_spread,
        median(made) over past as made_usual,
        quantile_cont(made, 0.9) over past - quantile_cont(made, 0.1) over past as made_spread,
        median(earned) over past as earned_usual,
        quantile_cont(earned, 0.9) over past - quantile_cont(earned, 0.1) over past
            as earned_spread
    from compared
    window past as (partition by code order by month_no rows between 13 preceding and 1 preceding)
)

select
    r.*,
    e.name,
    left(e.industry, 2) as industry,
    l.output as output_last_year,
    l.revenue as revenue_last_year,
    l.profit as profit_last_year,
    l.output_month as output_month_last_year,
    f.path,
    p.path as former_path,
    i.path as invoice_path
from remembered as r
left join wide as l
    on l.code = r.code
    and l.period = (cast(left($period, 4) as integer) - 1) || right($period, 3)
left join enterprise_known as e on e.enterprise = r.code
left join file as f on f.file_id = r.file_id
left join file as p on p.file_id = r.former_file
left join file as i on i.file_id = r.invoice_file
where r.period = $period
order by r.code;
