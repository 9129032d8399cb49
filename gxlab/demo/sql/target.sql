-- 一行 = 市、县 × 指标 × 年度 × 档的目标
insert into snap.target by name
select
    p.code as unit,
    v.indicator,
    y.year,
    v.tier,
    'rate' as kind,
    cast(v.target as decimal(18, 6)) as target,
    '运行监测科' as office,
    cast(p.c * $files + 1 as integer) as file_id,
    '目标' as sheet,
    cast(coalesce(p.i, -1) + 3 as integer) as row_no,
    '最终' as status,
    '本局台账' as source_kind
from place as p
cross join (select distinct year from month) as y
cross join (
    values
    ('revenue_growth', '确保', 6),
    ('revenue_growth', '奋斗', 8),
    ('value_added_growth', '确保', 6),
    ('value_added_growth', '奋斗', 7)
) as v (indicator, tier, target)
where p.kind <> 'town'
order by unit, indicator, year, tier;
