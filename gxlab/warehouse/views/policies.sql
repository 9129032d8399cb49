-- 一行 = 一条规则的一段有效期
select policy, unit, value, valid_from, valid_to, source
from policy
order by policy, unit, valid_from;
