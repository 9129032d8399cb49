"""Cells of a file counted without the product (独立点数): own reading of zip, XML and records.

For each worksheet how many cells hold more than blanks, how many of them are error values, and how
many formulas were saved without a result.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from tests.reliability import awkward_records as records

_X = re.compile(r"_x([0-9A-Fa-f]{4})_")


@dataclass
class Count:
    """One worksheet's cells by place; ``texts`` only where the content tells blank from filled."""

    cells: set[tuple[int, int]] = field(default_factory=set)
    errors: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)

    @property
    def told(self) -> tuple[int, int, int]:
        """As the import tells it: cells, error cells, formulas without a value."""
        return len(self.cells), len(self.errors), len(self.uncalculated - self.cells)

    def put(self, place: tuple[int, int], text: str) -> None:
        """A cell with this content; blanks are none."""
        if text and not text.isspace():
            self.cells.add(place)
        else:
            self.cells.discard(place)


def count(data: bytes, delimiter: str = ",") -> dict[str, Count]:
    """By sheet name the counts of a file of any of the kinds the product reads."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        return _records(records.xls(data))
    if not data.startswith(b"PK"):
        return {"": _text(data, delimiter)}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {n.replace("\\", "/").lstrip("/").lower(): n for n in archive.namelist()}
        if "content.xml" in parts:
            return _ods(archive.read(parts["content.xml"]))
        if any(name.endswith("workbook.bin") for name in parts):
            return _records(records.xlsb({k: archive.read(v) for k, v in parts.items()}))
        return _xlsx({k: archive.read(v) for k, v in parts.items()})


def _records(found: Iterator[tuple[str, int, int, str | None, bool]]) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for sheet, row, column, text, error in found:
        mine = counts.setdefault(sheet, Count())
        if row < 0:
            continue
        mine.put((row, column), text or "")
        (mine.errors.add if error else mine.errors.discard)((row, column))
    return counts


def _text(data: bytes, delimiter: str) -> Count:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    counted, row, column, cell, quoted = Count(), 0, 0, "", False
    at = 0
    while at < len(text):
        mark = text[at]
        if quoted:
            if mark == '"' and text[at + 1 : at + 2] == '"':
                cell, at = cell + '"', at + 1
            elif mark == '"':
                quoted = False
            else:
                cell += mark
        elif mark == '"' and not cell:
            quoted = True
        elif mark in (delimiter, "\n", "\r"):
            counted.put((row, column), cell)
            cell, column = "", column + 1
            if mark != delimiter:
                at += text[at : at + 2] == "\r\n"
                row, column = row + 1, 0
        else:
            cell += mark
        at += 1
    counted.put((row, column), cell)
    return counted


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _attribute(element: ElementTree.Element, name: str) -> str | None:
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def _found(root: ElementTree.Element, name: str) -> Iterator[ElementTree.Element]:
    return (element for element in root.iter() if _local(element) == name)


def _xlsx(parts: dict[str, bytes]) -> dict[str, Count]:
    book = next(name for name in sorted(parts) if re.search(r"(^|/)workbook\d*\.xml$", name))
    base, stem = posixpath.split(book)
    targets = {
        _attribute(r, "Id"): (_attribute(r, "Target") or "", _attribute(r, "Type") or "")
        for r in _found(ElementTree.fromstring(parts[f"{base}/_rels/{stem}.rels".lstrip("/")]),
                        "Relationship")
    }  # fmt: skip
    shared = _shared(parts, base, targets)
    counts = {}
    for sheet in _found(ElementTree.fromstring(parts[book]), "sheet"):
        target, kind = targets[sheet.attrib[next(k for k in sheet.attrib if k.endswith("}id"))]]
        if not kind.endswith("/worksheet"):
            continue
        path = posixpath.normpath(posixpath.join("/" + base, target.replace("\\", "/")))
        part = parts.get(path.lstrip("/").lower())
        counts[sheet.attrib["name"]] = _sheet(part, shared) if part else Count()
    return counts


def _shared(
    parts: dict[str, bytes], base: str, targets: dict[str | None, tuple[str, str]]
) -> list[str]:
    for target, kind in targets.values():
        path = posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/").lower()
        if kind.endswith("/sharedStrings") and path in parts:
            return [_string(si) for si in ElementTree.fromstring(parts[path]) if _local(si) == "si"]
    return []


def _string(element: ElementTree.Element) -> str:
    """The text of a string item, phonetic hints left out."""
    text = ""
    for child in element:
        if _local(child) == "t":
            text += child.text or ""
        elif _local(child) == "r":
            text += "".join(t.text or "" for t in child if _local(t) == "t")
    return _X.sub(lambda m: chr(int(m[1], 16)), text)


def _sheet(part: bytes, shared: list[str]) -> Count:
    counted = Count()
    row = -1
    for line in _found(ElementTree.fromstring(part), "row"):
        row = int(line.attrib["r"]) - 1 if line.get("r") else row + 1
        column = -1
        for cell in line:
            if _local(cell) == "c":
                place = _place(cell.get("r"), row, column)
                row, column = place
                _cell(counted, cell, place, shared)
    return counted


def _place(address: str | None, row: int, column: int) -> tuple[int, int]:
    if not address:
        return row, column + 1
    found = re.fullmatch(r"([A-Za-z]+)([0-9]+)", address)
    assert found
    number = 0
    for letter in found[1].upper():
        number = number * 26 + ord(letter) - 64
    return int(found[2]) - 1, number - 1


def _cell(
    counted: Count, cell: ElementTree.Element, place: tuple[int, int], shared: list[str]
) -> None:
    children = {_local(child): child for child in cell}
    kind = cell.get("t", "n")
    value = children["v"].text or "" if "v" in children else ""
    if kind == "e":
        counted.errors.add(place)
        counted.cells.add(place)
        return
    if kind == "s":
        value = shared[int(value)] if value else ""
    elif kind == "inlineStr" and "is" in children:
        value = _string(children["is"])
    elif kind == "str":
        value = _X.sub(lambda m: chr(int(m[1], 16)), value)
    counted.put(place, value)
    if "f" in children and kind != "str" and not value:
        counted.uncalculated.add(place)


def _ods(content: bytes) -> dict[str, Count]:
    counts: dict[str, Count] = {}
    for table in _found(ElementTree.fromstring(content), "table"):
        counted, row = Count(), 0
        for line in _found(table, "table-row"):
            lines = int(_attribute(line, "number-rows-repeated") or 1)
            column = 0
            for cell in line:
                if _local(cell) not in ("table-cell", "covered-table-cell"):
                    continue
                times = int(_attribute(cell, "number-columns-repeated") or 1)
                text = _ods_text(cell)
                if text and not text.isspace():
                    for r in range(row, row + lines):
                        for c in range(column, column + times):
                            counted.cells.add((r, c))
                            if _is_error(cell):
                                counted.errors.add((r, c))
                column += times
            row += lines
        counts[_attribute(table, "name") or ""] = counted
    return counts


def _ods_text(cell: ElementTree.Element) -> str:
    for name in ("value", "date-value", "time-value", "boolean-value", "string-value"):
        kind = _attribute(cell, "value-type")
        if kind and (given := _attribute(cell, name)) and (kind != "string" or name[0] == "s"):
            return given
    return "\n".join("".join(p.itertext()) for p in cell if _local(p) == "p")


def _is_error(cell: ElementTree.Element) -> bool:
    return any(
        key.endswith("value-type") and value == "error" for key, value in cell.attrib.items()
    )
