"""What each row below a header is (行的身份): data, total, 其中, caption, note, or the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Binding, BoundColumn, Header
from gxlab.intake.labels import is_memo, match_label, normal, split_unit, strip_prefix
from gxlab.intake.layouts import RowSpec, SectionSpec

_FOOTER = re.compile(
    r"^(?:注(?:[::.、(]|\d|[一二三]|$)|(?:备注|说明|附注|填报说明|统计范围|指标解释|资料来源|数据来源|来源)[::]"
    r"|(?:单位|统计|部门|分管)?负责人|(?:主要)?指标解释|填表人|填报人|制表|审核人|复核人|经办人|联系(?:人|电话)|报出日期)"
)
_TOTAL = re.compile(r".{0,8}(?:小计|合计|总计)(?:\(.*\))?")
_NUMBERS_ROW = re.compile(r"甲|栏次|栏号")

LABEL_FIELDS = ("row", "subject_name", "subject", "name", "enterprise", "unit", "county")


@dataclass(frozen=True)
class DataRow:
    """A row that carries data: its number, its label, and what the layout says of it."""

    row: int
    label: str
    spec: RowSpec | None


@dataclass(frozen=True)
class PassedRow:
    """A row passed over by declaration: total, memo, caption, note, repeated header."""

    row: int
    why: str
    label: str = ""


@dataclass(frozen=True)
class StrayRow:
    """A row below the end of the table that nothing declares."""

    row: int


_WHOLE = re.compile("(?:全[市省区县国])?(?:合计|总计)?(?:\\(.*\\))?")


def is_whole(label: str) -> bool:
    """Whether a row label names the whole: 全市, 合计, 全省总计.

    >>> is_whole("全省总计"), is_whole("小计"), is_whole("")
    (True, False, False)
    """
    return bool(label) and bool(_WHOLE.fullmatch(label))


def label_column(binding: Binding) -> BoundColumn | None:
    """The column whose text names the row."""
    for name in LABEL_FIELDS:
        for column in binding.columns:
            if column.spec.field == name:
                return column
    return binding.columns[0] if binding.columns else None


def classify(
    sheet: Sheet, header: Header, binding: Binding, section: SectionSpec
) -> Iterator[DataRow | PassedRow | StrayRow]:
    """Every non-empty row below the header with its role, in order."""
    label_at = label_column(binding)
    columns = {column.index for column in binding.columns if not column.spec.ignore}
    footers = [re.compile(pattern) for pattern in section.footer]
    state = "data"
    for row in range(header.bottom, sheet.bottom):
        filled = [c for c in range(sheet.left, sheet.right) if sheet.at(row, c)]
        if not filled:
            state = "below" if state == "data" and section.until_blank else state
            continue
        first = normal(sheet.at(row, filled[0]) or "")
        if state == "data" and _ends(first, filled, footers):
            state = "notes"
        if state == "notes" and len(filled) <= 3:
            yield PassedRow(row, "note")
        elif state != "data":
            yield StrayRow(row)
        elif not columns & set(filled):
            yield PassedRow(row, "outside") if _only_ignored(filled, binding) else StrayRow(row)
        else:
            label = normal((sheet.at(row, label_at.index) if label_at else None) or "")
            yield _data_row(row, label, first, filled, header, section, label_at)


def _only_ignored(filled: list[int], binding: Binding) -> bool:
    return set(filled) <= {column.index for column in binding.columns}


def _ends(first: str, filled: list[int], footers: list[re.Pattern[str]]) -> bool:
    if any(pattern.search(first) for pattern in footers):
        return True
    return len(filled) <= 8 and bool(_FOOTER.search(first))


def _data_row(
    row: int,
    label: str,
    first: str,
    filled: list[int],
    header: Header,
    section: SectionSpec,
    label_at: BoundColumn | None,
) -> DataRow | PassedRow:
    spec = row_spec(label, section) or (row_spec(first, section) if first != label else None)
    if spec is not None:
        if spec.role in ("total", "part", "memo") and not spec.store:
            return PassedRow(row, spec.role, label)
        if spec.role in ("skip", "caption", "note"):
            return PassedRow(row, spec.role, label)
        return DataRow(row, label, spec)
    if _NUMBERS_ROW.fullmatch(first) or (
        label_at and label and label == _label_text(header, label_at)
    ):
        return PassedRow(row, "header")
    if _TOTAL.fullmatch(label) or _TOTAL.fullmatch(first):
        return PassedRow(row, "total", label)
    if is_memo(label):
        return PassedRow(row, "memo", label)
    return DataRow(row, label, None)


def _label_text(header: Header, column: BoundColumn) -> str:
    parts = header.paths[column.index].parts
    return parts[0] if parts else ""


def row_spec(label: str, section: SectionSpec) -> RowSpec | None:
    """The layout's word on a row label; a label that fits exactly wins over a pattern."""
    if not label:
        return None
    bare = split_unit(label)[0]
    forms = (label, bare, strip_prefix(bare))
    for spec in section.row:
        if any(wanted in forms for wanted in spec.label if not wanted.startswith("re:")):
            return spec
    for spec in section.row:
        if any(w.startswith("re:") and match_label(w, label, bare) for w in spec.label):
            return spec
    return None
