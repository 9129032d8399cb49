"""Whether an edition still stands (是否需要重做), told with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
    "release": "发布数据有变化",
}


@dataclass(frozen=True)
class Reason:
    """Why an edition must be made (重做的原因), in words.

    ``reads``: the noted reads whose rows have changed since ``snapshot``, where that is the only
    reason; whether they change what the edition says is another question.
    """

    text: str
    reads: tuple[str, ...] = ()
    snapshot: str = ""


def reason_to_build(
    planned: Planned, entry: Mapping[str, Any] | None, page: Path, desk: Desk
) -> Reason | None:
    """Why the edition must be made; None where the one that stands is right.

    ``entry`` is what the manifest says of the edition, ``page`` where its page should be.
    """
    if entry is None:
        return Reason("首次生成")
    if entry["outcome"] not in ("built", "unchanged"):
        return Reason("上次未生成")
    for name, told in _KEYS.items():
        if entry["key"].get(name) != planned.key.get(name):
            return Reason(told)
    if file_digest(page) != entry["html_sha256"]:
        return Reason("页面文件缺失或被改动")
    reads = entry["reads"]
    if entry.get("snapshot") == desk.snapshot:
        # A snapshot never changes, and its rules belong to the code; releases are signed beside it.
        reads = {key: digest for key, digest in reads.items() if key.startswith(f"{RELEASED}|")}
    changed = changed_reads(reads, desk)
    return Reason(_told(changed), changed, entry.get("snapshot", "")) if changed else None


def changed_reads(reads: Mapping[str, str], desk: Desk) -> tuple[str, ...]:
    """The noted reads whose rows are different on the desk's snapshot."""
    # The analyst's text and a prepared release are no tables; they have their place in the key.
    tables = {k: v for k, v in reads.items() if not k.startswith(("commentary|", "shared|"))}
    return tuple(key for key, digest in tables.items() if digest_now(desk, key) != digest)


def _told(changed: tuple[str, ...]) -> str:
    views = list(dict.fromkeys(key.partition("|")[0] for key in changed))
    if views == [RELEASED]:
        return "上期定稿有变化"
    more = "等" if len(views) > 3 else ""
    return f"数据有变化（{'、'.join(views[:3])}{more}）"
