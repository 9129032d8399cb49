-- 一行 = 集群直报里有更正的一个读数：换成更正后的数，只动来源为集群直报的
update resolving_fact as f
set
    value = coalesce(a.value, f.value),
    base = coalesce(a.base, f.base)
from (
    select
        source_file,
        source_sheet,
        source_row,
        key,
        case item
            when '上缴税金' then 'cluster_tax'
            when '从业人员' then 'cluster_employees'
            when '龙头企业营业收入' then 'cluster_leading_revenue'
            when '企业总数' then 'cluster_enterprises'
            else 'cluster_revenue'
        end as indicator,
        max(becomes) filter (item != '营业收入上年同期') as value,
        max(becomes) filter (item = '营业收入上年同期') as base
    from snap.applied_correction
    where outcome = 'applied' and form = '县域特色产业集群月报'
    group by all
) as a
where f.subject = 'cluster'
    and f.source_kind = '集群直报'
    and f.code = a.key
    and f.indicator = a.indicator
    and f.file_id = a.source_file
    and f.sheet is not distinct from a.source_sheet
    and f.row_no = a.source_row;
