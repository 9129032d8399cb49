-- 一行 = 一种能认出单个企业或项目的写法
with written as (
    select enterprise as text, '企业代码' as kind from enterprise_known
    union all
    select name, '企业名称' from enterprise_known
    union all
    select former_name, '企业名称' from enterprise_known
    union all
    select name, '企业名称' from register
    union all
    select former_name, '企业名称' from register
    union all
    select old_enterprise, '企业代码' from enterprise_lineage
    union all
    select name, '企业名称' from register_event
    union all
    select name, '企业名称' from candidate
    union all
    select name, '企业名称' from taxpayer
    union all
    select user_name, '企业名称' from meter
    union all
    select meter, '用电户号' from meter
    union all
    select holding, '企业名称' from enterprise_known
    union all
    select owner, '项目单位' from project_ledger
    union all
    select owner, '项目单位' from project_register
    union all
    select owner, '项目单位' from filing
    union all
    select owner, '项目单位' from project_plan
    union all
    select owner, '项目单位' from project_catalogue
    union all
    select owner, '项目单位' from project_benefit
    union all
    select name, '项目名称' from project_ledger
    union all
    select name, '项目名称' from project_register
    union all
    select name, '项目名称' from filing
    union all
    select name, '项目名称' from project_plan
    union all
    select name, '项目名称' from project_catalogue
    union all
    select name, '项目名称' from project_benefit
    union all
    select project_code, '项目代码' from project_ledger
    union all
    select project_code, '项目代码' from project_register
    union all
    select statistical_code, '项目代码' from project_register
    union all
    select project_code, '项目代码' from filing
    union all
    select place, '建设地点' from filing where regexp_matches(place, '[0-9路号]')
)

select trim(text) as text, min(kind) as kind
from written
where trim(text) != ''
group by trim(text)
order by text;
