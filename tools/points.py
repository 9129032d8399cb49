"""要点对照: the key points of three demo units beside paragraphs of real work plans.

``python -m tools.points WORKSPACE`` writes docs/要点对照.md from a workspace that holds the demo
city with its defaults; ``--check`` only says whether the page is stale.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from gxlab.measures.renovation import renovation
from gxlab.reference.periods import Period
from gxlab.show import cluster_page, cultivation_page, renovation_points
from gxlab.show.objects import Sentences
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import current
from gxlab.workspace import find_workspace
from tools.lockfile import ROOT

PAGE = ROOT / "docs" / "要点对照.md"
PERIOD = Period(2026, 5)
REPORTS: dict[str, tuple[str, Callable[[Desk], Sentences]]] = {
    "cluster_revenue": (
        "集群营收",
        lambda desk: cluster_page.key_points(cluster_page.open_edition(desk)),
    ),
    "technical_renovation": (
        "技改投资",
        lambda desk: renovation_points.key_points(renovation(desk)),
    ),
    "enterprise_cultivation": (
        "规上培育",
        lambda desk: cultivation_page.key_points(cultivation_page.open_edition(desk)),
    ),
}
HEAD = """<!-- 本页由 python -m tools.points 工作区 生成，段落摘录见 tools/plan_paragraphs.toml -->

# 要点对照

左边是示范城市（演示数据，2026年1—5月）三个单位的要点，一字未改；右边是五份公开工作计划里内容
对应的段落（编号为 000—004，数字在发布时已隐去）。计划说的是做什么、到了哪里，要点给的是同一件事
的数和方向。单位之间只在事实相同时句式才相同，怎样取舍见 `docs/decisions/0011-key-points.md`。
"""


def points(desk: Desk) -> dict[str, Sentences]:
    """要点 of every report for the desk's unit and period."""
    return {name: make(desk) for name, (_, make) in REPORTS.items()}


def page(desk: Desk) -> str:
    """The whole page, from a desk on the demo city."""
    rows = tomllib.loads((ROOT / "tools" / "plan_paragraphs.toml").read_text(encoding="utf-8"))[
        "row"
    ]
    units = list(dict.fromkeys(row["unit"] for row in rows))
    return HEAD + "".join(_unit(desk.at(unit=unit), rows) for unit in units)


def _unit(desk: Desk, rows: list[dict[str, Any]]) -> str:
    told = points(desk)
    parts = [f"\n## {desk.unit.name}\n"]
    for name, (title, _) in REPORTS.items():
        beside = [r for r in rows if r["unit"] == desk.unit.code and r["report"] == name]
        parts.append(f"\n### {title}\n\n| 要点 | 工作计划的对应段落 |\n| --- | --- |\n")
        parts.append("".join(_lines([s.text for s in told[name].items], beside)))
    return "".join(parts)


def _lines(said: list[str], beside: list[dict[str, Any]]) -> Iterator[str]:
    plans = [f"计划{r['plan']}第{r['paragraph']}段：{r['text']}" for r in beside]
    for number in range(max(len(said), len(plans))):
        left = said[number] if number < len(said) else ""
        right = plans[number] if number < len(plans) else ""
        yield f"| {_cell(left)} | {_cell(right)} |\n"


def _cell(text: str) -> str:
    """A bar would end the cell, an asterisk hides a figure and is no emphasis."""
    return text.replace("|", "\\|").replace("*", "\\*")


def main() -> int:
    """Write the page, or with --check say whether it is stale (1 if so)."""
    given = [a for a in sys.argv[1:] if not a.startswith("--")]
    workspace = find_workspace(Path(given[0]) if given else None)
    text = page(open_desk(current(workspace.warehouse), None, PERIOD))
    fresh = PAGE.is_file() and PAGE.read_text("utf-8") == text
    if "--check" in sys.argv[1:]:
        print("docs/要点对照.md " + ("与示范城市相符" if fresh else "已过时，请重新生成"))
        return 0 if fresh else 1
    PAGE.write_text(text, "utf-8")
    print("已写 docs/要点对照.md")
    return 0


if __name__ == "__main__":
    sys.exit(main())
