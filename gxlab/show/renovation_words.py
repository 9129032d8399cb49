"""Words and coordinates that all blocks of the renovation report share (技改报告用语)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar, Unpack

from gxlab.measures.figures import FigureRow
from gxlab.measures.renovation import Renovation
from gxlab.measures.renovation_rows import ledger_row
from gxlab.measures.renovation_summary import Totals
from gxlab.reference.numbers import MINUS
from gxlab.reference.periods import Period
from gxlab.show import figures
from gxlab.show.cluster_words import when
from gxlab.show.figures import How
from gxlab.show.objects import Align, Cell, Column, Figure

Row = TypeVar("Row")

FED_BACK = "①统计反馈"
LISTED = "①统计反馈，在库项目清单"
LEDGER = "②台账"
FILINGS = "③备案线索"
SCOPES = {
    FED_BACK: "口径：①统计口径（统计局反馈的增速，不由项目数据计算）",
    LISTED: "口径：①统计口径（统计局在库项目清单汇总，只说明结构和原因，不作为技改投资增速）",
    LEDGER: "口径：②台账口径（重点技改项目调度表，与统计口径不可比）",
    FILINGS: "口径：③备案线索（在线审批监管平台，不是投资额）",
}


def titled(text: str, scope: str) -> str:
    """A title that names its scope: no table of this report is without one."""
    return f"{text}（{scope}）"


def fig(
    row: FigureRow | None, unit: str, subject: str, statistic: str = "value", **how: Unpack[How]
) -> Figure | None:
    """One statistic of a row as a figure, projects counted in 个; nothing where there is none."""
    told = figures.fig(row, unit, subject, statistic, **how)
    # The catalogue counts projects in 项; a sentence counts them in 个 all along.
    return replace(told, unit="个") if told is not None and told.unit == "项" else told


def money(
    row: FigureRow | None, subject: str, unit: str, *, by: str | None = None
) -> Figure | None:
    """An amount in 亿元, or in 万元 below 1亿元, with its unit behind it."""
    if row is None or row.value is None:
        return None
    small = abs(row.value) < Decimal(10_000)
    return fig(row, unit, subject, by=by, measure="万元" if small else "亿元")


def ledger_fig(
    found: Renovation,
    sums: Totals,
    subject: str,
    statistic: str = "value",
    *,
    unit: str | None = None,
    by: str | None = None,
    measure: str | None = None,
    with_unit: bool = False,
) -> Figure | None:
    """One statistic of ledger sums as a figure of the page's unit, or of ``unit``."""
    row = ledger_row(sums, subject, found.ledger_period)
    return fig(
        row, unit or found.unit, subject, statistic, by=by, measure=measure, with_unit=with_unit
    )


def signed(cell: Cell) -> Cell:
    """A difference as printed: a rise carries its plus sign."""
    if not isinstance(cell, Figure):
        return cell
    still = cell.text[0] in (MINUS, "+") or not cell.text.strip("0.")
    return cell if still else replace(cell, text=f"+{cell.text}")


def column(key: str, *header: str, unit: str = "", align: Align = "right") -> Column:
    """A column with its header path."""
    return Column(key, header, unit=unit, align=align)


def left(key: str, *header: str) -> Column:
    """A column of text."""
    return Column(key, header, align="left")


_WIDE = str.maketrans(",;:?!()", "，；：？！（）")


def plain(text: str | None) -> str:
    """A sender's free text in full-width punctuation; a figure's comma stays.

    >>> plain("市场不及预期,放缓投资(完成41%)")
    '市场不及预期，放缓投资（完成41%）'
    """
    return (text or "").translate(_WIDE).replace("、、", "、").strip()


def first_rows(rows: Sequence[Row], most: int) -> tuple[list[Row], str]:
    """The rows a page prints, and the note that says how many it leaves out."""
    rest = len(rows) - most
    return list(rows[:most]), f"列出前{most}个，其余{rest}个未列。" if rest > 0 else ""


def as_of(found: Renovation) -> str:
    """The period of the ledger as a title says it: 1—5月."""
    return when(found.ledger_period or found.desk.period)


def end_of(found: Renovation) -> str:
    """The end of the ledger's period: 5月末."""
    return (found.ledger_period or found.desk.period).label("point")


def month_text(period: Period | None) -> str:
    """A month in a table cell: 2026.4."""
    return f"{period.year}.{period.month}" if period else "—"
