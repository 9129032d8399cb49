-- 一行 = 一条规则的一段有效期：产品自带的默认值，工作区自己的同名规则优先
insert into snap.policy by name
select d.policy, d.unit, d.value, d.valid_from, d.valid_to, d.source
from default_policy as d
where not exists (
    select 1
    from snap.policy as own
    where own.policy = d.policy
        and own.unit is not distinct from d.unit
        and own.valid_from is not distinct from d.valid_from
);
