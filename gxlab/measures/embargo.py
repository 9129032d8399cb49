"""未公布不外传: a reading has a day of release (发布日) or none; none goes outward before its day.

The day comes with the file, from the calendar its layout declares. Readings the bureau collects
itself (直报、台账) have none; they stay in until the office names the day of the next month from
which they may go out (rule ``disclosure_release_day``). Lists of its own (units, clusters, targets,
decisions) hold no readings and have no such day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

OWN_DAY = "disclosure_release_day"
"""The office's rule for readings without a calendar; "未设": such readings never go out."""


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
    own = desk.policy(OWN_DAY)
    found = [
        Unreleased(
            PurePosixPath(row["path"]).name,
            row["source_kind"],
            row["period"],
            row["release_date"] or _own_day(row["period"], own),
        )
        for row in rows
    ]
    return [one for one in found if one.release_date is None or one.release_date > on]


def _own_day(period: str | None, day: str) -> date | None:
    """The day of the month after a reading's own, as the office has ruled; None: it has not."""
    if period is None or not day.isdecimal() or int(day) < 1:
        return None
    last = Period.parse(period).shift(1).last_day
    return last.replace(day=min(int(day), last.day))


def refusal(found: list[Unreleased], most: int = 5) -> str:
    """Why an outward edition is refused, naming the readings; "" where nothing is held back."""
    if not found:
        return ""
    named = "、".join(one.text for one in found[:most])
    more = f"等{len(found)}个文件" if len(found) > most else ""
    own = any(one.release_date is None for one in found)
    rule = f"；本局收集的读数何日可以对外，用规则参数 {OWN_DAY} 写明" if own else ""
    return f"含有未公布的读数，不得对外：{named}{more}。请等到发布日，或改用已公布的数据{rule}。"
