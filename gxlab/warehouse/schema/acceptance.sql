-- 一行 = 一处问题的一次确认
create table acceptance (
    problem_id varchar not null,
    batch_id varchar not null,
    accepted_by varchar not null,
    reason varchar not null,
    accepted_at timestamp not null
);
comment on table acceptance is '问题确认';
comment on column acceptance.problem_id is '问题编号';
comment on column acceptance.batch_id is '批次号';
comment on column acceptance.accepted_by is '确认人';
comment on column acceptance.reason is '理由';
comment on column acceptance.accepted_at is '时间';
