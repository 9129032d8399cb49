-- 一行 = 一户企业一期直报中数量级与自身历史相差百倍以上的一行：疑似计量单位错误，未经确认不参加汇总
create table snap.held as
with own_average as (
    select
        code,
        indicator,
        period,
        file_id,
        sheet,
        row_no,
        value_col,
        value,
        value / cast(right(period, 2) as integer) as monthly
    from resolving_fact
    where subject = 'enterprise'
        and indicator in ('revenue', 'output')
        and span = 'ytd'
        and best
        and status in ('预计', '快报')
        and value > 0
        and row_no is not null
),

compared as (
    select
        *,
        median(monthly) over (partition by code, indicator) as usual,
        count(*) over (partition by code, indicator) as readings
    from own_average
),

jumped as (
    select
        *,
        'P' || left(md5('magnitude|' || code || '|' || period || '|' || file_id || '|' || row_no), 10)
            as problem_id
    from compared
    where readings >= 3 and (monthly >= usual * 100 or monthly * 100 <= usual)
)

select
    j.problem_id,
    j.code,
    j.period,
    j.file_id,
    j.sheet,
    j.row_no,
    min(j.value_col) as col,
    arg_min(j.indicator, j.value_col) as indicator,
    arg_min(j.value, j.value_col) as value,
    arg_min(j.usual * cast(right(j.period, 2) as integer), j.value_col) as usual
from jumped as j
where not exists (select 1 from acceptance as a where a.problem_id = j.problem_id)
group by j.problem_id, j.code, j.period, j.file_id, j.sheet, j.row_no;
