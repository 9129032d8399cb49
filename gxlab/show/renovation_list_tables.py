"""Tables B2 and B3: the register lists of the statistics bureau (①统计口径，在库项目清单)."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures.renovation import GROWTH, Renovation, structure_by_unit
from gxlab.measures.renovation_answer import figures
from gxlab.measures.renovation_base import BaseMonth, Change, largest_changes
from gxlab.measures.renovation_rows import change_row, month_row, register_row
from gxlab.reference.territory import Unit
from gxlab.show.cluster_words import Cells, Values, area, table, when
from gxlab.show.objects import Column, Figure, Table
from gxlab.show.renovation_tables import unit_names
from gxlab.show.renovation_words import LISTED, SCOPES, column, fig, left, signed, titled

_THEN, _NOW, _NEW = "上年同月清单", "本年清单", "新入库项目"
MONTHS = (
    (("base", _THEN, "完成"), "万元", "register_base_investment"),
    (("finished", _THEN, "其中：已竣工"), "万元", "register_finished_base"),
    (("left", _THEN, "其中：退库调出"), "万元", "register_left_base"),
    (("share", _THEN, "占全年"), "%", "register_base_share"),
    (("value", _NOW, "完成"), "万元", "register_month_investment"),
    (("carried", _NOW, "其中：续建"), "万元", "register_carried_investment"),
    (("entered", _NOW, "其中：本年新入库"), "万元", "register_new_investment"),
    (("change", "增减额"), "万元", "register_investment_change"),
    (("entries", _NEW, "本年"), "个", "register_month_entries"),
    (("before", _NEW, "上年同月"), "个", "register_month_entries_base"),
    (("planned", _NEW, "计划总投资"), "万元", "register_entries_planned"),
)
QUALITY = (
    (("large", "项目数量", "亿元以上"), "个", "register_large_count"),
    (("equipment", "投资质量", "设备购置占比"), "%", "register_equipment_share"),
    (("large_share", "投资质量", "亿元以上占比"), "%", "register_large_share"),
    (("manufacturing", "投资质量", "制造业占比"), "%", "register_manufacturing_share"),
    (("high_tech", "投资质量", "高技术制造业占比"), "%", "register_high_tech_share"),
)
COUNTS = (
    (("count", "项目数量", "在库"), "register_project_count"),
    (("entries", "项目数量", "本年新入库"), "register_project_entries"),
)


def months(found: Renovation) -> Table | None:
    """B2 去年基数与本年进度: months of the register lists, finished projects in the base."""
    now = found.register_period
    if now is None or found.desk.audience == "shared":
        return None
    rows = found.base_months
    columns: Cells = [
        (left("month", "月份"), [_month_name(found, m) for m in rows]),
        *((column(*h, unit=u), _months(found, subject)) for h, u, subject in MONTHS),
    ]
    return table(
        "B2",
        titled(f"{when(now)}在库技改项目分月完成投资与上年基数", LISTED),
        columns,
        ["" for _ in rows[:-1]] + ["total"],
        optional=frozenset(("left", "share")),
        scope=SCOPES[LISTED],
        note="当月数由清单累计数相减推算，新入库项目的本年完成投资一次计入；"
        "“已竣工”指上年已竣工、不再列入本年清单的项目；增减额不作为技改投资增速。",
        empty=f"{area(found.desk)}没有在库技改项目清单。",
    )


def _amount(key: str, *header: str) -> Column:
    return column(key, *header, unit="万元")


def _month_name(found: Renovation, month: BaseMonth) -> str:
    if month.period is not None:
        return month.period.label("month")
    return when(found.register_period) if found.register_period else ""


def _months(found: Renovation, subject: str) -> Values:
    now = found.register_period
    if now is None:
        return []
    cells: Values = [
        fig(
            month_row(m, subject, found.unit, now),
            found.unit,
            subject,
            by="period" if m.period else None,
            with_unit=False,
        )
        for m in found.base_months
    ]
    return [signed(c) for c in cells] if subject == "register_investment_change" else cells


def changes(found: Renovation) -> Table | None:
    """B2 前五大项目增减, the largest rise first; nothing in a shared edition."""
    now = found.register_period
    if now is None or found.desk.audience == "shared":
        return None
    rising, falling = largest_changes(found.lists, now)
    rows = [*rising, *reversed(falling)]
    columns: Cells = [
        (left("name", "项目"), [c.name for c in rows]),
        (left("kind", "类别"), [c.kind for c in rows]),
        (_amount("value", "本年完成"), _change_cells(found, rows, "value")),
        (_amount("base", "上年同期"), _change_cells(found, rows, "base")),
        (_amount("change", "增减额"), _change_cells(found, rows, "increment")),
    ]
    return table(
        "B2-projects",
        titled(f"{when(now)}完成投资增减前五的在库项目", LISTED),
        columns,
        scope=SCOPES[LISTED],
        empty="没有上年同期的在库项目清单，无法比较。",
    )


def _change_cells(found: Renovation, rows: Sequence[Change], statistic: str) -> Values:
    subject, now = "register_project_change", found.register_period
    if now is None:
        return []
    told = [change_row(c, now) for c in rows]
    return [
        fig(r, found.unit, subject, statistic, by="project", measure="万元", with_unit=False)
        for r in told
    ]


def structure(found: Renovation) -> Table | None:
    """B3 三量: growth, number and quality of registered projects, by unit."""
    now = found.register_period
    rows = structure_by_unit(found)
    if now is None or not any(s.count for _, s in rows):
        return None

    def cells(subject: str) -> Values:
        return [
            fig(register_row(s, subject, now), u.code, subject, with_unit=False) for u, s in rows
        ]

    columns: Cells = [
        (left("name", "单位"), unit_names([u for u, _ in rows])),
        (column("growth", "投资总量", "增长", unit="%"), [_growth(found, u) for u, _ in rows]),
        *((column(*h, unit="个"), _told(rows, found, subject)) for h, subject in COUNTS),
        *((column(*h, unit=u), cells(subject)) for h, u, subject in QUALITY),
    ]
    return table(
        "B3",
        titled(f"{when(now)}技改投资总量、数量和质量", "①统计反馈、在库项目清单"),
        columns,
        ["total" if n == 0 else "" for n in range(len(rows))],
        optional=frozenset(("growth",)),
        scope=SCOPES[LISTED],
        note="增速、在库和新入库个数为统计局反馈数，没有反馈的按清单计数；占比按清单本年完成投资计算。",
    )


def _growth(found: Renovation, unit: Unit) -> Figure | None:
    row = found.rates[GROWTH].get(unit.code)
    return fig(row, unit.code, GROWTH, with_unit=False)


def _told(rows: Sequence[tuple[Unit, object]], found: Renovation, subject: str) -> Values:
    """Counts as fed back; a unit without feedback counts its own list."""
    cells: Values = []
    for unit, _ in rows:
        (row,) = figures(found.desk.at(unit=unit.code), subject, None)
        cells.append(fig(row, unit.code, subject, with_unit=False))
    return cells
