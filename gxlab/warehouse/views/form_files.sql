-- 一行 = 现行的一份整套报表：哪个单位报了哪一期的哪张表（由谁报不分单位的，报送单位为空）
select distinct
    layout,
    period,
    nullif(split_part(coalesce(coverage, '|'), '|', 1), '') as reporter
from file
where outcome = 'stored' and undone_by is null and layout is not null and period is not null
order by layout, period, reporter;
