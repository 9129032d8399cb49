"""Sums over ledger projects: by category, direction and unit (②台账口径的合计)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.rates import completion_pct
from gxlab.measures.renovation_ledger import Project
from gxlab.reference.numbers import difference_pp

CATEGORIES = ("省导向目录", "市百项", "区重点")
DIRECTIONS = ("智能化", "绿色化", "安全化", "服务化")
RULES = {"进度滞后": "低于应达进度", "逾期未开工": "尚未开工", "开工未入库": "尚未入库"}
ZERO = Decimal(0)


@dataclass(frozen=True)
class Totals:
    """Counts and sums of some ledger projects. Money in 万元; ratios are Σ over Σ."""

    code: str
    count: int
    planned_investment: Decimal
    plan: Decimal
    ytd: Decimal
    expected: Decimal
    started: int
    not_started: int
    overdue: int
    completed: int
    green: int
    yellow: int
    red: int
    red_plan: Decimal

    @property
    def completion_pct(self) -> Decimal | None:
        """完成年度计划 (%)."""
        return completion_pct(self.ytd, self.plan)

    @property
    def expected_pct(self) -> Decimal | None:
        """应达进度 (%): Σ of what each project should have reached over Σ of the plans."""
        return completion_pct(self.expected, self.plan)

    @property
    def gap_pp(self) -> Decimal | None:
        """完成率 less 应达进度 (百分点), as printed."""
        return difference_pp(self.completion_pct, self.expected_pct, 1)


def totals(projects: Sequence[Project], code: str = "") -> Totals:
    """The sums of the given projects."""
    lights = [p.signal.level for p in projects]
    return Totals(
        code=code,
        count=len(projects),
        planned_investment=_sum(p.planned_investment for p in projects),
        plan=_sum(p.annual_plan for p in projects),
        ytd=_sum(p.ytd for p in projects),
        expected=_sum(p.expected for p in projects),
        started=sum(p.state in ("新开工", "续建") for p in projects),
        not_started=sum(p.state == "谋划" for p in projects),
        overdue=sum(p.is_overdue for p in projects),
        completed=sum(p.state == "竣工" for p in projects),
        green=lights.count("green"),
        yellow=lights.count("yellow"),
        red=lights.count("red"),
        red_plan=_sum(p.annual_plan for p in projects if p.signal.level == "red"),
    )


def by_category(projects: Sequence[Project]) -> list[Totals]:
    """By 目录类别: 省导向目录, 市百项, 区重点, then any other."""
    return _grouped(projects, [p.category for p in projects], CATEGORIES)


def by_direction(projects: Sequence[Project]) -> list[Totals]:
    """By 改造方向: 智能化, 绿色化, 安全化, 服务化, then any other."""
    return _grouped(projects, [p.direction for p in projects], DIRECTIONS)


def needing_help(projects: Sequence[Project]) -> list[Project]:
    """Red and yellow projects, red first, the largest plans first (红黄灯项目)."""
    lit = [p for p in projects if p.signal.level in ("red", "yellow")]
    return sorted(lit, key=lambda p: (p.signal.level != "red", -p.annual_plan, p.key))


def by_rule(projects: Sequence[Project]) -> dict[str, int]:
    """Red and yellow projects by the rule that fired (触发规则); one project may have several."""
    said = ["；".join(p.signal.fired) for p in needing_help(projects)]
    return {name: sum(mark in rule for rule in said) for name, mark in RULES.items()}


def by_obstacle(projects: Sequence[Project]) -> dict[str, int]:
    """Red and yellow projects by what holds them up (卡在哪), most frequent first."""
    found: dict[str, int] = {}
    for project in needing_help(projects):
        for name in project.blocked:
            found[name] = found.get(name, 0) + 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _grouped(
    projects: Sequence[Project], codes: Sequence[str], order: Sequence[str]
) -> list[Totals]:
    present = set(codes)
    names = [n for n in order if n in present] + sorted(present - set(order))
    pairs = list(zip(projects, codes, strict=True))
    return [totals([p for p, c in pairs if c == name], name) for name in names]


def _sum(values: Iterable[Decimal]) -> Decimal:
    return sum(values, ZERO)
