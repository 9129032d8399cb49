"""Table O2 of the monthly overview: industries (行业大类), each group of columns of one source."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from gxlab.measures import overview_industries
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview
from gxlab.measures.overview_industries import PULL, Line
from gxlab.reference.indicators import indicator
from gxlab.reference.industries import section_of
from gxlab.show.cluster_words import Cells, area, left, signed, table
from gxlab.show.figures import fig
from gxlab.show.objects import Cell, Column, Figure, Table
from gxlab.show.overview_words import (
    rate_figure,
    when,
)

YI = "亿元"


def industries(given: Overview) -> Table:
    """O2 分行业: output, growth, pull, 增加值, revenue, margin, loss share, electricity."""
    found = overview_industries.lines(given)
    unit = given.desk.unit.code
    # Places stand once: behind the growth of output, or of revenue where there is no output.
    head = "同比" if any(n.output for n in found) else "同比（位次）"
    columns = _columns(found, unit, head)
    return table(
        "O2",
        f"{area(given.desk)}规上工业分行业（大类）",
        columns if found else [],
        optional=frozenset(c.key for c, _ in columns) - {"code", "name"},
        source=_industry_source(found),
        note=_industry_note(found),
        empty="本期没有分行业数据。",
    )


def _columns(found: Sequence[Line], unit: str, head: str) -> Cells:
    return [
        (left("code", "代码"), [f"{section_of(n.code)}{n.code}" for n in found]),
        (left("name", "行业大类"), [n.name for n in found]),
        *_output_columns(found, unit),
        (
            Column("value_added", ("增加值", "增速"), "%"),
            [_more(n, unit, "value_added_growth") for n in found],
        ),
        (Column("revenue", ("营业收入", "累计"), YI), [_revenue(n, unit) for n in found]),
        (
            Column("revenue_growth", ("营业收入", head), "%"),
            [_revenue_growth(n, unit) for n in found],
        ),
        *_margin_columns(found, unit),
        (Column("power", ("用电同比",), "%"), [_more(n, unit, "electricity") for n in found]),
    ]


def _output_columns(found: Sequence[Line], unit: str) -> Cells:
    by = "industry"
    return [
        (
            Column("output", ("产值", "累计"), YI),
            [fig(n.output, unit, "output", by=by, measure=YI, with_unit=False) for n in found],
        ),
        (
            Column("growth", ("产值", "同比（位次）"), "%"),
            [_placed(rate_figure(n.output, unit, "output", by=by), n.output) for n in found],
        ),
        (
            Column("share", ("产值", "占比"), "%"),
            [fig(n.output, unit, "output", "share_pct", by=by, with_unit=False) for n in found],
        ),
        (
            Column("pull", ("产值", "拉动"), "百分点"),
            [signed(fig(n.pull, unit, PULL, by=by, with_unit=False)) for n in found],
        ),
    ]


def _placed(figure_: Figure | None, row: FigureRow | None) -> Cell:
    if figure_ is None or row is None or row.growth_rank is None:
        return figure_
    return Figure(f"{figure_.text}（{row.growth_rank}）", figure_.ref, figure_.value)


def _margin_columns(found: Sequence[Line], unit: str) -> Cells:
    return [
        (Column("margin", ("利润率",), "%"), [_ratio(n, unit, "profit_margin") for n in found]),
        (
            Column("margin_change", ("利润率同比",), "百分点"),
            [_ratio(n, unit, "profit_margin", "change_yoy_pp") for n in found],
        ),
        (Column("loss", ("亏损面",), "%"), [_ratio(n, unit, "loss_share") for n in found]),
    ]


def _ratio(line: Line, unit: str, subject: str, statistic: str = "value") -> Cell:
    row = line.more.get(subject)
    decimals = indicator(subject).decimals
    return fig(row, unit, subject, statistic, by="industry", decimals=decimals, with_unit=False)


def _revenue(line: Line, unit: str) -> Cell:
    row = line.more.get("revenue")
    return fig(row, unit, "revenue", by="industry", measure=YI, with_unit=False)


def _revenue_growth(line: Line, unit: str) -> Cell:
    shown = rate_figure(line.more.get("revenue"), unit, "revenue", by="industry")
    return shown if line.output else _placed(shown, line.more.get("revenue"))


def _more(line: Line, unit: str, subject: str) -> Cell:
    return rate_figure(line.more.get(subject), unit, subject, by="industry")


def _industry_source(found: Sequence[Line]) -> str:
    """Period and source of each group of columns: they differ (各指标各期)."""
    told = {"产值": _first(n.output for n in found)}
    for subject, label in (("value_added_growth", "增加值"), ("revenue", "财务指标")):
        told[label] = _first(n.more.get(subject) for n in found)
    told["用电"] = _first(n.more.get("electricity") for n in found)
    return "；".join(f"{k}：{when(r)}，{r.source_kind}" for k, r in told.items() if r is not None)


def _first(rows: Iterable[FigureRow | None]) -> FigureRow | None:
    return next((r for r in rows if r is not None and r.period_used), None)


def _industry_note(found: Sequence[Line]) -> str:
    implied = any(n.pull and n.pull.denominator is not None for n in found)
    text = "括号内为增速位次，增速相同的位次相同。"
    if implied:
        text += "反馈只有总量和增速，拉动按推算的上年同期计算，各行业之和与总增速可能略有出入。"
    return text + "增加值增速为反馈数，不计算拉动。"
