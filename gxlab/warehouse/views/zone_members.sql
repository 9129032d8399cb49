-- 一行 = 园区的一个成员
select zone, member_kind, member, valid_from, valid_to
from zone_member
order by zone, member_kind, member, valid_from;
