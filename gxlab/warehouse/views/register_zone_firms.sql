-- 一行 = 月末 × 园区 × 成员企业（代码变更的按现代码认成员）
with recursive in_city as (
    select cast($city as varchar) as code
    union
    select u.code
    from unit as u
    join in_city as above on u.parent = above.code
),

successor as (
    select unnest(cast($old as varchar[])) as old_code, unnest(cast($new as varchar[])) as new_code
),

listed as (
    select
        r.period,
        r.unit,
        coalesce(s.new_code, r.enterprise) as enterprise,
        last_day(cast(r.period || '-01' as date)) as month_end
    from register as r
    left join successor as s on s.old_code = r.enterprise
    where r.period >= $since and r.period <= $until
        and ($city is null or r.unit in (select code from in_city))
)

select distinct l.period, z.zone, l.enterprise
from listed as l
join zone_member as z
    on (
        (z.member_kind = 'enterprise' and z.member = l.enterprise)
        or (z.member_kind = 'town' and z.member = l.unit)
    )
    and (z.valid_from is null or z.valid_from <= l.month_end)
    and (z.valid_to is null or z.valid_to >= l.month_end)
order by l.period, z.zone, l.enterprise;
