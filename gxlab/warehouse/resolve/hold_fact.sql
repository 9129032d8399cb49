-- 一行 = 被暂扣的一行直报中的一个指标：本期数、基数退出汇总，原文留在观测表
update resolving_fact as f
set value = null, base = null, growth_pct = null, missing = 'held'
from snap.held as h
where f.subject = 'enterprise'
    and f.code = h.code
    and f.period = h.period
    and f.file_id = h.file_id;
