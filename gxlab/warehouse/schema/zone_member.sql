-- 一行 = 园区的一个成员
create table zone_member (
    zone varchar not null,
    member_kind varchar not null,
    member varchar not null,
    valid_from date,
    valid_to date,
    file_id integer not null,
    sheet varchar,
    row_no integer
);
comment on table zone_member is '园区成员(企业或镇街)';
comment on column zone_member.zone is '园区代码';
comment on column zone_member.member_kind is 'enterprise/town';
comment on column zone_member.member is '成员代码';
comment on column zone_member.valid_from is '起';
comment on column zone_member.valid_to is '止';
comment on column zone_member.file_id is '来源文件序号';
comment on column zone_member.sheet is '来源工作表';
comment on column zone_member.row_no is '来源行号(从1起)';
