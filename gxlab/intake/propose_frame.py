"""What kind of table an unknown form is (表的种类): whose figures, in rows or in columns.

A table of the warehouse where its columns are that table's fields, else figures of firms, units,
clusters or industries; with the indicators in the columns, in the rows, or named by the title.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from gxlab.intake.grid import Sheet
from gxlab.intake.headers import Header
from gxlab.intake.labels import Path, match_label, normal, strip_prefix
from gxlab.intake.layout_spec import SectionSpec, SubjectKind
from gxlab.intake.lookups import Lookups
from gxlab.intake.meaning import Meaning, fields_meant, meanings, row_meaning
from gxlab.intake.propose_content import PLACE, share_like, titled_indicator
from gxlab.intake.propose_header import column_texts
from gxlab.intake.words import Words
from gxlab.reference.periods import find_period

_NO_PLACE = ("地区", "县区", "合计", "总计")
_FEWEST_FIELDS = 4
_FEWEST_MONTHS = 3
_RECORD_KEYS = ("statistical_code", "project_code", "candidate", "enterprise", "name", "cluster")


@dataclass(frozen=True)
class Frame:
    """How a table is to be read (表的读法), before its columns are looked at one by one."""

    sheet: Sheet
    header: Header
    titles: tuple[str, ...]
    meanings: Mapping[int, Meaning]
    record: str = "observation"
    subject: SubjectKind | None = None
    section: SectionSpec | None = None
    indicator: str | None = None
    by_row: bool = False
    key: int | None = None
    key_field: str = "subject"
    key_told: str = ""
    key_confidence: float = 0.5
    wide: frozenset[int] = frozenset()
    wide_group: str = ""
    rows: Mapping[str, Meaning | None] = field(default_factory=dict)
    """Labels of rows, where rows are indicators."""

    @property
    def says_what(self) -> bool:
        """Whether wide columns hold figures of a known indicator, by title, rows or labels."""
        return self.by_row or self.indicator is not None

    @property
    def says_ytd(self) -> bool:
        """Whether a title states a cumulative period (1—5月, 上半年)."""
        return any((p := find_period(t)) is not None and p.span == "ytd" for t in self.titles)

    @property
    def says_year(self) -> bool:
        """Whether a title states a year and no month (年报)."""
        found = [p for t in self.titles if (p := find_period(t)) is not None]
        bare = any(re.search(r"[(（](?:19|20)[0-9]{2}[)）]", t) for t in self.titles)
        return (bool(found) or bare) and all(p.span == "year" for p in found)

    @property
    def default_span(self) -> str:
        """The span of figures whose label states none."""
        return "" if self.wide else "全年" if self.says_year else "累计（缺省）"

    def fields_of(self, path: Path, known: Words) -> tuple[str, ...]:
        """The fields a label may be, by the words, else by the likest standard layout."""
        if meant := fields_meant(path, self.record, known):
            return meant
        specs = self.section.column if self.section else ()
        named = (s.field for s in specs if s.field and _says(s.label, path))
        return tuple(dict.fromkeys(named))

    def extras(self, name: str) -> dict[str, str | int | bool]:
        """What the likest standard layout says besides of a field: type, ditto."""
        specs = self.section.column if self.section else ()
        spec = next((s for s in specs if s.field == name), None)
        found: dict[str, str | int | bool] = {}
        if spec is not None and spec.type:
            found["type"] = spec.type
        if spec is not None and spec.ditto:
            found["ditto"] = True
        return found


def _says(labels: tuple[str, ...], path: Path) -> bool:
    return any(label and match_label(label, path.text, path.bare) for label in labels)


def frame_of(
    sheet: Sheet,
    header: Header,
    titles: tuple[str, ...],
    sections: Sequence[SectionSpec],
    known: Words,
    lookups: Lookups,
) -> Frame:
    """The likeliest reading of a table."""
    plain = Frame(sheet, header, titles, meanings(header.paths, known))
    of_record = _as_record(plain, sections, known)
    observed = _as_observations(plain, known, lookups)
    if of_record is not None and _explained(of_record, known) > _explained(observed, known):
        return of_record
    return observed


def _explained(frame: Frame, known: Words) -> int:
    """How many columns the reading has a word for."""
    paths = [(i, p) for i, p in frame.header.paths.items() if p.parts]
    if frame.record != "observation":
        return sum(1 for _, p in paths if frame.fields_of(p, known))
    named = {name for names in known.keys.values() for name in names}
    values = sum(
        1
        for i, _ in paths
        if (i in frame.wide and frame.says_what)
        or ((m := frame.meanings.get(i)) and (m.indicator or frame.indicator or frame.by_row))
    )
    sides = sum(1 for i, p in paths if p.bare in named or p.bare in known.notes)
    return 2 * values + sides if frame.by_row or frame.wide else values + sides


def _as_record(frame: Frame, sections: Sequence[SectionSpec], known: Words) -> Frame | None:
    """The table of the warehouse whose fields explain the most columns."""
    best: tuple[int, Frame] | None = None
    of_tables = [s for s in sections if s.record != "observation" and not s.distinct]
    names = list(dict.fromkeys([*known.fields, *(s.record for s in of_tables)]))
    for record in names:
        own: list[SectionSpec | None] = [s for s in of_tables if s.record == record]
        for section in own or [None]:
            tried = replace(frame, record=record, section=section)
            score = _explained(tried, known)
            if score >= _FEWEST_FIELDS and (best is None or score > best[0]):
                best = (score, tried)
    return _with_record_key(best[1], known) if best else None


def _with_record_key(frame: Frame, known: Words) -> Frame:
    named = {i: frame.fields_of(p, known) for i, p in frame.header.paths.items() if p.parts}
    order = ("name", *_RECORD_KEYS) if "project" in frame.record else _RECORD_KEYS
    for wanted in order:
        for index, fields in named.items():
            if fields and fields[0] == wanted:
                path = frame.header.paths[index]
                return replace(
                    frame, key=index, key_field=wanted, key_told=path.bare, key_confidence=0.95
                )
    return frame


def _as_observations(frame: Frame, known: Words, lookups: Lookups) -> Frame:
    found = _by_rows(frame, known) or _by_key(frame, known, lookups)
    found = _wide(found, lookups)
    said = {m.indicator for m in found.meanings.values() if m.indicator}
    if len(said) == 1 and any(m.indicator is None for m in found.meanings.values()):
        return replace(found, indicator=said.pop())
    if found.by_row or said:
        return found
    titled = titled_indicator(frame.titles, known)
    if titled is None:  # twelve months of nobody knows what
        return replace(found, wide=frozenset(), wide_group="")
    return replace(found, indicator=titled)


def _by_rows(frame: Frame, known: Words) -> Frame | None:
    """Where the labels of the rows are indicators: the column that holds them is 指标."""
    for index in _text_columns(frame):
        labels = _row_labels(frame, index)
        meant = {t: row_meaning(strip_prefix(t), known) for t in labels}
        said = [t for t, m in meant.items() if m is not None and m.indicator]
        if len(said) >= 2 and len(said) * 2 >= len(meant):
            told = {t: m if m is not None and m.indicator else None for t, m in meant.items()}
            return replace(
                frame, by_row=True, subject="unit", key=index, key_field="row", rows=told,
                key_told="指标名称", key_confidence=0.97,
            )  # fmt: skip
    return None


def _row_labels(frame: Frame, index: int) -> list[str]:
    """The labels of the rows that hold anything beside them; notes below stand alone."""
    sheet = frame.sheet
    rows = range(frame.header.bottom, min(sheet.bottom, frame.header.bottom + 60))
    filled = (r for r in rows if sum(t is not None for t in sheet.rows[r - sheet.top]) > 1)
    return [normal(text) for r in filled if (text := sheet.at(r, index))]


def _text_columns(frame: Frame) -> list[int]:
    return [i for i, p in frame.header.paths.items() if p.parts and i not in frame.meanings][:4]


_KEYS: tuple[tuple[str, SubjectKind, str, str], ...] = (
    ("enterprise_code", "enterprise", "subject", "统一社会信用代码"),
    ("cluster", "cluster", "subject", "集群名称"),
    ("meter", "meter", "subject", "户号"),
    ("enterprise_name", "enterprise", "subject_name", "企业名称"),
    ("unit", "unit", "subject", "统计单元"),
    ("industry_code", "industry", "subject", "行业代码"),
    ("industry_name", "industry", "subject", "行业名称"),
)


def _by_key(frame: Frame, known: Words, lookups: Lookups) -> Frame:
    """The key by its label, and by what stands in its cells where the label says too little."""
    named = {i: p.bare.rpartition("/")[2] for i, p in frame.header.paths.items() if p.parts}
    for key, subject, into, told in _KEYS:
        for index, name in named.items():
            if name not in known.keys[key] or index in frame.meanings:
                continue
            fits = _content_fits(frame, index, subject, lookups)
            if fits < 0.3 and name in ("单位", "单位名称", "企业", "代码", "行业"):
                continue
            sure = 0.97 if fits >= 0.5 else 0.75
            return replace(
                frame,
                subject=subject,
                key=index,
                key_field=into,
                key_told=told,
                key_confidence=sure,
            )
    return _by_content(frame, lookups)


def _by_content(frame: Frame, lookups: Lookups) -> Frame:
    kinds: tuple[tuple[SubjectKind, str, str], ...] = (
        ("enterprise", "subject_name", "企业名称"), ("unit", "subject", "统计单元"),
    )  # fmt: skip
    for index in _text_columns(frame):
        for subject, into, told in kinds:
            if _content_fits(frame, index, subject, lookups) >= 0.6:
                return replace(
                    frame, subject=subject, key=index, key_field=into, key_told=told,
                    key_confidence=0.8,
                )  # fmt: skip
    columns = [i for i, p in frame.header.paths.items() if p.parts]
    return replace(frame, subject="unit", key=columns[0], key_told="统计单元？", key_confidence=0.3)


def _content_fits(frame: Frame, index: int, subject: SubjectKind, lookups: Lookups) -> float:
    """The share of a column's cells that look like what it would name."""
    texts = [normal(t) for t in column_texts(frame.sheet, frame.header, index, 80)]
    return share_like(texts, subject, lookups)


def _wide(frame: Frame, lookups: Lookups) -> Frame:
    """Columns that are months, or units: one series spread over many columns (宽表)."""
    months = [
        i
        for i, m in frame.meanings.items()
        if m.months and not m.indicator and m.reading == "value" and _single(frame, i)
    ]
    if len({frame.meanings[i].months for i in months}) >= _FEWEST_MONTHS:
        return replace(frame, wide=frozenset(months), wide_group="period")
    if not frame.by_row and frame.subject != "industry":
        return frame
    units = [
        i
        for i, p in frame.header.paths.items()
        if _single(frame, i) and i != frame.key and PLACE.match(p.bare) and p.bare not in _NO_PLACE
    ]
    if len(units) >= 2:
        return replace(frame, wide=frozenset(units), wide_group="subject")
    return frame


def _single(frame: Frame, index: int) -> bool:
    return len(frame.header.paths[index].parts) == 1
