"""更正对照: what a code, a name or a unit of measure is read as, before anything else reads it.

A sender who writes 云领区 for 云岭区 every month need not be asked every month. A correction says
what is written, what it is read as, by whom and why; it holds only where the cell says exactly
that, so it falls silent by itself once the sender has mended the form. Figures are never touched:
only columns of codes and names, and labels of units of measure, are looked at. Every use is told.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from gxlab.intake.findings import Findings
from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Binding, Header
from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import CellType, ColumnSpec, SectionSpec
from gxlab.intake.model import Correction
from gxlab.intake.typed import column_type

UNIT_OF_MEASURE = "计量单位"
EVERYWHERE = "全部"
_FIRM = "企业名称"
_BY_TYPE: Mapping[CellType, str] = {
    "credit_code": "企业代码",
    "enterprise_name": _FIRM,
    "unit": "统计单元",
    "unit_in_text": "统计单元",
    "cluster": "集群",
    "industry": "行业",
    "industry_in_text": "行业",
    "uom": UNIT_OF_MEASURE,
}
KINDS = tuple(dict.fromkeys(_BY_TYPE.values()))
_NAMES = ("subject_name", "owner")
_NAMED_BY_ROW = ("enterprise", "register", "register_event", "candidate", "taxpayer")
_UNIT_LABEL = r"(?<=[:：、,，;；(（_]){0}(?=$|[、,，;；)）\s])|^{0}$"
_TITLE = 200


def for_file(corrections: Sequence[Correction], file_name: str) -> tuple[Correction, ...]:
    """The corrections that hold for a file; those meant for it alone come last and win."""
    name = normal(file_name)
    near = (c for c in corrections if c.file_name == EVERYWHERE or normal(c.file_name) in name)
    return tuple(sorted(near, key=lambda c: c.file_name != EVERYWHERE))


def relabelled(
    sheet: Sheet, header: Header, corrections: Sequence[Correction], findings: Findings
) -> Sheet:
    """The sheet with the units of measure in its titles and header read as corrected."""
    wanted = [c for c in corrections if c.kind == UNIT_OF_MEASURE]
    changed: dict[tuple[int, int], str] = {}
    for row in range(sheet.top, header.bottom) if wanted else ():
        for column in range(sheet.left, sheet.right):
            text = sheet.at(row, column) or ""
            for c in wanted if len(text) <= _TITLE else ():
                read = re.sub(_UNIT_LABEL.format(re.escape(c.written)), c.corrected, text)
                if read != text:
                    changed[row, column] = read
                    _tell(findings, sheet, row, column, c, text)
    return _with(sheet, changed)


def corrected(
    sheet: Sheet,
    section: SectionSpec,
    found: tuple[Header, Binding],
    corrections: Sequence[Correction],
    findings: Findings,
) -> Sheet:
    """The sheet with codes and names of its data rows read as corrected, each use a warning."""
    header, binding = found
    changed: dict[tuple[int, int], str] = {}
    for column in binding.columns if corrections else ():
        kind = _kind(column.spec, section)
        readings = {normal(c.written): c for c in corrections if c.kind == kind}
        for row in range(header.bottom, sheet.bottom) if readings else ():
            text = sheet.at(row, column.index)
            c = readings.get(normal(text)) if text else None
            if c is not None and (row, column.index) not in changed:
                changed[row, column.index] = c.corrected
                _tell(findings, sheet, row, column.index, c, text or "")
    return _with(sheet, changed)


def _kind(spec: ColumnSpec, section: SectionSpec) -> str | None:
    """What a column can be corrected as; None for figures, dates, texts and the like."""
    if spec.ignore or not (spec.field or spec.type):
        return None
    if spec.field in _NAMES or (spec.field == "name" and section.record in _NAMED_BY_ROW):
        return _FIRM
    return _BY_TYPE.get(column_type(spec, section.record, section.subject))


def _with(sheet: Sheet, changed: Mapping[tuple[int, int], str]) -> Sheet:
    if not changed:
        return sheet
    rows = [list(row) for row in sheet.rows]
    for (row, column), text in changed.items():
        rows[row - sheet.top][column - sheet.left] = text
    return replace(sheet, rows=rows)


def _tell(
    findings: Findings, sheet: Sheet, row: int, column: int, used: Correction, text: str
) -> None:
    grounds = f"{used.reason}；{used.author}，{used.decided_on}"
    what = f"{used.kind}“{used.written}”已按更正对照读作“{used.corrected}”（{grounds}）"
    findings.warn(sheet.name, row, column, "corrected", what, text)
