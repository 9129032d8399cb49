"""What the columns of an unknown form may be (列的猜测): found header, likeliest standard section.

What is proposed comes from the standard layouts' own labels and from the catalogue; a column that
matches neither is left to a person, never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from rapidfuzz import fuzz, process

from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.headers import Header, header_at
from gxlab.intake.labels import Path as LabelPath
from gxlab.intake.labels import match_label, normal
from gxlab.intake.layout_spec import ColumnSpec, SectionSpec
from gxlab.reference.indicators import catalogue

_ALIKE = 86
_HEADER_WITHIN = 30
_NUMERIC = re.compile(r"[-+(]?[0-9][0-9,.]*%?\)?")
_READINGS = (
    (re.compile("上年同期|去年同期|同期数|^同期$"), 'reading = "base"'),
    (re.compile("增长|增速|增减|同比"), 'reading = "growth_pct"'),
    (re.compile("位次|排名"), 'reading = "rank"'),
)
_SPANS = (
    (re.compile("累计|1-"), 'span = "ytd"'),
    (re.compile("本月|当月|^[0-9]{1,2}月"), 'span = "month"'),
    (re.compile("期末|年末"), 'span = "point"'),
)
_SYNONYMS = {
    "主营业务收入": "revenue", "单位数": "enterprise_count", "企业个数": "enterprise_count",
    "企业单位数": "enterprise_count", "从业人员": "employees", "用工人数": "employees",
    "增加值": "value_added", "销售产值": "sales_output", "用电": "electricity",
}  # fmt: skip
_UNIT_WORDS = ("地区", "单位", "县区", "区县", "市别", "市州", "县(市、区)", "项目")


def densest_header(grid: Grid) -> tuple[Sheet, Header]:
    """The row with the most labels above rows of figures, over all sheets."""
    best: tuple[int, Sheet, int] | None = None
    for sheet in grid.sheets:
        for i, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
            labels = [t for t in row if t and not _NUMERIC.fullmatch(normal(t))]
            below = sheet.rows[i + 1 : i + 8]
            figures = sum(bool(t and _NUMERIC.fullmatch(normal(t))) for r in below for t in r)
            score = 10 * len(labels) + min(figures, 40)
            if len(labels) > 1 and figures and (best is None or score > best[0]):
                best = (score, sheet, sheet.top + i)
    if best is None:
        raise Unreadable("header_not_found", "看不出表头在哪里，请确认文件里有带列名的数据表")
    _, found, densest = best
    top = _first_header_row(found, densest)
    first = next(c for c in range(found.left, found.right) if found.at(top, c))
    return found, header_at(found, top, first, None)


def _first_header_row(sheet: Sheet, row: int) -> int:
    """The row where the header starts: merged labels may begin above the densest row."""
    tops = [
        top for top, left, bottom, right in sheet.merges if top < row <= bottom and left == right
    ]
    return min(tops, default=row)


def of_same_key(header: Header, sections: Sequence[SectionSpec]) -> list[SectionSpec]:
    """Where the first column names districts, only sections whose rows are units."""
    first = next(path for path in header.paths.values() if path.parts)
    if first.bare not in _UNIT_WORDS:
        return list(sections)
    return [s for s in sections if s.record == "observation" and s.subject == "unit"]


def likeliest(
    header: Header, sections: Sequence[SectionSpec]
) -> tuple[SectionSpec | None, dict[int, ColumnSpec]]:
    """The standard section that knows the most of the header's columns, and which it knows."""
    best: tuple[int, SectionSpec | None, dict[int, ColumnSpec]] = (1, None, {})
    for section in sections:
        matched = _match_all(header, section)
        telling = sum(1 for spec in matched.values() if not spec.ignore)
        if telling > best[0]:
            best = (telling, section, matched)
    return best[1], best[2]


def _match_all(header: Header, section: SectionSpec) -> dict[int, ColumnSpec]:
    """Columns of the header that a section's labels name: as written, or nearly."""
    matched: dict[int, ColumnSpec] = {}
    written = [(label, spec) for spec in section.column for label in spec.label if label]
    plain = [(label, spec) for label, spec in written if not label.startswith("re:")]
    for index, path in header.paths.items():
        if not path.parts:
            continue
        exact = (spec for label, spec in written if match_label(label, path.text, path.bare))
        if spec := next(exact, None):
            matched[index] = spec
            continue
        labels = [label for label, _ in plain]
        found = process.extractOne(path.bare, labels, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if found:
            matched[index] = plain[found[2]][1]
    return matched


def column_lines(
    header: Header,
    matched: dict[int, ColumnSpec],
    section: SectionSpec | None,
    sections: Sequence[SectionSpec],
) -> tuple[list[str], tuple[str, ...]]:
    """One TOML line a column, comments for what matched nothing, and those labels."""
    lines: list[str] = []
    unmatched: list[str] = []
    taken: set[str] = set()
    for index, path in header.paths.items():
        if not path.parts:
            continue
        role = _role(path, matched.get(index), section, sections)
        if role is None or (role != "ignore = true" and role in taken):
            unmatched.append(path.text)
            lines.append(f"  # 未识别，请说明含义或 ignore = true: {plain_text(path.text)}")
            continue
        taken.add(role)
        lines.append(f"  {{ label = {_label(path.bare)}, {role} }},")
    if not any("field" in line or "indicator" in line for line in lines):
        raise Unreadable("header_not_found", "没有一列能与指标目录或标准版式对上，请手工编写版式")
    return lines, tuple(unmatched)


def _role(
    path: LabelPath,
    known: ColumnSpec | None,
    section: SectionSpec | None,
    sections: Sequence[SectionSpec],
) -> str | None:
    """What a column is: as the likeliest section says, else as any like it, else by its words."""
    if known is not None and (text := _spec_text(known)):
        return text
    if path.bare in _UNIT_WORDS and (section is None or section.subject == "unit"):
        return 'field = "subject"'
    record = section.record if section else "observation"
    if record == "observation" and (role := _indicator_role(path)):
        return role
    for other in sections:
        if other.record == record and (section is None or other.subject == section.subject):
            for spec in other.column:
                if any(label in (path.bare, path.parts[-1]) for label in spec.label):
                    return _spec_text(spec)
    return "ignore = true" if path.bare in ("序号", "编号") else None


def _spec_text(spec: ColumnSpec) -> str | None:
    """The spec as TOML; None for a reading whose indicator only the row or the section tells."""
    if spec.ignore:
        return "ignore = true"
    if not (spec.field or spec.note or spec.indicator):
        return None
    parts = []
    for name in ("field", "note", "indicator", "span", "reading", "uom", "scope", "type"):
        value = getattr(spec, name)
        if value is not None:
            parts.append(f'{name} = "{value}"')
    return ", ".join(parts) or "ignore = true"


def _indicator_role(path: LabelPath) -> str | None:
    """An indicator whose name stands in the path, with span and reading by its other words."""
    names = {normal(entry.name): entry.id for entry in catalogue().values()} | _SYNONYMS
    inside = [name for name in names if name in path.bare]
    if inside:
        name = max(inside, key=len)
    else:
        labels = list(names)
        found = process.extractOne(path.parts[0], labels, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        if not found:
            return None
        name = found[0]
    rest = path.bare.replace(name, "") + "/" + path.parts[-1].replace(name, "")
    reading = next((text for pattern, text in _READINGS if pattern.search(rest)), None)
    span = next((text for pattern, text in _SPANS if pattern.search(rest)), None)
    unit = f'uom = "{path.unit}"' if path.unit and reading in (None, _READINGS[0][1]) else None
    return ", ".join(p for p in (f'indicator = "{names[name]}"', span, reading, unit) if p)


def _label(bare: str) -> str:
    """The label in TOML; months and years in it become patterns, for they change."""
    if not re.search(r"[0-9]+月|[0-9]{4}年", bare):
        return f'"{plain_text(bare)}"'
    pattern = re.sub(r"[0-9]+月", r"[0-9]+月", re.escape(plain_text(bare)).replace("'", ""))
    return f"'re:^{re.sub('[0-9]{4}年', '[0-9]{4}年', pattern)}$'"


def plain_text(text: str) -> str:
    """Text that is safe between double quotes of TOML."""
    return re.sub(r'[\\"\x00-\x1f\x7f]', "", text)
