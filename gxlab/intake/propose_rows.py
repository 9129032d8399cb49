"""What the rows of an unknown form are (行的身份): title, unit line, header levels, data, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Header, bind
from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import SectionSpec
from gxlab.intake.rows import DataRow, PassedRow, classify

RowKind = Literal[
    "标题", "计量单位", "表头", "栏号", "数据", "合计", "其中", "附注", "表外", "空行"
]
_UNIT_LINE = re.compile(r"(?<![填报送编])(?:计量)?单位:")
_PASSED: dict[str, RowKind] = {
    "total": "合计", "part": "数据", "memo": "其中", "note": "附注", "header": "栏号",
    "caption": "其中", "skip": "表外", "outside": "表外",
}  # fmt: skip


@dataclass(frozen=True)
class RowRole:
    """What one row of the sheet is (一行的角色); ``level`` counts the rows of the header from 1."""

    row: int
    kind: RowKind
    level: int = 0

    @property
    def told(self) -> str:
        """How the role is written beside the row."""
        return f"表头第{self.level}级" if self.level else self.kind


def row_roles(sheet: Sheet, header: Header, section: SectionSpec) -> list[RowRole]:
    """The role of every row of the sheet, from its first to its last."""
    found: dict[int, RowRole] = {}
    for row in range(sheet.top, header.top):
        found[row] = RowRole(row, _above(sheet, row))
    for row in range(header.top, header.bottom):
        found[row] = RowRole(row, "表头", row - header.top + 1)
    for role in classify(sheet, header, bind(header, section), section):
        if isinstance(role, DataRow):
            kind: RowKind = "合计" if role.spec and role.spec.role == "total" else "数据"
        else:
            kind = _PASSED.get(role.why, "表外") if isinstance(role, PassedRow) else "表外"
        found[role.row] = RowRole(role.row, kind)
    return [found.get(row, RowRole(row, "空行")) for row in range(sheet.top, sheet.bottom)]


def _above(sheet: Sheet, row: int) -> RowKind:
    texts = [normal(t) for c in range(sheet.left, sheet.right) if (t := sheet.at(row, c))]
    if not texts:
        return "空行"
    return "计量单位" if any(_UNIT_LINE.search(text) for text in texts) else "标题"
