-- warning 服务业单位的工业项目：按项目行业仍属工业，入库前须核实实际建设主体
select
    strftime(f.filed_on, '%Y-%m') as period,
    f.unit,
    f.project_code as code,
    f.name,
    format('单位{}，项目行业{}', f.owner, f.industry) as detail,
    f.file_id,
    f.sheet,
    f.row_no,
    null::varchar as col
from filing as f
where regexp_matches(f.owner, '仓储|物流|供应链|商贸|贸易|服务|物业|咨询|房地产|置业')
    and try_cast(left(f.industry, 2) as integer) between 6 and 46
    and coalesce(f.state, '') != '撤销';
