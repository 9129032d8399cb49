-- error 数值更正没有采用：更正单写的原数与现行入库数不符，或找不到、不止一个所指的数
select
    a.period,
    coalesce(a.unit, a.place) as unit,
    a.object as code,
    a.object as name,
    format(
        '{}：原数{}，更正为{}，现行入库数{}',
        a.item, a.was, a.becomes, coalesce(cast(a.stored as varchar), '无')
    ) as detail,
    a.file_id,
    a.sheet,
    a.row_no,
    m.col
from applied_correction as a
left join column_map as m on m.file_id = a.file_id and m.sheet = a.sheet and m.field = 'figure_correction.was'
where a.outcome != 'applied'
    and 'P' || left(md5(concat_ws('|', 'correction', a.form, a.place, a.object, a.item, a.period,
        a.was, a.becomes, a.outcome, a.stored)), 10)
    not in (select problem_id from acceptance);
