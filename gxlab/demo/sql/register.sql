-- 一行 = 一户企业 × 月末（所给的几座城市）
insert into snap.register by name
select
    f.code as enterprise,
    m.period,
    f.name,
    f.unit,
    f.industry,
    case when f.level > 20000 then '大型' when f.level > 2000 then '中型' else '小型' end as size,
    case when f.first_month > 0 then '月度' else '小升规' end as door,
    case
        when f.first_month = 0 then '2020-02'
        else (select b.period from month as b where b.k = f.first_month)
    end as entered,
    case when hash($seed, f.c, f.j, m.period, 'state') % 200 = 0 then '停产' else '正常' end
        as state,
    cast(f.c * $files + 3 + m.k as integer) as file_id,
    '名录' as sheet,
    cast(f.row_no as integer) as row_no,
    '最终' as status,
    '统计局反馈' as source_kind
from firm as f
cross join month as m
where f.c >= $first and f.c < $past and f.first_month <= m.k and m.k < f.last_month
order by f.unit, m.period, f.code;
