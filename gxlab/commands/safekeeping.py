"""A workspace's data on another disk (备份), and back again (由备份恢复).

What cannot be made again goes along: the tables as Parquet with their ledger, one folder a batch;
the archive of received files, the signed releases, commentary and the bureau's own lists. What is
there already with the same bytes is not copied twice. Snapshots and pages are made anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from gxlab.commands.data import places
from gxlab.commands.faults import Impossible, WrongUse
from gxlab.commands.session import NOT_ALL, OK, Reply
from gxlab.warehouse import commits, durable, parquet, recovery
from gxlab.warehouse.file_digests import file_sha256
from gxlab.warehouse.opening import writing
from gxlab.warehouse.recovery import NotEmpty
from gxlab.workspace import Workspace

TABLES = "tables"


def back_up(workspace: Workspace, folder: Path) -> Reply:
    """Write a backup beside those that are there. Raises Locked, DamagedWarehouse, NoRoom."""
    if folder.resolve().is_relative_to(workspace.warehouse.resolve()):
        raise WrongUse("备份不能写在主库的文件夹里，请写到另一个文件夹，最好是另一块磁盘。")
    with writing(workspace.warehouse) as store:
        batch = store.last_batch()
        if batch is None:
            raise Impossible("还没有导入任何数据，没有可备份的。")
        commits.tell(store)
        files = sum(_copied(source, folder / name) for name, source in _own(workspace))
        (folder / TABLES).mkdir(parents=True, exist_ok=True)
        kept = parquet.write(store, folder / TABLES / batch)
    data = {"path": str(folder), "batch": batch, "tables": kept.tables, "rows": kept.rows}
    told = (
        f"已备份到“{folder}”：批次 {batch} 的{kept.tables}张表、{kept.rows}行（Parquet），"
        f"另新抄{files}个文件；恢复用 gxlab restore --from。"
    )
    return Reply({**data, "files": files}, [told])


def bring_back(workspace: Workspace, source: Path) -> Reply:
    """Bring the newest backup of a folder back, or the one named. Raises DamagedBackup."""
    chosen = _chosen(source)
    try:
        done = recovery.load_backup(chosen, places(workspace))
    except NotEmpty as error:
        raise Impossible(str(error)) from None
    whole = chosen.parent.parent if chosen.parent.name == TABLES else None
    files = sum(_copied(whole / name, target) for name, target in _own(workspace)) if whole else 0
    data = {
        "restored": str(chosen),
        "snapshot": done.snapshot,
        "rebuilt": True,
        "differences": list(done.differences),
        "files": files,
    }
    told = f"已由备份“{chosen.name}”恢复，当前快照 {done.snapshot}，抄回{files}个文件。"
    return Reply(data, [told, *done.differences], NOT_ALL if done.differences else OK)


def _chosen(source: Path) -> Path:
    """The folder of Parquet files meant: the one named, else the newest whole one in it."""
    if (source / parquet.MANIFEST).is_file():
        return source
    found = sorted((source / TABLES).glob(f"B*/{parquet.MANIFEST}"))
    return found[-1].parent if found else source


def _own(workspace: Workspace) -> Iterator[tuple[str, Path]]:
    """What a bureau has written or received, by its name in a backup."""
    yield "raw", workspace.raw
    yield "releases", workspace.releases
    yield "commentary", workspace.commentary
    yield "reference", workspace.reference


def _copied(source: Path, target: Path) -> int:
    """Copy a folder's files that are not there with the same bytes; how many there were."""
    count = 0
    for path in sorted(p for p in source.rglob("*") if p.is_file()):
        place = target / path.relative_to(source)
        if place.is_file() and _same(path, place):
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        partial = place.with_name(f".{place.name}.partial")
        shutil.copyfile(path, partial)
        durable.put_in_place(partial, place)
        count += 1
    return count


def _same(one: Path, other: Path) -> bool:
    same_size = one.stat().st_size == other.stat().st_size
    return same_size and file_sha256(one) == file_sha256(other)
