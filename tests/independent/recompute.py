"""从工作簿独立重算页面上的每个数(不经产品任何代码),逐位比较.

python -m tests.independent.recompute 工作区 [页面.html …]
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.independent.bulletin import Bulletin
from tests.independent.cluster_revenue import Clusters
from tests.independent.cultivation import Cultivation
from tests.independent.inbox import Inbox
from tests.independent.overview import Overview
from tests.independent.page import Loose, Printed, read
from tests.independent.ref import Figure, NotCovered, Ref, parse
from tests.independent.renovation import Renovation
from tests.independent.rounding import mismatch, rank_in

Scene = Clusters | Renovation | Cultivation
SCENES: dict[str, type[Scene]] = {
    "cluster_revenue": Clusters,
    "technical_renovation": Renovation,
    "enterprise_cultivation": Cultivation,
    "monthly_overview": Overview,
    "target_bulletin": Bulletin,
}


@dataclass
class Result:
    """一张页面的核对结果."""

    page: Path
    figures: int = 0
    equal: int = 0
    different: list[str] = field(default_factory=list)
    uncovered: Counter[str] = field(default_factory=Counter)
    loose: list[Loose] = field(default_factory=list)

    def told(self) -> str:
        lines = [
            f"{self.page.parent.name}/{self.page.stem}: 带坐标的数{self.figures}个,"
            f"相等{self.equal}个,不等{len(self.different)}个,"
            f"未覆盖{sum(self.uncovered.values())}个,表内无坐标数字{len(self.loose)}处",
            *(f"  不等 {line}" for line in self.different),
            *(f"  未覆盖 {n}个 {what}" for what, n in sorted(self.uncovered.items())),
        ]
        return "\n".join(lines)


class Statistician:
    """把坐标交给各报告的算法."""

    def __init__(self, inbox: Inbox, report: str) -> None:
        self.inbox, self.report = inbox, report
        self._scenes: dict[tuple[str, str], Scene] = {}

    def scene(self, ref: Ref) -> Scene:
        if self.report not in SCENES:
            raise NotCovered(self.report)
        key = (ref.unit, ref.period)
        if key not in self._scenes:
            self._scenes[key] = SCENES[self.report](self.inbox, *key)
        return self._scenes[key]

    def figure(self, ref: Ref) -> Figure:
        return self.scene(ref).figure(ref)

    def rank(self, ref: Ref) -> int | None:
        """单元格里括号内的位次."""
        return self.scene(ref).rank(ref)


def check(page: Path, inbox: Inbox) -> Result:
    """一张页面."""
    printed, loose, metas = read(page)
    statistician = Statistician(inbox, metas["gxlab:report"])
    result = Result(page, figures=len(printed), loose=loose)
    for item in printed:
        _one(item, statistician, result)
    return result


def _one(item: Printed, statistician: Statistician, result: Result) -> None:
    ref = parse(item.ref)
    try:
        figure = statistician.figure(ref)
    except NotCovered as missing:
        result.uncovered[f"{ref.indicator} {ref.statistic} by {ref.by or '-'} ({missing})"] += 1
        return
    wrong = mismatch(figure.value, figure.measure, item)
    place = rank_in(item)[1]
    if place is not None and statistician.rank(ref) != place:
        wrong += f" 位次应为{statistician.rank(ref)},印了{place}"
    if wrong:
        near = f"{item.table} {item.row} {item.column}" if item.in_table else item.before[-20:]
        result.different.append(f"{item.ref}: {wrong} [{item.section} {near}]")
    else:
        result.equal += 1


def main(arguments: Iterable[str]) -> int:
    """命令行."""
    root, *pages = arguments
    inbox = Inbox(Path(root) / "data" / "inbox")
    found = [Path(p) for p in pages] or sorted(Path(root).glob("reports/*/internal/*/*.html"))
    results = [check(page, inbox) for page in found]
    for result in results:
        print(result.told())  # noqa: T201 — 这是给人看的脚本
    return 1 if any(r.different for r in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
