-- 一行 = 一个统计单元
insert into snap.unit by name
select
    code,
    name,
    parent,
    kind,
    kind <> 'city' as in_county_total,
    date '2011-01-01' as valid_from,
    cast(c * $files + 1 as integer) as file_id,
    '统计单位' as sheet,
    cast(row_number() over (partition by c order by code) + 1 as integer) as row_no,
    '最终' as status,
    '本局台账' as source_kind
from place
order by code;
