"""Finding the header of a table and giving each column its declared role (表头与列)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from gxlab.intake.grid import Grid, Sheet, column_letters
from gxlab.intake.labels import Path, match_label, normal, split_unit
from gxlab.intake.layout_spec import ColumnSpec, SectionSpec
from gxlab.intake.meaning import Meaning, fields_meant, meanings, same_values
from gxlab.intake.words import words

_NUMERIC = re.compile(r"[-+(]?[0-9][0-9,.]*%?\)?")
_MAX_HEADER_ROWS = 5
_MEMO = re.compile("其中:")
_GROUPS_ABOVE = 2
_HEADER_WITHIN = 200
"""Rows in which a header is looked for."""


@dataclass(frozen=True)
class Header:
    """The header of a table: its first row, the first data row, and the path of each column."""

    top: int
    bottom: int
    paths: dict[int, Path]


@dataclass(frozen=True)
class BoundColumn:
    """A column of the sheet with the role the layout gives it; ``groups`` come from its label."""

    index: int
    spec: ColumnSpec
    path: Path
    groups: dict[str, str] = field(default_factory=dict)

    @property
    def letters(self) -> str:
        """The column's letters in the sheet."""
        return column_letters(self.index)


@dataclass(frozen=True)
class Binding:
    """All bound columns, the unbound ones, and what the layout requires but the sheet lacks."""

    columns: tuple[BoundColumn, ...]
    unknown: tuple[int, ...]
    missing: tuple[ColumnSpec, ...]
    ambiguous: tuple[tuple[ColumnSpec, tuple[int, ...]], ...]

    @property
    def known(self) -> int:
        """How many columns the layout has a word for."""
        twice = {index for _, hits in self.ambiguous for index in hits}
        return len({column.index for column in self.columns} | twice)


def sheets_of(grid: Grid, section: SectionSpec) -> list[Sheet]:
    """The sheets a section may stand on: by name, else the first that has its header.

    A cover or a page of notes before the table changes nothing.
    """
    filled = [sheet for sheet in grid.sheets if sheet.cells]
    if section.sheet is None:
        headed = (sheet for sheet in filled if find_header(sheet, section) is not None)
        first = next(headed, None)
        return [first] if first is not None else filled[:1]
    return [s for s in filled if re.search(section.sheet, s.name) or not s.name]


def find_header(sheet: Sheet, section: SectionSpec) -> Header | None:
    """The header with the most columns the layout knows; the uppermost of equals."""
    anchors = section.anchor or next((c.label for c in section.column if c.required), ())
    # One known label may stand in a title by chance; two in a row are a header.
    enough = min(2, len({spec.label for spec in section.column}))
    best: tuple[int, Header] | None = None
    learned = section.header_rows is None and any(spec.alike for spec in section.column)
    for row, column in _anchor_cells(sheet, anchors):
        header = header_at(sheet, row, column, section.header_rows)
        for candidate in (header, *(_heightened(sheet, header) if learned else ())):
            known = bind(candidate, section).known
            if known >= enough and (best is None or known > best[0]):
                best = (known, candidate)
    return best[1] if best else None


def _heightened(sheet: Sheet, header: Header) -> Iterator[Header]:
    """The same header with the group labels above it, as they may stand over an anchor's row."""
    for top in range(header.top - 1, max(header.top - _GROUPS_ABOVE, sheet.top) - 1, -1):
        if not is_label_row(sheet, top):
            return
        first = next(c for c in range(sheet.left, sheet.right) if sheet.at(top, c))
        yield header_at(sheet, top, first, header.bottom - top)


def is_label_row(sheet: Sheet, row: int) -> bool:
    """Whether a row may be one of a header: several labels, no figures, nothing like 单位:万元."""
    texts = [normal(t) for c in range(sheet.left, sheet.right) if (t := sheet.at(row, c))]
    if not texts or any(map(_no_label, texts)):
        return False
    return len(texts) > 1 or any(
        top == row and sheet.left < left < right for top, left, _, right in sheet.merges
    )


def _no_label(text: str) -> bool:
    return bool(_NUMERIC.fullmatch(text)) or (":" in text and not _MEMO.match(text))


def _anchor_cells(sheet: Sheet, anchors: tuple[str, ...]) -> list[tuple[int, int]]:
    found = []
    for i, row in enumerate(sheet.rows[:_HEADER_WITHIN]):
        for j, text in enumerate(row):
            if text and len(text) < 60 and _is_anchor(text, anchors):
                found.append((sheet.top + i, sheet.left + j))
                break
    return found[:40]


def _is_anchor(text: str, anchors: tuple[str, ...]) -> bool:
    label = normal(text)
    bare = split_unit(label)[0]
    return any(anchor in (label, bare) for anchor in anchors)


def header_at(sheet: Sheet, row: int, column: int, declared: int | None) -> Header:
    """The header whose uppermost row is ``row``; ``declared`` rows high, else as merged."""
    height = declared or _height(sheet, row, column)
    merged = {
        (r, c): (top, left)
        for top, left, bottom, right in sheet.merges
        if top < row + height and bottom >= row
        for r in range(top, bottom + 1)
        for c in range(left, right + 1)
    }
    columns = range(sheet.left, sheet.right)
    lines = [
        _line(sheet, r, columns, merged, last=r == row + height - 1)
        for r in range(row, row + height)
    ]
    paths = {}
    for c in columns:
        parts = [line[c] for line in lines if line.get(c)]
        unique = tuple(p for i, p in enumerate(parts) if i == 0 or p != parts[i - 1])
        paths[c] = Path(unique)
    return Header(row, row + height, paths)


def _line(
    sheet: Sheet,
    row: int,
    columns: range,
    merged: dict[tuple[int, int], tuple[int, int]],
    *,
    last: bool,
) -> dict[int, str]:
    """The labels of one header row, merged cells filled.

    Where a file keeps no merges (csv), a label above others reaches to the right.
    """
    line: dict[int, str] = {}
    for column in columns:
        text = sheet.at(*merged.get((row, column), (row, column)))
        if text is None and not last and not merged and sheet.at(row + 1, column):
            text = line.get(column - 1)
        if text:
            line[column] = normal(text)
    return line


def _height(sheet: Sheet, row: int, column: int) -> int:
    """Rows of a header whose anchor stands in ``row``: its merged rows, or label rows below it."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return bottom - row + 1
    height = 1
    while height < _MAX_HEADER_ROWS:
        below = [sheet.at(row + height, c) for c in range(sheet.left, sheet.right)]
        texts = [text for text in below if text]
        if not texts or sheet.at(row + height, column):
            break
        if any(_NUMERIC.fullmatch(normal(text)) for text in texts):
            break
        height += 1
    return height


def bind(header: Header, section: SectionSpec) -> Binding:
    """Give every column its role; an exact label wins over one that fits the last part."""
    exact: dict[int, list[tuple[int, ColumnSpec]]] = {}
    for number, spec in enumerate(section.column):
        for index, path in header.paths.items():
            if path.text in spec.label or path.bare in spec.label:
                exact.setdefault(index, []).append((number, spec))
    meant = meanings(header.paths) if any(spec.alike for spec in section.column) else {}
    bound: list[BoundColumn] = []
    missing: list[ColumnSpec] = []
    ambiguous: list[tuple[ColumnSpec, tuple[int, ...]]] = []
    for spec in section.column:
        hits = [i for i, specs in exact.items() if any(s is spec for _, s in specs)]
        if spec.alike and not hits:
            hits = _alike(header, section, spec, exact, meant)
        elif spec.many or not hits:
            hits = sorted({*hits, *_loose(header, spec, exact)})
        if len(hits) > 1 and not spec.many and spec.label != ("",):
            ambiguous.append((spec, tuple(hits)))
            continue
        if not hits and spec.required:
            missing.append(spec)
        for index in hits:
            groups = _groups(spec, header.paths[index])
            bound.append(BoundColumn(index, spec, header.paths[index], groups))
    taken = {column.index for column in bound} | {i for _, hits in ambiguous for i in hits}
    unknown = tuple(i for i in header.paths if i not in taken)
    return Binding(tuple(_once(bound)), unknown, tuple(missing), tuple(ambiguous))


def _alike(
    header: Header,
    section: SectionSpec,
    spec: ColumnSpec,
    exact: dict[int, list[tuple[int, ColumnSpec]]],
    meant: dict[int, Meaning],
) -> list[int]:
    """Columns that say the same in other words, among those no label fits exactly (同义列)."""
    free = [i for i, path in header.paths.items() if i not in exact and path.parts]
    if spec.field or spec.note or spec.ignore:
        return [i for i in free if _named_alike(header.paths[i], section, spec)]
    return [i for i in free if i in meant and same_values(spec, section, meant[i], words())]


def _named_alike(path: Path, section: SectionSpec, spec: ColumnSpec) -> bool:
    known = words()
    if spec.note:
        return known.notes.get(path.bare) == spec.note
    if spec.ignore:
        return path.bare in known.ignored
    if section.record != "observation":
        return spec.field in fields_meant(path, section.record)
    named = {path.bare, path.bare.rpartition("/")[2]}
    return any(not named.isdisjoint(known.keys[key]) for key in _keys_of(spec, section))


def _keys_of(spec: ColumnSpec, section: SectionSpec) -> tuple[str, ...]:
    """The lists of words for a key column of observations."""
    by_field = {"row": ("row",), "uom": ("uom",), "subject_name": (f"{section.subject}_name",)}
    if spec.field == "subject":
        code = f"{section.subject}_code"
        return (code,) if code in words().keys else (str(section.subject),)
    return tuple(k for k in by_field.get(spec.field or "", ()) if k in words().keys)


def _loose(
    header: Header, spec: ColumnSpec, exact: dict[int, list[tuple[int, ColumnSpec]]]
) -> list[int]:
    """Columns whose last parts or pattern fit, among those no label fits exactly."""
    for label in spec.label:
        if not label:
            continue
        hits = [
            index
            for index, path in header.paths.items()
            if index not in exact and path.parts and match_label(label, path.text, path.bare)
        ]
        if hits and not spec.many:
            return hits
    if not spec.many:
        return []
    return [
        index
        for index, path in header.paths.items()
        if index not in exact
        and path.parts
        and any(label and match_label(label, path.text, path.bare) for label in spec.label)
    ]


def _groups(spec: ColumnSpec, path: Path) -> dict[str, str]:
    for label in spec.label:
        found = match_label(label, path.text, path.bare)
        if isinstance(found, re.Match):
            return {name: text for name, text in found.groupdict().items() if text}
    return {}


def _once(bound: list[BoundColumn]) -> list[BoundColumn]:
    """Drop loose second roles: a column takes several roles only for different fields."""
    fields = Counter((column.index, _role(column.spec)) for column in bound)
    kept: list[BoundColumn] = []
    for column in bound:
        if fields[column.index, _role(column.spec)] == 1 or not any(
            k.index == column.index and _role(k.spec) == _role(column.spec) for k in kept
        ):
            kept.append(column)
    return kept


def _role(spec: ColumnSpec) -> str:
    return spec.field or spec.note or ("" if not spec.ignore else "ignore")
