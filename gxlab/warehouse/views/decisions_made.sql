-- 一行 = 一个对象最近的一次人工判定（在所给日期以前作出的），到期的也在内
select
    object_kind,
    object_id,
    verdict,
    reason,
    author,
    decided_on,
    valid_until,
    file_id
from decision
where decided_on <= $on
qualify row_number() over (
    partition by object_kind, object_id order by decided_on desc, file_id desc
) = 1
order by object_kind, object_id;
