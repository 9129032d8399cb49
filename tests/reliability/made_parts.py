"""The parts a bad workbook is put together from (部件)."""

from __future__ import annotations

import io
import random
import struct
import warnings
import zipfile
import zlib

Parts = dict[str, bytes]

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_TYPE = "application/vnd.openxmlformats"
_RELATIONS = f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
_ONE = (
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>'
    '<row r="2"><c r="A2" t="s"><v>2</v></c><c r="B2"><v>1203.4</v></c></row></sheetData>'
)
_STRINGS = "<si><t>名称</t></si><si><t>营业收入</t></si><si><t>示例公司</t></si>"
_STATES = ("", ' state="hidden"', ' state="veryHidden"')


def plain_parts(
    sheet: str = _ONE,
    *,
    sheets: tuple[str, ...] = ("表一",),
    strings: str | None = None,
    before: str = "",
    hide: bool = False,
    book: str = "",
    styles: str = "",
) -> Parts:
    """A small workbook as its parts; every sheet has the same content."""
    if strings is None and sheet == _ONE:
        strings = _STRINGS
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"{_STATES[(n - 1) % 3] if hide else ""}/>'
        for n, name in enumerate(sheets, start=1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{REL}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    if strings is not None:
        links += f'<Relationship Id="rIdS" Type="{REL}/sharedStrings" Target="sharedStrings.xml"/>'
    if styles:
        links += f'<Relationship Id="rIdF" Type="{REL}/styles" Target="styles.xml"/>'
    found = {
        "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPE}-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Override '
        f'PartName="/xl/workbook.xml" ContentType="{_TYPE}-officedocument.spreadsheetml.sheet'
        '.main+xml"/></Types>',
        "_rels/.rels": f'{_RELATIONS}<Relationship Id="r" '
        f'Type="{REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{REL}">{book}'
        f"<sheets>{listed}"
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"{_RELATIONS}{links}</Relationships>",
    }
    body = f'{_HEAD}{before}<worksheet xmlns="{_MAIN}">{sheet}</worksheet>'
    found |= {f"xl/worksheets/sheet{n}.xml": body for n in range(1, len(sheets) + 1)}
    if strings is not None:
        found["xl/sharedStrings.xml"] = f'{_HEAD}<sst xmlns="{_MAIN}">{strings}</sst>'
    if styles:
        found["xl/styles.xml"] = f'{_HEAD}<styleSheet xmlns="{_MAIN}">{styles}</styleSheet>'
    return {name: text.encode() for name, text in found.items()}


def zipped(
    parts: Parts,
    *,
    method: int = zipfile.ZIP_DEFLATED,
    twice: tuple[str, bytes] | None = None,
    comment: bytes = b"",
    zip64: bool = False,
) -> bytes:
    """The parts packed; ``twice`` once more under a name that is there already."""
    packed = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(packed, "w", method) as archive:
        warnings.simplefilter("ignore", UserWarning)  # of a name used twice, on purpose
        for name, part in [*parts.items(), *([twice] if twice else [])]:
            entry = zipfile.ZipInfo(name, (2026, 5, 31, 8, 0, 0))
            entry.compress_type = method
            with archive.open(entry, "w", force_zip64=zip64) as file:
                file.write(part)
        archive.comment = comment
    return packed.getvalue()


def with_sheet(sheet: str, before: str = "", method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A workbook of one sheet with this content."""
    return zipped(plain_parts(sheet, before=before), method=method)


def book() -> bytes:
    """A small sound workbook."""
    return zipped(plain_parts())


def without(name: str) -> Parts:
    """A small workbook that lacks a part."""
    return {key: part for key, part in plain_parts().items() if key != name}


def lying_size() -> bytes:
    """A workbook whose directory says that a part of 60 MB unfolds to 100 bytes."""
    parts = plain_parts()
    name = "xl/worksheets/sheet1.xml"
    data = bytearray(zipped(parts | {name: parts[name] + b" " * 60_000_000}))
    for mark, at_size in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(mark)
        while at >= 0:
            head = 30 if mark == b"PK\x03\x04" else 46
            if data[at + head :].startswith(name.encode()):
                struct.pack_into("<I", data, at + at_size, 100)
            at = data.find(mark, at + 4)
    return bytes(data)


def foreign_method(data: bytes, method: int) -> bytes:
    """A workbook that says its parts are packed in another way."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = changed.find(mark)
        while at >= 0:
            struct.pack_into("<H", changed, at + place, method)
            at = changed.find(mark, at + 4)
    return bytes(changed)


def flagged(data: bytes, flag: int) -> bytes:
    """A workbook whose parts carry a flag (1 = encrypted)."""
    changed = bytearray(data)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(mark)
        while at >= 0:
            changed[at + place] |= flag
            at = changed.find(mark, at + 4)
    return bytes(changed)


class _Pipe(io.RawIOBase):
    """A file that cannot go back: sizes come after the content."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: bytes) -> int:  # type: ignore[override]
        self.data += piece
        return len(piece)


def streamed() -> bytes:
    """A workbook written to a pipe, as web servers do."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in plain_parts().items():
            archive.writestr(name, part)
    return bytes(pipe.data)


def wrong_crc(data: bytes) -> bytes:
    """A workbook whose checksums do not fit."""
    changed = bytearray(data)
    at = changed.find(b"PK\x01\x02")
    while at >= 0:
        struct.pack_into("<I", changed, at + 16, zlib.crc32(b"other"))
        at = changed.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def recoded(encoding: str) -> bytes:
    """A workbook whose sheet is written, and says it is written, in another encoding."""
    parts = plain_parts(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c>'
        '<c r="B1" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("UTF-8", encoding.upper())
    return zipped(parts | {name: text.encode(encoding)})


def prefixed() -> bytes:
    """A workbook whose sheet gives every element a prefix."""
    parts = plain_parts()
    name = "xl/worksheets/sheet1.xml"
    text = parts[name].decode().replace("xmlns=", "xmlns:q=")
    for tag in ("worksheet", "sheetData", "row", "c", "v"):
        for end in (" ", ">"):
            text = text.replace(f"<{tag}{end}", f"<q:{tag}{end}").replace(
                f"</{tag}{end}", f"</q:{tag}{end}"
            )
    return zipped(parts | {name: text.encode()})


def retargeted(target: str) -> bytes:
    """A workbook whose sheet lies somewhere else."""
    parts = plain_parts()
    name = "xl/_rels/workbook.xml.rels"
    return zipped(parts | {name: parts[name].replace(b"worksheets/sheet1.xml", target.encode())})


def chart_sheet() -> bytes:
    """A workbook with a sheet of data and one that is only a chart."""
    parts = plain_parts(sheets=("表一", "图"))
    name = "xl/_rels/workbook.xml.rels"
    rels = parts[name].replace(
        f'{REL}/worksheet" Target="worksheets/sheet2.xml'.encode(),
        f'{REL}/chartsheet" Target="chartsheets/sheet2.xml'.encode(),
    )
    chart = f'{_HEAD}<chartsheet xmlns="{_MAIN}"/>'.encode()
    del parts["xl/worksheets/sheet2.xml"]
    return zipped(parts | {name: rels, "xl/chartsheets/sheet2.xml": chart})


def dated(numbers: tuple[str, ...], *, since_1904: bool = False) -> bytes:
    """Numbers shown as days."""
    cells = "".join(
        f'<c r="{chr(65 + n)}1" s="1"><v>{number}</v></c>' for n, number in enumerate(numbers)
    )
    styles = (
        '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs>'
    )
    book_part = '<workbookPr date1904="1"/>' if since_1904 else ""
    sheet = f'<sheetData><row r="1">{cells}</row></sheetData>'
    return zipped(plain_parts(sheet, styles=styles, book=book_part))


def turned_part(seed: int) -> bytes:
    """A workbook of sound packing with bits turned inside one part."""
    chance = random.Random(f"部{seed}")
    parts = plain_parts()
    name = chance.choice(sorted(parts))
    part = bytearray(parts[name])
    for _ in range(chance.randint(1, 4)):
        part[chance.randrange(len(part))] ^= 1 << chance.randrange(7)
    return zipped(parts | {name: bytes(part)})
