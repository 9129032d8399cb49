"""Copies of a release for its readers (分发): pages, their other forms and indexes, no more."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

from gxlab.batch import manifest
from gxlab.commands.faults import Impossible
from gxlab.workspace import Workspace

# Every entry of a zip carries the same moment, so that the same pages give the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


def distribute(workspace: Workspace, period: str, audience: str, target: Path) -> list[str]:
    """Copy the pages of a release; returns their names in the copy. Raises Impossible."""
    folder = workspace.reports / period / audience
    entries = manifest.read(folder)
    if not entries:
        raise Impossible(f"{period}还没有内部版报告，请先用 gxlab report --period {period} 生成。")
    failed = sorted(e["html"] for e in entries.values() if e["outcome"] != "built")
    if failed:
        raise Impossible(
            f"有{len(failed)}期报告没有生成成功（如 {failed[0]}），请重新生成后再发布。"
        )
    endings = (".html", ".docx", ".xlsx")
    found = sorted(p for p in folder.rglob("*") if p.suffix in endings)
    pages = {p.relative_to(folder).as_posix(): p for p in found}
    put_together(pages, target)
    return list(pages)


def put_together(files: Mapping[str, Path | bytes], target: Path) -> None:
    """Lay the files of a copy down as a folder or a zip: all of them or none.

    ``files``: their bytes, or where these are read from.
    """
    refuse_mixing(target)
    beside = target.with_name(f".{target.name}.new")
    try:
        if target.suffix == ".zip":
            _zip(files, beside)
        else:
            _copy(files, beside)
            if target.exists():
                target.rmdir()
        beside.replace(target)
    finally:
        if beside.is_dir():
            shutil.rmtree(beside)
        beside.unlink(missing_ok=True)


def refuse_mixing(target: Path) -> None:
    """Raises Impossible where the copy would lie among other files."""
    if target.suffix != ".zip" and target.exists() and any(target.iterdir()):
        raise Impossible(f"“{target}”不是空文件夹，请换一个位置，以免新旧混在一起。")


def _zip(files: Mapping[str, Path | bytes], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _bytes(data))


def _copy(files: Mapping[str, Path | bytes], folder: Path) -> None:
    if folder.exists():
        shutil.rmtree(folder)
    for name, data in files.items():
        manifest.put(folder / name, _bytes(data))


def _bytes(data: Path | bytes) -> bytes:
    return data.read_bytes() if isinstance(data, Path) else data
