"""What all values of one column share (列的坐标): indicator, span, reading, scope and period."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import cast

from gxlab.intake.block import Block
from gxlab.intake.headers import BoundColumn
from gxlab.intake.layout_spec import Reading, RowSpec, Span
from gxlab.intake.model import Problem, Refused
from gxlab.intake.place import is_future
from gxlab.intake.typed import BY_SUBJECT, period_of, text_reader
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.periods import Period


@dataclass(frozen=True)
class Coordinates:
    """What all values of one column (and one row label) share."""

    indicator: Indicator
    span: Span
    reading: Reading
    scope: str | None
    period: Period | None
    subject: str | None = None


def coordinates_of(block: Block, column: BoundColumn, row: RowSpec | None) -> Coordinates | None:
    """The shared coordinates; None where no indicator is named. Raises Refused.

    The column's word goes before the row's, the row's before the section's constants. A stock
    (存量) stands at the end of its period, whatever span its column is under.
    """
    constants = block.section.constants
    name = column.spec.indicator or (row.indicator if row else None) or constants.get("indicator")
    if name is None:
        return None
    found = indicator(str(name))
    period, label_span = _label_period(block, column)
    shift = column.spec.year_shift + (row.year_shift if row else 0)
    file_span = block.facts.period.span if block.facts.period else None
    # "5月" over a column may head cumulative figures; only 1—5月 and 5月末 say so themselves.
    clear = label_span if label_span in ("ytd", "point", "rolling12") else None
    span = (
        column.spec.span
        or column.groups.get("span")
        or (row.span if row else None)
        or clear
        or constants.get("span")
        or label_span
        or file_span
    )
    if span is None:
        raise layout_gap(block, column, "期间(span)")
    if found.kind == "stock" and span in ("month", "ytd"):
        span = "point"
    reading = column.spec.reading or (row.reading if row else None) or constants.get("reading")
    scope = column.spec.scope or (row.scope if row else None) or constants.get("scope")
    return Coordinates(
        indicator=found,
        span=cast(Span, span),
        reading=cast(Reading, reading or "value"),
        scope=cast("str | None", scope),
        period=period.shift(12 * shift) if period is not None else None,
        subject=_label_subject(block, column),
    )


def _label_period(block: Block, column: BoundColumn) -> tuple[Period | None, Span | None]:
    text = column.groups.get("period")
    if text is None:
        default = block.facts.period
        return (default.period, None) if default else (None, None)
    found = period_of(text, block.facts)
    if found is None:
        raise _refused(
            block, column, "period_not_found", f"“{text}”看不出报告期，请改正后重报", text
        )
    if is_future(found.period, block.facts.latest):
        said = found.period.label(with_year=True)
        what = f"报告期{said}尚未到期，请核对后重报"
        raise _refused(block, column, "future_period", what, text)
    return found.period, found.span


def not_yet_due(block: Block, column: BoundColumn) -> bool:
    """Whether a column is for a month to come and still empty, as in a table of twelve months."""
    text = column.groups.get("period")
    found = period_of(text, block.facts) if text else None
    if found is None or not is_future(found.period, block.facts.latest):
        return False
    return not any(block.sheet.at(data.row, column.index) for data in block.rows)


def _label_subject(block: Block, column: BoundColumn) -> str | None:
    text = column.groups.get("subject")
    if text is None:
        return None
    kind = BY_SUBJECT[block.section.subject or "macro"]
    read = text_reader(kind, column.spec, block.facts)(text)
    if read.rule:
        raise _refused(block, column, read.rule, read.text, text)
    return cast(str, read.value)


def _refused(block: Block, column: BoundColumn, rule: str, text: str, raw: str) -> Refused:
    sheet = f"工作表“{block.name}”" if block.name else ""
    where = f"文件“{block.findings.file_name}”{sheet}列“{block.label(column)}”"
    cells = f"{column.letters}:{column.letters}"
    return Refused(Problem(block.name, cells, rule, "error", f"{where}：{text}", raw))


def layout_gap(block: Block, column: BoundColumn, what: str) -> Refused:
    """The refusal for what a layout should have said of a column and did not."""
    return Refused(
        Problem(block.name, "", "layout_incomplete", "error",
                f"版式没有说明列“{block.label(column)}”的{what}，请在版式中补充后重新导入", None)
    )  # fmt: skip


def periods_from(block: Block, column: BoundColumn) -> list[Period | None] | None:
    """Per-row periods stated by a neighbouring column (期间列)."""
    wanted = column.spec.period_from
    if wanted is None:
        return None
    index = next((i for i, p in block.header.paths.items() if wanted in (p.text, p.bare)), None)
    if index is None:
        raise layout_gap(block, column, f"期间列“{wanted}”（表中没有此列）")
    texts = [block.sheet.at(data.row, index) for data in block.rows]
    found = [period_of(text, block.facts) if text else None for text in texts]
    return [span.period if span else None for span in found]


def as_points(shared: Coordinates) -> Coordinates:
    """The same for cells that state 百分点 in a column of rates: a change, not a growth rate."""
    return replace(shared, reading="change_pp")
