"""重点技改项目调度表(W12)四种样式读成同样的行;金额一律万元.

小计、合计行不是项目;“同上”和上下合并的空格取上一行;表角写亿元的换算.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from tests.independent.workbooks import Cell, Grid, grid, number, table, text


@dataclass(frozen=True)
class Project:
    """台账里的一个项目."""

    county: str
    name: str
    owner: str
    code: str
    span: str
    total: Decimal
    plan: Decimal
    before: Decimal
    done: Decimal
    month: Decimal | None
    started: str
    state: str
    progress: str
    papers: tuple[str, ...]
    problem: str
    request: str
    office: str
    leader: str
    catalogue: str
    direction: str


_NAMES: dict[str, tuple[str, ...]] = {
    "name": ("项目名称",),
    "owner": ("建设单位", "项目单位"),
    "code": ("项目代码",),
    "span": ("起止年限", "建设年限"),
    "total": ("总投资", "计划总投资"),
    "plan": ("本年度计划投资", "{y}年计划投资"),
    "before": ("至上年底累计完成投资", "截至{p}年底完成投资"),
    "done": ("本年累计完成投资", "1—{n}月完成投资"),
    "month": ("本月完成投资", "{n}月完成投资"),
    "started": ("实际开工时间", "开工时间"),
    "state": ("建设状态", "状态"),
    "progress": ("形象进度", "工程形象进度"),
    "problem": ("存在问题", "问题"),
    "request": ("需协调事项", "需协调解决事项"),
    "office": ("责任单位",),
    "leader": ("包保领导",),
    "catalogue": ("目录类别", "项目类别"),
    "direction": ("改造方向",),
}
_PAPERS = ("立项", "用地", "环评", "能评", "规划", "施工许可")
_MONEY = ("total", "plan", "before", "done", "month")


def projects(root: Path, period: str) -> list[Project]:
    """一个月的全部台账项目:分县报送的合起来."""
    year, month = period.split("-")
    found: list[Project] = []
    for path in sorted((root / period).glob(f"重点技改项目调度表_{int(month)}月*.xlsx")):
        county = path.stem.split("_")[2] if path.stem.count("_") == 2 else ""
        found += _projects(path, county, int(year), int(month))
    return found


@lru_cache(maxsize=64)
def _projects(path: Path, county: str, year: int, month: int) -> tuple[Project, ...]:
    rows = table(path, "调度表", "序号", 2)
    factor = Decimal(10000) if _in_yi(grid(path, "调度表")) else Decimal(1)
    found: list[Project] = []
    last: dict[str, str] = {}
    for _, cells in rows:
        if not isinstance(cells["序号"], Decimal):
            continue
        row = {k: _pick(cells, v, year, month) for k, v in _NAMES.items()}
        own = {k: text(v) for k, v in row.items() if k not in _MONEY}
        for key in ("owner", "office", "leader"):
            if own[key] in ("", "同上") and key in last:
                own[key] = last[key]
            last[key] = own[key]
        money = {k: number(row[k]) for k in _MONEY}
        papers = tuple(
            text(next((v for k, v in cells.items() if k.endswith("/" + p)), None)) for p in _PAPERS
        )
        found.append(
            Project(
                county or text(cells.get("县(市、区)")),
                own["name"],
                own["owner"],
                own["code"],
                own["span"],
                (money["total"] or Decimal(0)) * factor,
                (money["plan"] or Decimal(0)) * factor,
                (money["before"] or Decimal(0)) * factor,
                (money["done"] or Decimal(0)) * factor,
                None if money["month"] is None else money["month"] * factor,
                own["started"],
                own["state"],
                own["progress"],
                papers,
                own["problem"],
                own["request"],
                own["office"],
                own["leader"],
                own["catalogue"],
                own["direction"],
            )
        )
    return tuple(found)


def _pick(cells: dict[str, Cell], names: tuple[str, ...], year: int, month: int) -> Cell:
    for name in names:
        label = name.format(y=year, p=year - 1, n=month)
        if label in cells:
            return cells[label]
    raise KeyError(names)


def _in_yi(rows: Grid) -> bool:
    corner = [text(cell) for row in rows[:3] for cell in row if cell is not None]
    return any(cell.endswith("亿元") for cell in corner)
