-- 一行 = 一个统计单元的一段有效期
select code, name, parent, kind, in_county_total, valid_from, valid_to, aliases
from unit
order by code, valid_from;
