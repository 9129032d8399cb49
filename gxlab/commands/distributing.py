"""Copies of a release for its readers (分发): pages, their other forms and indexes, no more."""

from __future__ import annotations

import zipfile
from pathlib import Path

from gxlab.batch import manifest
from gxlab.commands.faults import Impossible
from gxlab.workspace import Workspace

NO_AUDIT = "对外版须先通过数据安全审计，本版本没有这项审计，不能发布；请改用内部版。"
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
    if target.suffix == ".zip":
        _zip(pages, target)
    else:
        _copy(pages, target)
    return list(pages)


def _zip(pages: dict[str, Path], target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{target.name}.new")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, page in pages.items():
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, page.read_bytes())
    beside.replace(target)


def _copy(pages: dict[str, Path], target: Path) -> None:
    if target.exists() and any(target.iterdir()):
        raise Impossible(f"“{target}”不是空文件夹，请换一个位置，以免新旧混在一起。")
    for name, page in pages.items():
        manifest.put(target / name, page.read_bytes())
