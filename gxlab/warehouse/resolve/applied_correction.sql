-- 一行 = 一处数值更正及其下落：applied=已采用，stale=原数对不上，not_found=没有这个数，
-- ambiguous=不止一个；写回原数的更正已停用，不在内。来源行留在主库，不改
create table snap.applied_correction as
with asked as (
    select
        c.*,
        k.unit,
        k.key,
        k.name,
        k.value as stored,
        k.file_id as source_file,
        k.sheet as source_sheet,
        k.row_no as source_row
    from snap.figure_correction as c
    left join correctable as k
        on k.form = c.form
        and k.item = c.item
        and k.period = c.period
        and c.object in (k.key, k.name, k.other)
        and (
            c.place is null
            or c.place = k.unit
            or exists (select 1 from snap.unit as u where u.code = k.unit and u.name = c.place)
        )
    where c.was != c.becomes
),

counted as (
    select
        *,
        count(source_file) over asked_once as found,
        row_number() over (
            asked_once order by source_file, source_sheet, source_row
        ) as nth
    from asked
    window asked_once as (partition by form, place, object, item, period)
)

select
    * exclude (found, nth),
    case
        when found = 0 then 'not_found'
        when found > 1 then 'ambiguous'
        when stored != was then 'stale'
        else 'applied'
    end as outcome
from counted
where nth = 1
order by form, place, object, item, period;
