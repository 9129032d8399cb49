-- 一行 = 可以更正的一个数：自有台账、集群直报现行各行的一格；统计局、企业、税务、供电的数不在内
create or replace temp table correctable as
with ledger as (
    unpivot (
        select
            '重点技改项目调度表' as form, unit, project as key, name, project_code as other, period,
            planned_investment as "总投资",
            annual_plan as "年度计划投资",
            prior_cumulative as "至上年底累计完成投资",
            ytd_investment as "本年累计完成投资",
            month_investment as "本月完成投资",
            file_id, sheet, row_no
        from snap.project_ledger
    )
    on "总投资", "年度计划投资", "至上年底累计完成投资", "本年累计完成投资", "本月完成投资"
    into name item value value
),

benefit as (
    unpivot (
        select
            '项目达产效益' as form, unit, name as key, name, null::varchar as other, period,
            output_plan as "新增产值计划",
            output_actual as "新增产值实际",
            tax_plan as "新增税收计划",
            tax_actual as "新增税收实际",
            jobs_plan as "新增就业计划",
            jobs_actual as "新增就业实际",
            file_id, sheet, row_no
        from snap.project_benefit
    )
    on "新增产值计划", "新增产值实际", "新增税收计划", "新增税收实际", "新增就业计划", "新增就业实际"
    into name item value value
),

pool as (
    unpivot (
        select
            '规上工业企业培育库台账' as form, coalesce(unit, reported_by) as unit, candidate as key,
            name, enterprise as other, period,
            prior_year_revenue as "上年营业收入",
            invoice_ytd as "累计开票",
            file_id, sheet, row_no
        from snap.candidate
    )
    on "上年营业收入", "累计开票"
    into name item value value
),

reported as (
    select f.*, c.name
    from resolving_fact as f
    left join (
        select cluster, any_value(name order by name) as name
        from snap.industry_cluster
        group by cluster
    ) as c on c.cluster = f.code
    where f.subject = 'cluster' and f.source_kind = '集群直报'
),

labelled as (
    select * from (
        values
            ('cluster_revenue', '营业收入'),
            ('cluster_tax', '上缴税金'),
            ('cluster_employees', '从业人员'),
            ('cluster_leading_revenue', '龙头企业营业收入'),
            ('cluster_enterprises', '企业总数')
    ) as t (indicator, item)
),

clusters as (
    select
        '县域特色产业集群月报' as form, r.unit, r.code as key, r.name, null::varchar as other, r.period,
        r.file_id, r.sheet, r.row_no, l.item, r.value
    from reported as r
    join labelled as l on l.indicator = r.indicator
    where r.value is not null
    union all
    select
        '县域特色产业集群月报', r.unit, r.code, r.name, null, r.period,
        r.file_id, r.sheet, r.row_no, '营业收入上年同期', r.base
    from reported as r
    where r.indicator = 'cluster_revenue' and r.base is not null
)

select form, unit, key, name, other, period, item, value, file_id, sheet, row_no from ledger
union all by name
select form, unit, key, name, other, period, item, value, file_id, sheet, row_no from benefit
union all by name
select form, unit, key, name, other, period, item, value, file_id, sheet, row_no from pool
union all by name
select form, unit, key, name, other, period, item, value, file_id, sheet, row_no from clusters;
