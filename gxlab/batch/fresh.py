"""Whether an edition still stands (是否需要重做), told with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from gxlab.batch.manifest import file_digest
from gxlab.batch.plan import Planned
from gxlab.warehouse.desk import RELEASED, Desk, digest_now

_KEYS = {
    "notebook": "笔记本有改动",
    "parameters": "参数有改动",
    "commentary": "情况说明有改动",
    "code": "程序有改动",
    "libraries": "运行环境有改动",
}


def reason_to_build(
    planned: Planned, entry: Mapping[str, Any] | None, page: Path, desk: Desk
) -> str | None:
    """Why the edition must be made, in words; None where the one that stands is right.

    ``entry`` is what the manifest says of the edition, ``page`` where its page should be.
    """
    if entry is None:
        return "首次生成"
    if entry["outcome"] not in ("built", "unchanged"):
        return "上次未生成"
    for name, told in _KEYS.items():
        if entry["key"].get(name) != planned.key[name]:
            return told
    if file_digest(page) != entry["html_sha256"]:
        return "页面文件缺失或被改动"
    return changed_read(entry["reads"], desk)


def changed_read(reads: Mapping[str, str], desk: Desk) -> str | None:
    """The first noted read whose rows are different on the desk's snapshot."""
    for key, digest in reads.items():
        # The analyst's text is no table; it has its place in the key.
        if not key.startswith("commentary|") and digest_now(desk, key) != digest:
            view = key.partition("|")[0]
            return "上期定稿有变化" if view == RELEASED else f"数据有变化（{view}）"
    return None
