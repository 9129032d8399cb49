"""Workbooks nobody honest sends, made here (自造的坏文件): by name the bytes of each.

The last part of a name says nothing of what the bytes are, as in everyday mail. None of them is
kept: each is made anew, the same every time.
"""

from __future__ import annotations

import random
import struct

from tests.reliability import made_other_kinds as other
from tests.reliability import made_parts as parts
from tests.reliability.made_files_written import Make, rows_of, written
from tests.reliability.made_parts import book, plain_parts, with_sheet, zipped


def every() -> dict[str, Make]:
    """All made files, by name."""
    return {**_bombs(), **_zips(), **written(), **_odd_kinds(), **_damaged()}


def _bombs() -> dict[str, Make]:
    near = '<row r="1"><c r="A1"><v>1</v></c></row>'
    far = near + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    many_ones = "".join(f'<c r="{c}1"><v>1</v></c>' for c in ("A", "B"))
    long_cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"长" * 40_000_000}</t></is></c></row>'
    return {
        "远处一格.xlsx": lambda: with_sheet(rows_of(far)),
        "远处一格单引号.xlsx": lambda: with_sheet(rows_of(far.replace('"', "'"))),
        "远处一格有空白.xlsx": lambda: with_sheet(rows_of(far.replace('r="', 'r = "'))),
        "远处一格小写.xlsx": lambda: with_sheet(rows_of(far.replace("XFD", "xfd"))),
        "远处一格行号在后.xlsx": lambda: with_sheet(
            rows_of(far.replace('<c r="XFD1048576">', '<c t="n" s="0" r="XFD1048576">'))
        ),
        "远处一格带前缀.xlsx": lambda: with_sheet(
            "<x:sheetData xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'>"
            + far.replace("<row", "<x:row")
            .replace("</row", "</x:row")
            .replace("<c ", "<x:c ")
            .replace("</c>", "</x:c>")
            .replace("<v>", "<x:v>")
            .replace("</v>", "</x:v>")
            + "</x:sheetData>"
        ),
        "远处一格公式.xlsx": lambda: with_sheet(
            rows_of(far.replace("<v>1</v></c></row>", "<f>1+1</f></c></row>"))
        ),
        "列号超出.xlsx": lambda: with_sheet(
            rows_of('<row r="1"><c r="ZZZ1"><v>1</v></c><c r="A1"><v>2</v></c></row>')
        ),
        "行号超出.xlsx": lambda: with_sheet(
            rows_of(
                '<row r="1"><c r="A1"><v>1</v></c></row>'
                '<row r="4294967295"><c r="A4294967295"><v>1</v></c></row>'
            )
        ),
        "行号极大.xlsx": lambda: with_sheet(
            rows_of(f'<row r="{"9" * 40}"><c r="A{"9" * 40}"><v>1</v></c></row>')
        ),
        "行号为零.xlsx": lambda: with_sheet(rows_of('<row r="0"><c r="A0"><v>1</v></c></row>')),
        "地址无行号.xlsx": lambda: with_sheet(rows_of('<row r="1"><c r="A"><v>1</v></c></row>')),
        "地址是字.xlsx": lambda: with_sheet(rows_of('<row r="1"><c r="甲1"><v>1</v></c></row>')),
        "合并全表.xlsx": lambda: with_sheet(
            rows_of(f'<row r="1">{many_ones}</row>')
            + '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        ),
        "合并十万处.xlsx": lambda: with_sheet(
            rows_of(f'<row r="1">{many_ones}</row>')
            + "<mergeCells>"
            + "".join(f'<mergeCell ref="C{n}:D{n + 1}"/>' for n in range(1, 200_000, 2))
            + "</mergeCells>"
        ),
        "合并倒置.xlsx": lambda: with_sheet(
            rows_of(f'<row r="1">{many_ones}</row>')
            + '<mergeCells><mergeCell ref="D9:A1"/><mergeCell ref="?"/></mergeCells>'
        ),
        "整表格式.xlsx": lambda: with_sheet(
            rows_of(
                "".join(
                    f'<row r="{r}">'
                    + "".join(f'<c r="{c}{r}" s="0"/>' for c in "ABCDEFGHIJKLMNOPQRSTUVWXYZ")
                    + "</row>"
                    for r in range(1, 120_000)
                )
                + '<row r="120001"><c r="A120001"><v>5</v></c></row>'
            )
        ),
        "一格八千万字.xlsx": lambda: with_sheet(rows_of(long_cell), method=8),
        "同一长串百万次.xlsx": lambda: zipped(
            plain_parts(
                rows_of(
                    "".join(
                        f'<row r="{r}">'
                        + "".join(f'<c r="{c}{r}" t="s"><v>0</v></c>' for c in "ABCDEFGHIJ")
                        + "</row>"
                        for r in range(1, 100_001)
                    )
                ),
                strings=f"<si><t>{'示例' * 2_000}</t></si>",
            ),
        ),
        "展开四百兆.xlsx": lambda: zipped(
            plain_parts() | {"xl/media/a.bin": b"\0" * (400 * 2**20)}
        ),
        "展开比五百.xlsx": lambda: zipped(
            plain_parts() | {"xl/theme/theme1.xml": b" " * (8 * 2**20)}
        ),
        "部件三千.xlsx": lambda: zipped(
            plain_parts() | {f"xl/media/{n}.bin": b"" for n in range(3_000)}
        ),
        "声明大小不实.xlsx": parts.lying_size,
        "套娃压缩包.xlsx": lambda: zipped(
            {"a.zip": zipped({"b.zip": zipped({"c": b"0" * 10**6})})}
        ),
        "列宽千万.xlsx": lambda: with_sheet(
            "<cols>"
            + '<col min="1" max="16384" width="9"/>' * 50_000
            + "</cols>"
            + rows_of(f'<row r="1">{many_ones}</row>')
        ),
        "范围声明虚大.xlsx": lambda: with_sheet(
            '<dimension ref="A1:XFD1048576"/>' + rows_of(f'<row r="1">{many_ones}</row>')
        ),
    }


def _zips() -> dict[str, Make]:
    good = book
    return {
        "重名部件.xlsx": lambda: zipped(
            plain_parts(),
            twice=(
                "xl/worksheets/sheet1.xml",
                plain_parts(rows_of("<row r='1'/>"))["xl/worksheets/sheet1.xml"],
            ),
        ),
        "越界路径.xlsx": lambda: zipped(plain_parts() | {"../../outside.xml": b"<x/>"}),
        "绝对路径.xlsx": lambda: zipped(plain_parts() | {"/etc/cron.d/x": b"x"}),
        "反斜杠路径.xlsx": lambda: zipped(
            {name.replace("/", "\\"): part for name, part in plain_parts().items()}
        ),
        "大写部件名.xlsx": lambda: zipped(
            {name.replace("worksheets", "WorkSheets"): p for name, p in plain_parts().items()}
        ),
        "名称含空字符.xlsx": lambda: zipped(plain_parts() | {"xl/a\x01b.xml": b"<x/>"}),
        "存而不压.xlsx": lambda: zipped(plain_parts(), method=0),
        "bzip2压缩.xlsx": lambda: zipped(plain_parts(), method=12),
        "lzma压缩.xlsx": lambda: zipped(plain_parts(), method=14),
        "不识的压缩法.xlsx": lambda: parts.foreign_method(good(), 98),
        "加密部件.xlsx": lambda: parts.flagged(good(), 1),
        "数据描述符.xlsx": parts.streamed,
        "大文件格式.xlsx": lambda: zipped(plain_parts(), zip64=True),
        "前面有垃圾.xlsx": lambda: b"MZ" + b"\x90" * 700 + good(),
        "后面有垃圾.xlsx": lambda: good() + b"\0" * 3_000,
        "带注释.xlsx": lambda: zipped(plain_parts(), comment="示例".encode("gbk") * 200),
        "目录项不符.xlsx": lambda: parts.wrong_crc(good()),
        "没有目录.xlsx": lambda: good()[: good().rfind(b"PK\x01\x02")],
        "只有文件头.xlsx": lambda: b"PK\x03\x04",
        "只有尾部.xlsx": lambda: b"PK\x05\x06" + b"\0" * 18,
        "文件夹项.xlsx": lambda: zipped({"xl/": b"", **plain_parts()}),
    }


def _odd_kinds() -> dict[str, Make]:
    page = "<html><meta charset=gbk><table><tr><td>名称<td>数</table></html>"
    table = "名称\t数\n甲公司\t12\n"
    spreadsheet = (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">'
        "<Worksheet><Table><Row><Cell><Data>1</Data></Cell></Row></Table></Worksheet></Workbook>"
    )
    mime = "MIME-Version: 1.0\nContent-Type: multipart/related\n\n" + page
    return {
        "网页.xls": lambda: page.encode("gbk"),
        "网页带bom.xls": lambda: b"\xef\xbb\xbf\r\n" + page.encode(),
        "网页utf16.xls": lambda: page.encode("utf-16"),
        "单文件网页.xls": lambda: mime.encode("gbk"),
        "xml表格2003.xls": spreadsheet.encode,
        "制表符.xls": lambda: table.encode("gbk"),
        "制表符utf16.xls": lambda: table.encode("utf-16"),
        "文本.xlsx": lambda: table.replace("\t", ",").encode("gb18030"),
        "图片.xlsx": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9,
        "便携文档.xls": lambda: b"%PDF-1.4\n" + bytes(200),
        "富文本.xls": lambda: b"{\\rtf1\\ansi " + page.encode("gbk"),
        "文字文档.xlsx": lambda: zipped(
            {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}
        ),
        "程序.xls": lambda: b"MZ\x90\0" + bytes(4_000),
        "零字节.xlsx": lambda: b"",
        "全是零.xls": lambda: bytes(10_000),
        "全是空白.csv": lambda: b" \r\n\t" * 500,
        "四代.xls": lambda: struct.pack("<HHHHH", 0x409, 6, 0, 0x10, 0) + bytes(40),
        "三代.xls": lambda: struct.pack("<HHHHH", 0x209, 6, 0, 0x10, 0) + bytes(40),
        "二代.xls": lambda: struct.pack("<HHHH", 0x009, 4, 7, 0x10) + bytes(40),
        "只有容器头.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504),
        "容器满是f.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 5_000,
        "逗号千万.csv": lambda: b"," * 30_000_000,
        "一行一格千万.csv": lambda: "甲\n".encode() * 5_000_000,
        "一格长文.csv": lambda: "名称\n".encode() + b"x" * 1_000_000,
        "引号不闭合.csv": lambda: '名称,数\n"甲,1\n'.encode() * 3,
        "空字符.csv": lambda: "名称,数\n甲\0,1\n".encode(),
        "只有bom.csv": lambda: b"\xef\xbb\xbf",
        "半个utf16.csv": lambda: b"\xff\xfe\x0d",
        "替换字符.csv": lambda: "名称,数\n甲\ufffd,1\n".encode(),
        "混合换行.csv": lambda: "名称,数\r甲,1\n乙,2\r\n丙,3\r".encode(),
        "开文档伪装.ods": lambda: zipped(
            {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
        ),
        "开文档重复行.ods": lambda: other.ods('table:number-rows-repeated="1048576"', "1"),
        "开文档重复列.ods": lambda: other.ods('table:number-rows-repeated="90000"', "16384"),
        "开文档错误值.ods": other.ods_with_error,
        "二进制错误值.xlsb": other.xlsb_with_error,
        "二进制远处.xlsb": lambda: other.xlsb(((0, 0), (1_048_575, 16_383))),
        "二进制截断.xlsb": lambda: other.xlsb(((0, 0), (1, 1)), cut=7),
        "老格式错误值.xls": other.biff5_with_error,
        "老格式远处.xls": lambda: other.xls_far(),
    }


def _damaged() -> dict[str, Make]:
    """Good files cut off at, or with a bit turned at, places drawn by lot."""
    made: dict[str, Make] = {}
    sources = {"xlsx": book, "xls": other.xls_book}
    for kind, source in sources.items():
        for number in range(12):
            made[f"截断{number}.{kind}"] = lambda s=source, n=number: cut(s(), n)  # type: ignore[misc]
            made[f"翻位{number}.{kind}"] = lambda s=source, n=number: turned(s(), n)  # type: ignore[misc]
    for number in range(12):
        made[f"部件翻位{number}.xlsx"] = lambda n=number: parts.turned_part(n)  # type: ignore[misc]
    return made


def cut(data: bytes, seed: int) -> bytes:
    """The beginning of a file."""
    return data[: random.Random(f"截{seed}").randrange(9, len(data) - 1)]


def turned(data: bytes, seed: int) -> bytes:
    """A file with one to five bits turned."""
    chance = random.Random(f"翻{seed}")
    changed = bytearray(data)
    for _ in range(chance.randint(1, 5)):
        changed[chance.randrange(8, len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


__all__ = ["Make", "cut", "every", "turned"]
