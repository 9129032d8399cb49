-- 一行 = 一个批次
insert into snap.batch by name
select 'B0001' as batch_id, timestamp '2026-01-01 00:00:00' as started_at, $command as command;
