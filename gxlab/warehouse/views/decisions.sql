-- 一行 = 一次在所给日期有效的人工判定
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
where decided_on <= $on and (valid_until is null or valid_until >= $on)
order by object_kind, object_id, decided_on;
