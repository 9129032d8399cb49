-- warning 在库项目业主是房地产企业：项目行业为工业，须向统计机构核实
select
    p.period,
    p.unit,
    p.statistical_code as code,
    p.name,
    format('业主{}，项目行业{}', p.owner, p.industry) as detail,
    p.file_id,
    p.sheet,
    p.row_no,
    null::varchar as col
from project_register as p
where regexp_matches(p.owner, '房地产|置业')
    and try_cast(left(p.industry, 2) as integer) between 6 and 46;
