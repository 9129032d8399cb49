"""What a file of a learned form must not contradict (所学版式的核对): stale, swapped labels.

A layout that accepts other words for its columns is open to two mistakes no word shows: a header
left over from another month, and labels exchanged above figures that stayed. Both refuse the file.
"""

from __future__ import annotations

from gxlab.intake.block import Block
from gxlab.intake.headers import BoundColumn
from gxlab.intake.layout_spec import RuleSpec
from gxlab.intake.meaning import written_periods
from gxlab.intake.model import Problem, Refused

_FEWEST = 3


def check_label_periods(block: Block) -> None:
    """Refuse a column whose label names another month or year than the file (沿用上月表头)."""
    if block.facts.period is None or block.facts.layout.period.year_only:
        return
    period = block.facts.period.period
    for column in block.binding.columns:
        if not column.spec.alike or column.groups:
            continue
        years, months = written_periods(column.path.bare)
        allowed = {period.year - 1} if _of_last_year(column) else {period.year}
        if not set(years) <= allowed or not set(months) <= {period.month}:
            said = period.label(with_year=True)
            text = f"写的不是本文件的报告期（{said}），可能沿用了其他月份的表头，请核对后重报"
            raise _refused(block, column, "label_period_conflict", text)


def _of_last_year(column: BoundColumn) -> bool:
    spec = column.spec
    at_its_end = "年底" in column.path.bare
    return spec.reading == "base" or spec.year_shift == -1 or at_its_end or spec.field in (
        "prior_year_revenue", "last_year", "prior_cumulative",
    )  # fmt: skip


def check_most(block: Block, spec: RuleSpec, column: BoundColumn | None, fired: int) -> None:
    """Refuse the file where a rule that held when the form was learned now fails on most rows."""
    if not spec.refuse_most or column is None:
        return
    compared = sum(1 for data in block.rows if data.row in block.numbers.get(column.index, {}))
    if compared >= _FEWEST and fired * 2 > compared:
        text = (
            f"与“{'”“'.join(spec.than)}”多数行对不上（{compared}行中{fired}行），"
            "很可能列标题写错或对调了，请核对表头后重报"
        )
        raise _refused(block, column, "columns_contradict", text)


def _refused(block: Block, column: BoundColumn, rule: str, text: str) -> Refused:
    sheet = f"工作表“{block.name}”" if block.name else ""
    where = f"文件“{block.findings.file_name}”{sheet}列“{block.label(column)}”"
    cells = f"{column.letters}:{column.letters}"
    return Refused(Problem(block.name, cells, rule, "error", where + text, block.label(column)))
