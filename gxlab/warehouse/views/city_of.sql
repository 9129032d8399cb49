-- 一行 = 所给单元（代码，其次名称、别名）所属的市，即没有上级的单元；只有一个市的快照不列
with recursive standing as (
    select *
    from unit
    where (valid_from is null or valid_from <= $on) and (valid_to is null or valid_to >= $on)
),

named as (
    select code, parent, code = $unit as by_code
    from standing
    where code = $unit
        or name = $unit
        or list_contains(string_split(coalesce(aliases, ''), '|'), $unit)
),

above as (
    select code, parent
    from named
    where by_code or not exists (select 1 from named as n where n.by_code)
    union
    select s.code, s.parent
    from standing as s
    join above as a on s.code = a.parent
)

select distinct code
from above
where coalesce(parent, '') = ''
    and (select count(distinct code) from unit where coalesce(parent, '') = '') > 1
order by code;
