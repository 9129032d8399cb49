-- 一行 = 一处数值更正：所列文件里被更正的，和所列文件那几种表里没有采用的
with read_forms as (
    select distinct layout from file where file_id in (select unnest(cast($file_ids as integer[])))
),

formed as (
    select
        *,
        case form
            when '规上工业企业培育库台账' then 'w17_candidates'
            when '县域特色产业集群月报' then 'w08_cluster_report'
            else 'w12_ledger'
        end as layout
    from applied_correction
)

select
    c.form, c.place, c.unit, c.object, c.item, c.period, c.was, c.becomes, c.stored, c.outcome,
    c.reason, c.author, c.decided_on, c.file_id, c.source_file, c.source_sheet, c.source_row,
    s.path as source_path
from formed as c
left join file as s on s.file_id = c.source_file
where c.source_file in (select unnest(cast($file_ids as integer[])))
    or (c.outcome != 'applied' and c.layout in (select layout from read_forms))
order by c.form, c.unit, c.object, c.period, c.item;
