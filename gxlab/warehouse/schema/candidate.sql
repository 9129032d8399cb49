-- 一行 = 一户培育企业 × 一个报告期 × 一个报送单位
create table candidate (
    candidate varchar not null,
    period varchar not null,
    reported_by varchar not null,
    name varchar not null,
    enterprise varchar,
    unit varchar,
    pool varchar,
    product varchar,
    prior_year_revenue decimal(18,6),
    invoice_ytd decimal(18,6),
    production_start varchar,
    filing_nature varchar,
    paper_license boolean,
    paper_profit boolean,
    paper_application boolean,
    paper_photo boolean,
    paper_filing boolean,
    state varchar,
    helper varchar,
    difficulty varchar,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table candidate is '升规培育库';
comment on column candidate.candidate is '统一社会信用代码, 无则名称';
comment on column candidate.period is '报告期';
comment on column candidate.reported_by is '报送镇街';
comment on column candidate.name is '企业';
comment on column candidate.enterprise is '统一社会信用代码';
comment on column candidate.unit is '属地';
comment on column candidate.pool is '池';
comment on column candidate.product is '主导产品';
comment on column candidate.prior_year_revenue is '上年营收(万元)';
comment on column candidate.invoice_ytd is '累计开票(万元)';
comment on column candidate.production_start is '投产日';
comment on column candidate.filing_nature is '备案性质';
comment on column candidate.paper_license is '营业执照';
comment on column candidate.paper_profit is '利润表';
comment on column candidate.paper_application is '纳税申报表';
comment on column candidate.paper_photo is '照片';
comment on column candidate.paper_filing is '备案证明';
comment on column candidate.state is '状态';
comment on column candidate.helper is '帮扶人';
comment on column candidate.difficulty is '困难';
comment on column candidate.file_id is '来源文件序号';
comment on column candidate.sheet is '来源工作表';
comment on column candidate.row_no is '来源行号(从1起)';
