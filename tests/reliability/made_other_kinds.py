"""Bad files of other kinds than xlsx, record by record (其他格式的坏文件): ods, xlsb, xls."""

from __future__ import annotations

import io
import struct

import xlwt

from tests.reliability.made_parts import plain_parts, zipped

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
    '<office:body><office:spreadsheet><table:table table:name="表">{rows}'
    "</table:table></office:spreadsheet></office:body></office:document-content>"
)


def _ods(rows: str) -> bytes:
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        b'<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    content = _ODS.format(rows=rows).encode()
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content}
    return zipped(parts, method=0)


def ods(repeated: str, columns: str) -> bytes:
    """One cell of text, many times."""
    cell = (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        "<text:p>甲</text:p></table:table-cell>"
    )
    return _ods(f"<table:table-row {repeated}>{cell}</table:table-row>")


def ods_with_error() -> bytes:
    """An error value, a number and a blank, as LibreOffice writes them."""
    return _ods(
        '<table:table-row><table:table-cell table:formula="of:=1/0" office:value-type="string" '
        'office:string-value="" calcext:value-type="error"><text:p>#DIV/0!</text:p>'
        "</table:table-cell>"
        '<table:table-cell office:value-type="float" office:value="12"><text:p>12</text:p>'
        "</table:table-cell><table:table-cell/></table:table-row>"
    )


def _record(kind: int, body: bytes) -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, size = len(body), b""
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 0x7F else 0)])
        length >>= 7
        if not length:
            return head + size + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def _xlsb(sheet: bytes) -> bytes:
    bundle = struct.pack("<II", 0, 1) + _wide("rId1") + _wide("表一")
    workbook = _record(131, b"") + _record(143, b"") + _record(156, bundle) + _record(144, b"")
    rels = plain_parts()["xl/_rels/workbook.xml.rels"].replace(b"sheet1.xml", b"sheet1.bin")
    base = plain_parts()
    return zipped(
        {
            "[Content_Types].xml": base["[Content_Types].xml"].replace(
                b"workbook.xml", b"workbook.bin"
            ),
            "_rels/.rels": base["_rels/.rels"].replace(b"workbook.xml", b"workbook.bin"),
            "xl/workbook.bin": workbook + _record(132, b""),
            "xl/_rels/workbook.bin.rels": rels,
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


def _binary_sheet(cells: list[tuple[int, int, int, bytes]]) -> bytes:
    """A binary sheet of (row, column, kind of record, content)."""
    rows = [row for row, *_ in cells]
    columns = [column for _, column, *_ in cells]
    size = struct.pack("<IIII", min(rows), max(rows), min(columns), max(columns))
    found = _record(129, b"") + _record(148, size) + _record(145, b"")
    last = -1
    for row, column, kind, content in cells:
        if row != last:
            found += _record(0, struct.pack("<I", row) + bytes(13))
        found += _record(kind, struct.pack("<II", column, 0) + content)
        last = row
    return found + _record(146, b"") + _record(130, b"")


def xlsb(places: tuple[tuple[int, int], ...], cut: int = 0) -> bytes:
    """A binary workbook with a number at each place."""
    sheet = _binary_sheet([(r, c, 5, struct.pack("<d", 1.0)) for r, c in places])
    return _xlsb(sheet[: len(sheet) - cut])


def xlsb_with_error() -> bytes:
    """A binary workbook: a number, #N/A and a text."""
    return _xlsb(
        _binary_sheet(
            [(0, 0, 5, struct.pack("<d", 2.5)), (0, 1, 3, b"\x2a"), (0, 2, 6, _wide("名称")),
             (1, 0, 11, b"\x07" + struct.pack("<HI", 0, 0))]
        )
    )  # fmt: skip


def xls_book() -> bytes:
    """A small sound xls."""
    written = xlwt.Workbook()
    page = written.add_sheet("表一")
    for row, values in enumerate((("名称", "营业收入"), ("示例公司", 1203.4), ("乙公司", 5))):
        for column, value in enumerate(values):
            page.write(row, column, value)
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def xls_far() -> bytes:
    """An xls with cells in its first and last corner: 16 million places."""
    written = xlwt.Workbook()
    page = written.add_sheet("表一")
    page.write(0, 0, 1)
    page.write(65_535, 255, 1)
    file = io.BytesIO()
    written.save(file)
    return file.getvalue()


def biff5_with_error() -> bytes:
    """An Excel 5 workbook: a name, a number and #N/A, in a compound file made by hand."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    bof = struct.pack("<HHHH", 0x500, 0x05, 0x0DBB, 0x07CC)
    name = "表一".encode("gbk")
    head = record(0x809, bof) + record(0x42, struct.pack("<H", 936))
    bound = struct.pack("<IBBB", len(head) + 4 + 7 + len(name) + 4, 0, 0, len(name)) + name
    sheet_bof = struct.pack("<HHHH", 0x500, 0x10, 0x0DBB, 0x07CC)
    label = "名称".encode("gbk")
    stream = head + record(0x85, bound) + record(0x0A, b"")
    stream += record(0x809, sheet_bof)
    stream += record(0x204, struct.pack("<HHHH", 0, 0, 0, len(label)) + label)
    stream += record(0x203, struct.pack("<HHHd", 0, 1, 0, 12.5))
    stream += record(0x205, struct.pack("<HHHBB", 1, 1, 0, 0x2A, 1))
    stream += record(0x0A, b"")
    return compound(stream + bytes(max(0, 4_096 - len(stream))))


def compound(stream: bytes) -> bytes:
    """A compound file that holds one stream named Book, 4,096 bytes or longer."""
    sectors = -(-len(stream) // 512)
    end, free, table = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
    fat = [table, end, *range(3, sectors + 2), end]
    fat += [free] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4_096, end, 0, end, 0
    )
    header += struct.pack("<I", 0) + struct.pack("<I", free) * 108

    def entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
        text = name.encode("utf-16-le") + b"\0\0"
        return (
            text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, free, free, child)
            + bytes(36) + struct.pack("<II4x", start, size)
        )  # fmt: skip

    folder = entry("Root Entry", 5, 1, end, 0) + entry("Book", 2, free, 2, len(stream))
    body = (
        struct.pack("<128I", *fat) + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")
    )
    return header + body
