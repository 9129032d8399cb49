-- 一行 = 一户企业的一条变更说明：首次出现的名录月份及当时的名称、属地
select
    enterprise,
    remark,
    min(period) as period,
    arg_min(name, period) as name,
    arg_min(unit, period) as unit
from register
where remark is not null and period <= $until
group by enterprise, remark
order by enterprise, period, remark;
