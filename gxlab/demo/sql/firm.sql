-- 一行 = 一户企业：属地、行业、规模、增长、利润率、入库和退库的月份序号、集群；一座城市的企业只由种子和城市序号定
create temp table firm as
with industry as (
    select *
    from (
        values
        (0, '3451', '轴承', 1),
        (1, '3831', '电缆', 2),
        (2, '1419', '食品', 3),
        (3, '2451', '玩具', 4),
        (4, '3054', '玻璃', 5),
        (5, '2720', '药业', 6),
        (6, '1922', '箱包', 0),
        (7, '2926', '塑业', 0),
        (8, '3311', '钢构', 0),
        (9, '3670', '汽配', 0),
        (10, '2614', '化工', 0),
        (11, '3130', '钢铁', 0)
    ) as v (k, code, word, cluster)
),

drawn as (
    select
        c,
        j,
        cast(j * $counties // $enterprises as integer) as i,
        cast(j % 4 as integer) as t,
        (hash($seed, c, j, 'size') % 1000000) / 1e6 as size_draw,
        (hash($seed, c, j, 'growth') % 1000000) / 1e6 as growth_draw,
        (hash($seed, c, j, 'margin') % 1000000) / 1e6 as margin_draw,
        (hash($seed, c, j, 'door') % 1000000) / 1e6 as door_draw,
        cast(hash($seed, c, j, 'month') % $months as integer) as some_month,
        cast(hash($seed, c, j, 'industry') % 12 as integer) as k,
        cast(hash($seed, c, j, 'segment') % 4 as integer) as segment
    from range($cities) as a (c)
    cross join range($enterprises) as b (j)
)

select
    d.c,
    d.j,
    town.code as unit,
    town.parent as county,
    '91' || town.parent || 'MA' || printf('%07d', d.j) || 'X' as code,
    left(town.name, 6) || printf('%04d', d.j) || n.word || '有限公司' as name,
    n.code as industry,
    n.cluster,
    d.segment,
    200 * exp(6 * d.size_draw * d.size_draw) as level,
    0.45 * d.growth_draw - 0.18 as growth,
    0.16 * d.margin_draw - 0.04 as margin,
    case when d.door_draw < 0.03 then d.some_month else 0 end as first_month,
    case when d.door_draw > 0.98 then d.some_month else $months end as last_month,
    row_number() over (partition by d.c order by town.code, d.j) + 4 as row_no
from drawn as d
join industry as n on n.k = d.k
join place as town on town.c = d.c and town.i = d.i and town.t = d.t
order by town.code, d.j;
