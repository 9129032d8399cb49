-- 一行 = 一处疑似计量单位错误，列入问题清单，确认后参加汇总
insert into snap.problem by name
select
    h.problem_id,
    h.file_id,
    h.sheet,
    h.col || h.row_no as cell,
    'magnitude_jump' as rule,
    'error' as severity,
    '文件“' || parse_filename(f.path) || '”工作表“' || h.sheet || '”' || h.col || h.row_no
        || '：本期累计数与该企业自身各期水平相差百倍以上，疑似计量单位填错，本行暂不参加汇总；'
        || '请核实后重报，确属实的用 gxlab accept 确认' as text,
    cast(h.value as varchar) as raw
from snap.held as h
join file as f on f.file_id = h.file_id;
