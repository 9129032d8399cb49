-- 一行 = 一户企业一期直报中因数量级异常暂不参加汇总的一行
select
    h.problem_id, h.code, e.unit, h.period, e.name, h.indicator,
    cast(h.value as double) as value, cast(h.usual as double) as usual,
    f.path, h.sheet, h.row_no, h.col
from held as h
join file as f on f.file_id = h.file_id
left join enterprise_known as e on e.enterprise = h.code
where h.period = $period
order by h.code;
