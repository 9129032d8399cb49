"""Six kinds of forms with their figures (六种表).

Each gives the columns, the totals and the figures that must be stored, in 万元, 人, 户 and %.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from tests.reliability.layout_forms import (
    CLUSTERS,
    CODES,
    COUNTIES,
    TOWNS,
    Cell,
    Column,
    Key,
    Look,
    Page,
    Sent,
    credit_code,
    money,
    page,
    say,
    write,
)

Levels = dict[str, list[int]]
"""Amounts in 万元 by 本月, 本年累计 and 上年同期, one for each row."""


def levels(county: int, salt: int, rows: int, month: int) -> Levels:
    """Amounts in which the cumulative figure is never below the month's."""
    this = [1000 + 37 * i + 113 * county + 1009 * salt for i in range(rows)]
    ytd = [m * month + 17 * i + 29 for i, m in enumerate(this)]
    base = [y * (90 + (i * 7 + county) % 20) // 100 for i, y in enumerate(ytd)]
    return {"本月": this, "本年累计": ytd, "上年同期": base}


def growth(value: int, base: int) -> Decimal:
    """(value ÷ base − 1) × 100, to a tenth."""
    return (Decimal(value - base) * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP)


_STATED = {
    "本月": ("month", "value"), "本年累计": ("ytd", "value"),
    "上年同期": ("ytd", "base"), "增速": ("ytd", "growth_pct"),
}  # fmt: skip


@dataclass
class Making:
    """A form being made: its columns, its totals, and what is to be stored."""

    look: Look
    codes: Sequence[str]
    columns: list[Column]
    totals: list[Cell]
    figures: dict[Key, Decimal]

    def text(self, label: str, texts: Sequence[Cell], total: Cell = None) -> None:
        self.columns.append(Column((label,), texts))
        self.totals.append(total)

    def amounts(self, label: str, indicator: str, made: Levels, *which: str) -> None:
        """Figures of one indicator: levels as this county writes them, and rates."""
        for name in which:
            if name == "增速":
                pairs = zip(made["本年累计"], made["上年同期"], strict=True)
                rates = [growth(v, b) for v, b in pairs]
                self.columns.append(Column((label, name), [float(r) for r in rates], "%"))
                self.totals.append(None)
                self._keep(indicator, name, rates)
                continue
            self.columns.append(
                Column((label, name), [money(self.look, v) for v in made[name]], "money")
            )
            self.totals.append(money(self.look, sum(made[name])))
            self._keep(indicator, name, [Decimal(v) for v in made[name]])

    def counts(self, label: str, indicator: str, unit: str, numbers: list[int]) -> None:
        self.columns.append(Column((label,), list(numbers), unit))
        self.totals.append(sum(numbers))
        for code, number in zip(self.codes, numbers, strict=True):
            self.figures[code, indicator, f"2026-{self.look.month:02d}", "point", "value"] = (
                Decimal(number)
            )

    def one(self, label: str, indicator: str, numbers: list[int]) -> None:
        self.columns.append(Column((label,), [money(self.look, n) for n in numbers], "money"))
        self.totals.append(money(self.look, sum(numbers)))
        for code, number in zip(self.codes, numbers, strict=True):
            self.figures[code, indicator, f"2026-{self.look.month:02d}", "ytd", "value"] = Decimal(
                number
            )

    def _keep(self, indicator: str, name: str, numbers: Sequence[Decimal]) -> None:
        span, reading = _STATED[name]
        for code, number in zip(self.codes, numbers, strict=True):
            self.figures[code, indicator, f"2026-{self.look.month:02d}", span, reading] = number


def _number(look: Look) -> int:
    return COUNTIES.index(look.county)


def firms(look: Look) -> tuple[Making, str, str]:
    """规上企业生产经营情况月报: a two-row merged header, one row a firm."""
    rows, n = 8, _number(look)
    codes = [credit_code(n * 100 + i) for i in range(rows)]
    made = Making(look, codes, [], [], {})
    made.text("序号", list(range(1, rows + 1)), "合计")
    made.text("统一社会信用代码", codes)
    made.text("企业名称", [f"{look.county}第{i}机械有限公司" for i in range(rows)])
    made.text("所属镇街", [TOWNS[i % len(TOWNS)] for i in range(rows)])
    four = ("本月", "本年累计", "上年同期", "增速")
    made.amounts("工业总产值", "output", levels(n, 1, rows, look.month), *four)
    made.amounts("营业收入", "revenue", levels(n, 2, rows, look.month), *four)
    made.amounts("利润总额", "profit", levels(n, 3, rows, look.month), *four[:3])
    made.counts("期末用工人数", "employees", "人", [50 + 3 * i + n for i in range(rows)])
    return made, "{c}2026年1—{m}月镇街规上企业生产经营情况月报", "规上企业生产经营情况月报"


def clusters(look: Look) -> tuple[Making, str, str]:
    """集群运行情况: one row a cluster, names and no codes."""
    n = _number(look)
    names = CLUSTERS[3 * n : 3 * n + 3]
    codes = [f"C{3 * n + i + 1:03d}" for i in range(3)]
    made = Making(look, codes, [], [], {})
    made.text("序号", [1, 2, 3], "合计")
    made.text("集群名称", list(names))
    made.counts("企业总数", "cluster_enterprises", "户", [20 + n + i for i in range(3)])
    three = ("本年累计", "上年同期", "增速")
    made.amounts("营业收入", "cluster_revenue", levels(n, 4, 3, look.month), *three)
    made.one("税金", "cluster_tax", [300 + 7 * i + n for i in range(3)])
    made.counts("从业人员", "cluster_employees", "人", [900 + 11 * i + n for i in range(3)])
    made.text("存在问题", ["用工紧张", "原料涨价", "无"])
    return made, "2026年1—{m}月{c}特色产业集群运行情况统计", "特色产业集群运行情况"


def towns(look: Look) -> tuple[Making, str, str]:
    """分镇街汇总: one row a town, levels of several indicators."""
    n = _number(look)
    codes = [f"{CODES[look.county]}{i:03d}" for i in range(1, len(TOWNS) + 1)]
    made = Making(look, codes, [], [], {})
    made.text("乡镇", list(TOWNS), "合计")
    made.counts("规上工业企业数", "above_scale_count", "户", [12 + i + n for i in range(4)])
    four = ("本月", "本年累计", "上年同期", "增速")
    made.amounts("工业总产值", "output", levels(n, 5, 4, look.month), *four)
    made.amounts("营业收入", "revenue", levels(n, 6, 4, look.month), *four[1:])
    return made, "{c}2026年1—{m}月分镇街工业经济运行汇总", "分镇街工业经济运行汇总"


def projects(look: Look) -> tuple[Making, str, str]:
    """项目推进情况台账: a table of the warehouse, one row a project. Figures: field by name."""
    rows, n = 6, _number(look)
    names = [f"{look.county}第{i}条生产线技术改造项目" for i in range(rows)]
    made = Making(look, names, [], [], {})
    made.text("序号", list(range(1, rows + 1)), "合计")
    made.text("项目名称", names)
    made.text("建设单位", [f"{look.county}第{i}机械有限公司" for i in range(rows)])
    amounts = {
        "总投资": ("planned_investment", [9000 + 100 * i + n for i in range(rows)]),
        "本年计划投资": ("annual_plan", [3000 + 10 * i + n for i in range(rows)]),
        "本年完成投资": ("ytd_investment", [1500 + 20 * i + n for i in range(rows)]),
        "本月完成投资": ("month_investment", [200 + 3 * i + n for i in range(rows)]),
    }  # fmt: skip
    for label, (name, numbers) in amounts.items():
        made.columns.append(Column((label,), [money(look, v) for v in numbers], "money"))
        made.totals.append(money(look, sum(numbers)))
        for project, number in zip(names, numbers, strict=True):
            made.figures[project, name, f"2026-{look.month:02d}", "", ""] = Decimal(number)
    made.text("形象进度", ["设备安装"] * rows)
    made.text("存在问题", ["无"] * rows)
    return made, "{c}2026年1—{m}月重点工业项目推进情况", "重点工业项目推进情况"


def months(look: Look) -> tuple[Making, str, str]:
    """分月营业收入: one row a town, one column a month, the later ones still empty."""
    n = _number(look)
    codes = [f"{CODES[look.county]}{i:03d}" for i in range(1, len(TOWNS) + 1)]
    made = Making(replace(look, flat=False, group=""), codes, [], [], {})
    made.text("乡镇", list(TOWNS), "合计")
    for month in range(1, 13):
        numbers = [700 + 31 * month + 5 * i + n for i in range(4)]
        due = month <= look.month
        texts: list[Cell] = [money(look, v) if due else None for v in numbers]
        made.columns.append(Column((f"{month}月",), texts, "money"))
        made.totals.append(money(look, sum(numbers)) if due else None)
        if due:
            for code, number in zip(codes, numbers, strict=True):
                made.figures[code, "revenue", f"2026-{month:02d}", "month", "value"] = Decimal(
                    number
                )
    return made, "{c}2026年规上工业营业收入分月情况", "营业收入分月情况"


def cross(look: Look) -> tuple[Making, str, str]:
    """主要指标表: the rows are indicators, the columns their spans; one file a county."""
    n, code = _number(look), CODES[look.county]
    made = Making(
        replace(look, total="none", flat=False, group="", extra=False, unit_in_label=False),
        [code],
        [],
        [],
        {},
    )
    rows = {"工业总产值": "output", "营业收入": "revenue", "利润总额": "profit", "税金": "tax"}
    tables = [levels(n, 7 + i, 1, look.month) for i in range(len(rows))]
    made.text("指标", [say(look, label) for label in rows])
    made.text("计量单位", [look.money] * len(rows))
    for name, (span, reading) in _STATED.items():
        if name == "增速":
            rates = [growth(t["本年累计"][0], t["上年同期"][0]) for t in tables]
            texts: list[Cell] = [float(r) for r in rates]
            numbers = list(rates)
        else:
            texts = [money(look, t[name][0]) for t in tables]
            numbers = [Decimal(t[name][0]) for t in tables]
        made.columns.append(Column((name,), texts, "%" if name == "增速" else ""))
        made.totals.append(None)
        for indicator, number in zip(rows.values(), numbers, strict=True):
            made.figures[code, indicator, f"2026-{look.month:02d}", span, reading] = number
    return made, "{c}2026年{m}月工业经济主要指标完成情况", "工业经济主要指标完成情况"


KINDS = {
    "firms": firms, "clusters": clusters, "towns": towns, "projects": projects, "months": months,
    "cross": cross,
}  # fmt: skip


def sheet_of(kind: str, look: Look) -> tuple[Making, Page, str]:
    """The sheet as this county lays it out, with what is in it, and the form's name."""
    made, title, name = KINDS[kind](look)
    return made, page(made.look, title, made.columns, made.totals), name


def send(kind: str, look: Look, folder: Path) -> Sent:
    """One county's file of a form."""
    made, laid, name = sheet_of(kind, look)
    return Sent(write(made.look, laid, folder, name), made.figures)
