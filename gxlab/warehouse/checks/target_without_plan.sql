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
    -- A plan by quarters is made for the lower tier; the higher one goes by it.
    and not exists (
        select 1
        from target as p
        where p.unit is not distinct from t.unit
            and p.cluster is not distinct from t.cluster
            and p.indicator = t.indicator
            and p.year = t.year
            and coalesce(p.plan_q1, p.plan_h1, p.plan_q3) is not null
    );
