-- 一行 = 解析好的一个读数，按对象、指标、单位、报告期排列：读一地的一个指标不必打开别的行组。
-- 企业读数的 unit 补为该企业当期所在单元，不在名录的补为其现属单元
create table snap.fact as
select f.* replace (coalesce(f.unit, p.unit, e.unit) as unit)
from resolving_fact as f
left join snap.population as p
    on f.subject = 'enterprise' and p.enterprise = f.code and p.period = f.period
left join snap.enterprise_known as e on f.subject = 'enterprise' and e.enterprise = f.code
order by
    f.subject,
    f.indicator,
    coalesce(f.unit, p.unit, e.unit),
    case when f.subject = 'unit' then f.code end,
    f.period,
    f.code,
    f.span,
    f.scope,
    f.status;
drop table resolving_fact;
