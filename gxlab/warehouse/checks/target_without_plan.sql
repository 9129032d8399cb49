-- warning 有目标无分期计划：只能与序时进度比较，灯按序时评定
select
    t.year::varchar || '-12' as period,
    t.unit,
    t.indicator as code,
    u.name,
    format('{}年{}目标{}，没有季度计划', t.year, t.tier, t.target) as detail,
    t.file_id,
    t.sheet,
    t.row_no,
    null::varchar as col
from target as t
left join unit as u on u.code = t.unit
where t.target is not null
    and t.kind != 'rate'
    and t.plan_q1 is null
    and t.plan_h1 is null
    and t.plan_q3 is null;
