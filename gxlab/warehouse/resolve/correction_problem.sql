-- 一行 = 一处没有采用的数值更正，点名到更正单的一行，列入问题清单
insert into snap.problem by name
with placed as (
    select
        a.*,
        coalesce(m.col, 'A') || a.row_no as cell,
        parse_filename(f.path) as file_name,
        a.object || '”' || a.period || '的“' || a.item as what
    from snap.applied_correction as a
    join file as f on f.file_id = a.file_id
    left join column_map as m
        on m.file_id = a.file_id and m.sheet = a.sheet and m.field = 'figure_correction.was'
    where a.outcome != 'applied'
)

select
    'P' || left(md5(concat_ws('|', 'correction', form, place, object, item, period, was, becomes,
        outcome, stored)), 10) as problem_id,
    file_id,
    sheet,
    cell,
    'correction_' || outcome as rule,
    'error' as severity,
    '文件“' || file_name || '”工作表“' || sheet || '”' || cell || '：'
        || case outcome
            when 'not_found' then form || '里没有“' || what || '”这个数，更正没有采用；'
                || '请核对属地、对象、栏目和报告期'
            when 'ambiguous' then form || '里的“' || what || '”不止一个，更正没有采用；'
                || '请写明属地或改写代码'
            else '“' || what || '”更正单写的原数是' || rtrim(rtrim(was::varchar, '0'), '.')
                || '，现行入库数是' || rtrim(rtrim(stored::varchar, '0'), '.')
                || '，对不上，更正没有采用；来源可能已重报，请核实后撤销或改写这处更正'
        end as text,
    was::varchar as raw
from placed;
