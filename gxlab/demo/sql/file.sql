-- 一行 = 一座城市的一个文件：单元表、集群表，每月的名录、直报、反馈各一份
insert into snap.file by name
with form as (
    select
        kind,
        title,
        layout,
        status,
        source_kind,
        scope
    from (
        values
        (0, '规上工业名录', 'w04_register', '最终', '统计局反馈', 'whole'),
        (1, '规上企业直报', 'w06_enterprise_report', '快报', '企业直报', 'patch'),
        (2, '财务反馈', 'w03_finance', '反馈', '统计局反馈', 'whole')
    ) as v (kind, title, layout, status, source_kind, scope)
),

listed as (
    select c, 1 as number, '统计单位' as title, 'units' as layout, '最终' as status,
        '本局台账' as source_kind, 'whole' as scope, null as period
    from range($cities) as t (c)
    union all
    select c, 2, '集群清单', 'clusters', '最终', '本局台账', 'whole', null
    from range($cities) as t (c)
    union all
    select
        t.c, 3 + f.kind * $months + m.k, f.title, f.layout, f.status, f.source_kind, f.scope,
        m.period
    from range($cities) as t (c)
    cross join month as m
    cross join form as f
)

select
    cast(c * $files + number as integer) as file_id,
    cast(c * $files + number as integer) as sequence,
    'B0001' as batch_id,
    '示例' || printf('%03d', c + 1) || '市/' || title || coalesce('_' || period, '') || '.xlsx'
        as path,
    sha256(concat($seed, '|', c, '|', number)) as sha256,
    'stored' as outcome,
    layout,
    status,
    source_kind,
    scope,
    '|' || coalesce(period, '') as coverage,
    'delivered' as basis,
    period,
    0 as rows_read,
    0 as rows_stored,
    0 as rows_refused,
    0 as rows_ignored
from listed
order by file_id;
