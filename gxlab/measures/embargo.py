"""未公布不外传: a reading has a day of release (发布日) or none; none goes outward before its day.

The day comes with the file, from the calendar its layout declares. Lists of the bureau's own
(units, clusters, targets, decisions) hold no readings and have no such day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from gxlab.warehouse.desk import Desk


@dataclass(frozen=True)
class Unreleased:
    """A file whose readings may not go outward yet (未公布); ``release_date`` None: it has none."""

    name: str
    source_kind: str
    period: str | None
    release_date: date | None

    @property
    def text(self) -> str:
        """As a refusal names it: “W03.xls”（统计反馈，2026-04，2026-05-27起可用）."""
        day = f"{self.release_date.isoformat()}起可用" if self.release_date else "没有发布日"
        return f"“{self.name}”（{'，'.join(p for p in (self.source_kind, self.period, day) if p)}）"


def unreleased(desk: Desk, file_ids: Iterable[int], on: date) -> list[Unreleased]:
    """Of the files behind an edition those with readings not released on a day, by name.

    ``file_ids``: the files that fed the edition (``desk.fed_by``, or those noted with it).
    """
    rows = desk.read("unreleased_files", file_ids=sorted(set(file_ids)), on=on).to_dicts()
    return [
        Unreleased(
            PurePosixPath(row["path"]).name, row["source_kind"], row["period"], row["release_date"]
        )
        for row in rows
    ]


def refusal(found: list[Unreleased], most: int = 5) -> str:
    """Why an outward edition is refused, naming the readings; "" where nothing is held back."""
    if not found:
        return ""
    named = "、".join(one.text for one in found[:most])
    more = f"等{len(found)}个文件" if len(found) > most else ""
    return f"含有未公布的读数，不得对外：{named}{more}。请等到发布日，或改用已公布的数据。"
