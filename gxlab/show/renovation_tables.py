"""Table B1 of the renovation report: what the statistics bureau feeds back (①统计口径)."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.renovation import (
    GROWTH,
    MANUFACTURING_GROWTH,
    Renovation,
    compared_units,
    goal_rows,
)
from gxlab.reference.territory import Unit
from gxlab.show.cluster_words import Cells, Values, table, when
from gxlab.show.objects import Cell, Column, Figure, Table
from gxlab.show.renovation_words import FED_BACK, SCOPES, column, fig, left, signed, titled


def rates(found: Renovation) -> Table:
    """B1 分单位投资增速: the fed-back rates, places among counties, the target and the gap."""
    units = compared_units(found.desk)
    goals = {u.code: _goal(found, u) for u in units}
    columns: Cells = [
        (left("name", "单位"), unit_names(units)),
        (_rate("fixed", "固定资产投资"), _rates(found, units, "fixed_investment_growth")),
        (_rate("industrial", "工业投资"), _rates(found, units, "industrial_investment_growth")),
        (column("renovation", "工业技改投资", "增长（位次）", unit="%"), _placed(found, units)),
        (
            column("change", "工业技改投资", "比上期", unit="百分点"),
            _rates(found, units, GROWTH, "change_pp"),
        ),
        (
            column("level", "工业技改投资", "完成额", unit="亿元"),
            [_level(found, u) for u in units],
        ),
        (_rate("manufacturing", "制造业技改投资"), _rates(found, units, MANUFACTURING_GROWTH)),
        (
            column("share", "技改占工业投资", unit="%"),
            _rates(found, units, "renovation_share"),
        ),
        (column("target", "年度目标", unit="%"), [goals[u.code][0] for u in units]),
        (column("gap", "与目标差", unit="百分点"), [signed(goals[u.code][1]) for u in units]),
    ]
    return table(
        "B1",
        titled(f"{_when(found)}分单位工业投资和技改投资增速", FED_BACK),
        columns,
        [_emphasis(found, u) for u in units],
        optional=frozenset(("level", "target", "gap")),
        scope=SCOPES[FED_BACK],
        source=_source(found),
        note=_rates_note(found),
        empty="统计局尚未反馈本期投资增速。",
    )


def _rate(key: str, name: str) -> Column:
    return column(key, name, "增长", unit="%")


def unit_names(units: Sequence[Unit]) -> Values:
    """Names for the first column; a zone is printed as 其中, for its firms are in the counties."""
    return [_unit_name(u) for u in units]


def _unit_name(unit: Unit) -> str:
    if unit.kind == "zone":
        return f"其中：{unit.name}"
    return "全市" if unit.kind == "city" and unit.parent is None else unit.name


def _emphasis(found: Renovation, unit: Unit) -> str:
    if unit.code == found.unit:
        return "own" if unit.parent else "total"
    return "" if unit.parent else "total"


def _rates(
    found: Renovation, units: Sequence[Unit], subject: str, statistic: str = "value"
) -> Values:
    rows = found.rates[subject]
    return [fig(rows.get(u.code), u.code, subject, statistic, with_unit=False) for u in units]


def _placed(found: Renovation, units: Sequence[Unit]) -> Values:
    """The growth with its place in brackets, counties among counties."""
    rows = found.rates[GROWTH]
    cells = _rates(found, units, GROWTH)
    return [_with_place(cell, rows.get(u.code)) for u, cell in zip(units, cells, strict=True)]


def _with_place(cell: Cell, row: FigureRow | None) -> Cell:
    if not isinstance(cell, Figure) or row is None or row.rank is None:
        return cell
    return Figure(f"{cell.text}（{row.rank}）", cell.ref, cell.value)


def _level(found: Renovation, unit: Unit) -> Figure | None:
    """The amount where it was given, and never outside the bureau."""
    if found.desk.audience == "shared":
        return None
    row = lookup.unit_figure(found.desk.at(unit=unit.code), "renovation_investment")
    return fig(row, unit.code, "renovation_investment", measure="亿元", with_unit=False)


def _goal(found: Renovation, unit: Unit) -> tuple[Figure | None, Figure | None]:
    goal = found.goals.get(unit.code)
    if goal is None:
        return None, None
    pair = goal_rows(found.desk.at(unit=unit.code), goal)
    told = [fig(r, unit.code, k, with_unit=False) for k, r in pair.items()]
    return told[0], told[1]


def _rates_note(found: Renovation) -> str:
    said = ["增速为统计局反馈数，县区一般只反馈增速、不反馈投资额；位次在县区间排列"]
    stated = {g.indicator for g in found.goals.values()}
    if stated == {MANUFACTURING_GROWTH}:
        said.append("年度目标为制造业技改投资增速")
    elif MANUFACTURING_GROWTH in stated:
        said.append("部分单位的年度目标为制造业技改投资增速")
    if found.desk.unit.kind == "town":
        said.append("统计局不向镇街反馈投资增速，列所在县区和全市供参考")
    return "；".join(said) + "。"


def _source(found: Renovation) -> str:
    row = found.rate(GROWTH, found.desk.units.root.code) or found.rate(GROWTH)
    return row.source_kind or "" if row else ""


def _when(found: Renovation) -> str:
    return when(found.desk.period)
