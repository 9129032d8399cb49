"""What each row below a header is (行的身份): data, total, 其中, caption, note, or the end."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Binding, BoundColumn, Header
from gxlab.intake.labels import is_memo, match_label, normal, split_unit, strip_prefix
from gxlab.intake.layout_spec import RowSpec, SectionSpec

_FOOTER = re.compile(
    r"^(?:注(?:[::.、(]|\d|[一二三]|$)|(?:备注|说明|附注|填报说明|统计范围|指标解释|资料来源|数据来源|来源)[::]"
    r"|(?:单位|统计|部门|分管)?负责人|(?:主要)?指标解释|填表人|填报人|制表|审核人|复核人|经办人|联系(?:人|电话)|报出日期)"
)
_TOTAL = re.compile(r".{0,8}(?:小计|合计|总计)(?:\(.*\))?")
_NUMBERS_FIRST = ("甲", "栏次", "栏号")
_STEMS = "甲乙丙丁戊己庚辛壬癸"

_FOOTER_FIRST = frozenset("注备说附填统指资数来单部分主负制审复经联报本")
_NO_NAME_FIRST = frozenset("其#＃在甲栏全名企单项序指")
_SHORT = 24
"""Characters of a label that may be more than a name."""

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
    data_columns = {c.index - sheet.left for c in binding.columns if not c.spec.ignore}
    known_columns = {c.index - sheet.left for c in binding.columns}
    footers = [re.compile(pattern) for pattern in section.footer]
    caption = _label_text(header, label_at) if label_at else ""
    label_index = label_at.index - sheet.left if label_at else 0
    state = "data"
    for i in range(header.bottom - sheet.top, len(sheet.rows)):
        cells, row = sheet.rows[i], sheet.top + i
        filled = [j for j, text in enumerate(cells) if text is not None]
        if not filled:
            state = "below" if state == "data" and section.until_blank else state
            continue
        first = cells[filled[0]] or ""
        if state == "data" and _ends(first, filled, footers):
            state = "notes"
        if state == "notes" and len(filled) <= 3:
            yield PassedRow(row, "note")
        elif state != "data":
            yield StrayRow(row)
        elif data_columns.isdisjoint(filled):
            known = known_columns.issuperset(filled)
            yield PassedRow(row, "outside") if known else StrayRow(row)
        else:
            label = (cells[label_index] if 0 <= label_index < len(cells) else None) or ""
            if not label and (total := _total_beside(cells, filled)):
                yield PassedRow(row, "total", total)
            elif first.strip() in _NUMBERS_FIRST and _are_numbers([cells[j] or "" for j in filled]):
                yield PassedRow(row, "header")
            else:
                yield _data_row(row, label, first, caption, section)


def _total_beside(cells: list[str | None], filled: list[int]) -> str:
    """合计 in another column (序号, 县区) than the one that names the row, which is empty."""
    texts = (cells[j] or "" for j in filled)
    words = (normal(t) for t in texts if len(t) <= _SHORT and "计" in t)
    return next((word for word in words if _TOTAL.fullmatch(word)), "")


def _are_numbers(texts: list[str]) -> bool:
    """Whether a row only numbers the columns (栏号): 甲 乙 丙 1 2 3 …"""
    numbers = [text.strip() for text in texts[1:] if text.strip() not in _STEMS]
    return numbers == [str(n) for n in range(1, len(numbers) + 1)]


def _ends(first: str, filled: list[int], footers: list[re.Pattern[str]]) -> bool:
    if not footers and (len(filled) > 8 or first.lstrip()[:1] not in _FOOTER_FIRST):
        return False
    text = normal(first)
    if any(pattern.search(text) for pattern in footers):
        return True
    return len(filled) <= 8 and bool(_FOOTER.search(text))


def _data_row(
    row: int, raw: str, raw_first: str, caption: str, section: SectionSpec
) -> DataRow | PassedRow:
    plain = not (section.row or _suspect(raw) or _suspect(raw_first))
    if plain and raw.strip() != caption:
        return DataRow(row, raw.strip(), None)
    # Names of firms are long and many: only short labels can be totals, captions or indicators.
    label = normal(raw) if section.row or len(raw) <= _SHORT else raw.strip()
    first = normal(raw_first) if len(raw_first) <= _SHORT else label
    spec = row_spec(label, section) or (row_spec(first, section) if first != label else None)
    if spec is not None:
        if spec.role in ("total", "part", "memo") and not spec.store:
            return PassedRow(row, spec.role, label)
        if spec.role in ("skip", "caption", "note"):
            return PassedRow(row, spec.role, label)
        return DataRow(row, label, spec)
    if label and label == caption:
        return PassedRow(row, "header")
    if ("计" in label and _TOTAL.fullmatch(label)) or ("计" in first and _TOTAL.fullmatch(first)):
        return PassedRow(row, "total", label)
    if is_memo(label):
        return PassedRow(row, "memo", label)
    return DataRow(row, label, None)


def _suspect(raw: str) -> bool:
    """Whether a text may be anything but a name: most rows of long tables are spared the work."""
    return "计" in raw or raw.lstrip()[:1] in _NO_NAME_FIRST


def _label_text(header: Header, column: BoundColumn) -> str:
    parts = header.paths[column.index].parts
    return parts[0] if parts else ""


def row_spec(label: str, section: SectionSpec) -> RowSpec | None:
    """The layout's word on a row label; a label that fits exactly wins over a pattern."""
    if not label or not section.row:
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
