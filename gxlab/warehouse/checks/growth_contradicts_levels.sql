-- warning 增速与总量不符：填报增速不在本期、上年同期两个数四舍五入所能得到的范围内
with paired as (
    select
        f.*,
        coalesce(u.name, c.name) as name,
        (
            select max(size)
            from (select unnest([0.0001, 0.01, 0.1, 1, 10, 100, 1000]::decimal(18, 6)[]) as size)
            where f.value % size = 0 and f.base % size = 0
        ) as size
    from fact as f
    left join unit as u on f.subject = 'unit' and u.code = f.code
    left join (
        select cluster, any_value(name) as name from industry_cluster group by cluster
    ) as c on f.subject = 'cluster' and c.cluster = f.code
    where f.subject in ('unit', 'cluster', 'industry')
        and f.best
        and f.value is not null
        and f.base > 0
        and f.growth_pct is not null
),

corners as (
    select
        *,
        cast(value as double) as v,
        cast(base as double) as b,
        cast(size as double) / 2 as half
    from paired
),

bounds as (
    select
        *,
        least((v - half) / (b - half), (v - half) / (b + half)) * 100 - 100 as low,
        greatest((v + half) / (b - half), (v + half) / (b + half)) * 100 - 100 as high
    from corners
    where b > half
)

select
    b.period,
    coalesce(b.unit, b.code) as unit,
    b.code,
    b.name,
    format(
        '{}：填报增速{}%，按{}和{}计算为{}%',
        b.indicator, b.growth_pct, b.value, b.base,
        cast(round((b.v / b.b - 1) * 100, 2) as varchar)
    ) as detail,
    b.file_id,
    b.sheet,
    b.row_no,
    b.growth_col as col
from bounds as b
where b.growth_pct < b.low - 0.1 or b.growth_pct > b.high + 0.1;
