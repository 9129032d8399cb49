-- 一行 = 一个单元：市、县、镇（市的代码以90起头，不与任何真实地区相同）
create temp table place as
with city as (
    select
        c,
        printf('%04d', 9000 + c) as prefix,
        '示例' || printf('%03d', c + 1) as called
    from range($cities) as t (c)
),

county as (
    select
        city.c,
        t.i,
        city.prefix || printf('%02d', t.i + 1) as code,
        city.called || '甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'[t.i + 1] as called,
        city.prefix || '00' as parent
    from city
    cross join range($counties) as t (i)
)

select
    c,
    null as i,
    null as t,
    prefix || '00' as code,
    called || '市' as name,
    null as parent,
    'city' as kind
from city
union all
select c, i, null, code, called || '县', parent, 'county'
from county
union all
select
    county.c,
    county.i,
    town.t,
    county.code || printf('%03d', 101 + town.t),
    county.called || ['东', '西', '南', '北'][town.t + 1] || '镇',
    county.code,
    'town'
from county
cross join range(4) as town (t);
