"""The unit of measure of a column (计量单位的认定): stated somewhere, or the file goes back.

The label itself, else the corner of the sheet, else the layout. Where the file states another unit
than the layout expects, the file counts and a warning says so; where it states two of a kind for
one column, nothing is guessed.
"""

from __future__ import annotations

from decimal import Decimal

from gxlab.intake.headers import BoundColumn
from gxlab.intake.layout_spec import LayoutSpec, Reading
from gxlab.intake.model import Problem, Refused
from gxlab.reference.indicators import Indicator
from gxlab.reference.numbers import UnknownUnit, canonical_unit, to_base_unit

_NATURAL = ("户", "人", "%", "百分点", "项", "")


def expected_base(indicator: Indicator, reading: Reading) -> str:
    """The unit a reading of an indicator is kept in; "" for ranks and plain figures."""
    if reading == "rank":
        return ""
    if reading == "growth_pct":
        return "%"
    if reading == "change_pp":
        return "百分点"
    return "" if indicator.unit_of_measure in ("元", "天") else indicator.unit_of_measure


def base_of(unit: str) -> str:
    """The kept unit of a unit: 亿元 → 万元; "" where it has none."""
    try:
        return to_base_unit(Decimal(1), unit)[1]
    except UnknownUnit:
        return ""


def fits(unit: str, base: str) -> bool:
    """Whether figures in ``unit`` can be kept in ``base``."""
    pair = {base_of(unit), base}
    return base == "" or len(pair) == 1 or pair in ({"%", "百分点"}, {"户", "项"})


def column_unit(
    column: BoundColumn,
    base: str,
    corner: tuple[str, ...],
    layout: LayoutSpec,
    *,
    sheet: str,
    row_unit: bool,
) -> tuple[str | None, str | None]:
    """The unit of a column and, if the file states another than the layout, the expected one.

    (None, None) where only the rows say it (``row_unit``). Raises Refused, naming ``sheet``.
    """
    # 营业收入(万元) above 增速: the unit above a rate is that of its neighbours.
    labelled = column.path.own_unit if base in ("%", "百分点") else column.path.unit
    own = canonical_unit(column.groups.get("uom", "")) or labelled
    if own and base and not fits(own, base):
        text = f"计量单位是{own}，应能换算为{base}，请核对表头"
        raise _refused(sheet, column, "unit_of_measure_mismatch", text)
    declared = column.spec.uom or (layout.unit_of_measure if _kind_fits(layout, base) else None)
    if own:
        return (base if base == "百分点" else own), _other(declared, own)
    stated = sorted({unit for unit in corner if base and base_of(unit) == base})
    if len(stated) == 1 and base not in ("%", "百分点"):
        return stated[0], _other(declared, stated[0])
    if len(stated) > 1 and declared not in stated:
        names = "、".join(stated)
        text = f"右上角写了{names}两种单位，看不出本列用哪一种，请在列标题中注明"
        raise _refused(sheet, column, "mixed_unit_of_measure", text)
    measured = [unit for unit in corner if base_of(unit) not in _NATURAL]
    if measured and not row_unit and base not in _NATURAL:
        # The corner speaks of quantities, of this one it does not: the layout's word is not enough.
        told = "、".join(measured)
        text = f"没有注明计量单位，右上角只写了{told}，应能换算为{base}，请在列标题中注明"
        raise _refused(sheet, column, "unit_of_measure_mismatch", text)
    if declared:
        return declared, None
    if row_unit and base not in ("%", "百分点", ""):
        return None, None
    if base in _NATURAL:
        return base, None
    text = "没有注明计量单位，应在列标题或右上角写明，请补充"
    raise _refused(sheet, column, "unit_of_measure_unknown", text)


def _kind_fits(layout: LayoutSpec, base: str) -> bool:
    return bool(layout.unit_of_measure) and base_of(layout.unit_of_measure or "") == base


def _other(declared: str | None, found: str) -> str | None:
    same = declared is None or declared == found or not fits(declared, base_of(found))
    return None if same else declared


def _refused(sheet: str, column: BoundColumn, rule: str, text: str) -> Refused:
    name = column.path.text or f"{column.letters}列"
    where = f"工作表“{sheet}”" if sheet else ""
    cells = f"{column.letters}:{column.letters}"
    return Refused(Problem(sheet, cells, rule, "error", f"{where}列“{name}”{text}后重报", name))
