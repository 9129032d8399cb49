-- 一行 = 一个现行有效的文件：未撤销、已入库，且没有被同版式、同状态、同范围的后到整套文件替换
create or replace view active_file as
select
    f.file_id,
    f.sequence,
    f.layout,
    f.status,
    f.source_kind,
    f.release_date,
    f.basis,
    list_position(['预计', '快报', '反馈', '最终'], f.status) as status_rank
from file as f
where f.outcome = 'stored'
    and f.undone_by is null
    and not exists (
        select 1
        from file as later
        where later.outcome = 'stored'
            and later.undone_by is null
            and later.layout = f.layout
            and later.status = f.status
            and later.scope = 'whole'
            and later.coverage is not distinct from f.coverage
            and (later.sequence, later.file_id) > (f.sequence, f.file_id)
    );
