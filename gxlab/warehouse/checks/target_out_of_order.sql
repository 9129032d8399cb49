-- warning 目标前后不合：分期计划不递增，或奋斗目标低于确保目标
with known as (
    select
        t.*,
        max(t.target) filter (t.tier = '确保') over (
            partition by t.unit, t.cluster, t.indicator, t.year, t.effective
        ) as floor_target
    from target as t
)

select
    k.year::varchar || '-12' as period,
    k.unit,
    k.indicator as code,
    u.name,
    case
        when k.tier = '奋斗' and k.target < k.floor_target
            then format('{}年奋斗目标{}低于确保目标{}', k.year, k.target, k.floor_target)
        else format('{}年{}的分期计划没有逐期递增', k.year, k.tier)
    end as detail,
    k.file_id,
    k.sheet,
    k.row_no,
    null::varchar as col
from known as k
left join unit as u on u.code = k.unit
where (k.tier = '奋斗' and k.target < k.floor_target)
    or (
        k.kind != 'rate'
        and (
            coalesce(k.plan_q1 > k.plan_h1, false)
            or coalesce(k.plan_h1 > k.plan_q3, false)
            or coalesce(k.plan_q3 > k.target, false)
        )
    );
