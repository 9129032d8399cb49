"""What a file is, by its first bytes (文件类型): never by its extension.

HTML saved as .xls, GBK text named .xls and zipped documents named .xlsx are everyday mail. Text is
decoded strictly: a wrong guess of the encoding would store wrong names without any sign.
"""

from __future__ import annotations

import codecs
import io
import re
import zipfile
from dataclasses import dataclass
from typing import Literal

from gxlab.intake.grid import Unreadable

FileKind = Literal["xls", "xlsx", "xlsb", "ods", "text"]

MAX_TEXT_BYTES = 64 * 2**20
"""A text file is read in the importer itself: its cells must fit beside everything else."""

_SAVE_AS = "请用 Excel 或 WPS 打开后另存为 .xlsx 再导入"
_NOT_TABLES: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "pdf_file", "是 PDF 文件，读不出单元格，请向报送单位索取电子表格"),
    (b"Rar!", "packed_file", "是压缩包，请解压后导入其中的表格"),
    (b"7z\xbc\xaf", "packed_file", "是压缩包，请解压后导入其中的表格"),
    (b"\x1f\x8b", "packed_file", "是压缩包，请解压后导入其中的表格"),
    (b"\x89PNG", "picture_file", "是图片，读不出单元格，请向报送单位索取电子表格"),
    (b"\xff\xd8\xff", "picture_file", "是图片，读不出单元格，请向报送单位索取电子表格"),
    (b"GIF8", "picture_file", "是图片，读不出单元格，请向报送单位索取电子表格"),
    (b"BM", "picture_file", "是图片，读不出单元格，请向报送单位索取电子表格"),
    (b"MZ", "binary_file", "是程序而不是电子表格，请核对是否放错文件"),
    (b"\x7fELF", "binary_file", "是程序而不是电子表格，请核对是否放错文件"),
    (b"MIME-Version:", "markup_file", "其实是网页（单文件网页），不是电子表格，" + _SAVE_AS),
    (b"{\\rtf", "document_file", "是文字文档而不是电子表格，" + _SAVE_AS),
)
# Streams of Excel 2 to 4, from before workbooks had a container.
_OLD_EXCEL = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00")
_LETTERS_TOO = (b"BM", b"MZ")  # a text may begin so; a program or picture has zero bytes
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!|\?|[A-Za-z])")
_TWO_BYTES = re.compile("(?<![^\x00-\x7f])[\x80-\u07ff]+(?![^\x00-\x7f])")
_GREEK = re.compile("[\u0370-\u03ff]")
_SIGNS = "×±°·§£µ÷²³"
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f]")


@dataclass(frozen=True)
class Sniffed:
    """The kind of a file and, for text, its decoded content and encoding."""

    kind: FileKind
    text: str | None = None
    encoding: str | None = None


def sniff(data: bytes) -> Sniffed:
    """The kind of a file from its bytes.

    Raises :class:`Unreadable` for what is no table: empty files, HTML or XML, PDF, archives, word
    documents, Excel 4 and older, text in no or in two encodings.

    >>> sniff("代码,名称\\n".encode("gb18030")).encoding
    'gb18030'
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise Unreadable("empty_file", "文件是空的，没有任何内容，请核对后重新报送")
    for magic, rule, text in _NOT_TABLES:
        if data.startswith(magic) and (magic not in _LETTERS_TOO or b"\0" in data[:64]):
            raise Unreadable(rule, f"文件{text}")
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return Sniffed("xls")
    if data.startswith(b"PK"):
        return Sniffed(_kind_of_zip(data))
    if data.startswith(_OLD_EXCEL):
        raise Unreadable("old_excel", f"文件是 Excel 4.0 或更早的格式，读不出来，{_SAVE_AS}")
    if _MARKUP.match(data):
        raise _markup()
    if len(data) > MAX_TEXT_BYTES:
        raise too_long(f"有{len(data) >> 20}兆，超过{MAX_TEXT_BYTES >> 20}兆")
    return _decode(data)


def _markup() -> Unreadable:
    return Unreadable("markup_file", f"文件其实是网页（HTML/XML），不是电子表格，{_SAVE_AS}")


def too_long(how: str) -> Unreadable:
    """The refusal of a text file that would not fit in the importer (文本表过大)."""
    return Unreadable("text_too_long", f"文本表{how}，请按单位或月份拆成几个文件后导入")


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = {name.lower().replace("\\", "/").lstrip("/") for name in archive.namelist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Unreadable("damaged_file", "文件已损坏，打不开压缩结构，请重新报送") from None
    if any(name.endswith("workbook.bin") for name in names):
        return "xlsb"
    if any(re.search(r"workbook\d*\.xml$", name) for name in names):
        return "xlsx"
    if "content.xml" in names:
        return "ods"
    if any(name.startswith("word/") for name in names):
        raise Unreadable(
            "document_file", "文件是 Word 文档而不是电子表格，请把其中的表格复制到 .xlsx 再导入"
        )
    raise Unreadable("packed_file", "文件是压缩包或不认识的格式，请解压后导入其中的表格")


def _decode(data: bytes) -> Sniffed:
    """Text in exactly one encoding, or :class:`Unreadable` with the line and byte at fault."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return _checked(_strictly(data, encoding, len(mark)), encoding)
    if unmarked := _utf16_without_mark(data):
        return _checked(_strictly(data, unmarked, 0), unmarked)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        _refuse_broken_utf8(data, error)
        return _checked(_strictly(data, "gb18030", 0), "gb18030")
    _refuse_two_readings(text)
    return _checked(text, "utf-8")


def _refuse_two_readings(text: str) -> None:
    """Refuse what reads as well in GBK as in UTF-8: "营" and "Ӫ" are the same two bytes.

    Only letters that neither Chinese tables nor the Latin words, Greek signs and signs of measure
    in them have; one line of another encoding in a file is found this way.
    """
    for run in _TWO_BYTES.finditer(text):
        if _latin(run) or not _GREEK.sub("", run[0]).strip(_SIGNS):
            continue
        try:
            other = run[0].encode().decode("gb18030")
        except UnicodeDecodeError:
            continue
        if all("\u4e00" <= letter <= "\u9fff" for letter in other):
            line = text.count("\n", 0, run.start()) + 1
            at = len(text[: run.start()].encode()) + 1
            raise Unreadable(
                "undecodable_text",
                f"第{line}行（第{at}个字节）的文字按 UTF-8 读作“{run[0][:8]}”，"
                f"按 GB18030 读作“{other[:8]}”，分不清是哪一种编码，请另存为 .xlsx 再导入",
            )


def _latin(run: re.Match[str]) -> bool:
    """Whether a run of letters stands in a Latin word, or is a sign of measure."""
    beside = (
        run.string[max(0, run.start() - 1) : run.start()] + run.string[run.end() : run.end() + 1]
    )
    return len(run[0]) < 3 and (run[0] in _SIGNS or bool(re.search("[A-Za-z]", beside)))


def _utf16_without_mark(data: bytes) -> str | None:
    """UTF-16 without a mark shows as zero bytes on one side of most pairs."""
    head = data[:4096]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 8 < len(head) or min(even, odd) * 4 > max(even, odd):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _strictly(data: bytes, encoding: str, skip: int) -> str:
    try:
        return data[skip:].decode(encoding)
    except UnicodeDecodeError as error:
        raise _undecodable(data, skip + error.start) from None


def _undecodable(data: bytes, at: int) -> Unreadable:
    line = data.count(b"\n", 0, at) + 1
    return Unreadable(
        "undecodable_text",
        f"文本编码有误：第{line}行（第{at + 1}个字节）按 UTF-8 和 GB18030 都读不出来，"
        "请用 Excel 打开核对乱码后另存为 .xlsx 再导入",
    )


def _refuse_broken_utf8(data: bytes, error: UnicodeDecodeError) -> None:
    """Refuse UTF-8 with foreign lines or a cut end: as GB18030 it would read as mojibake."""
    if error.reason == "unexpected end of data" and _hanzi_in_utf8(data[: error.start]):
        raise _undecodable(data, error.start)
    wide = [line for line in data.split(b"\n") if not line.isascii()]
    readable = [line for line in wide if _hanzi_in_utf8(line) >= 2]
    if readable and error.start > data.find(readable[0]):
        raise _undecodable(data, error.start)
    if readable and len(readable) * 5 > len(wide):
        raise _undecodable(data, error.start)


def _hanzi_in_utf8(line: bytes) -> int:
    try:
        return len(re.findall("[\u4e00-\u9fff]", line.decode("utf-8")))
    except UnicodeDecodeError:
        return 0


def _checked(text: str, encoding: str) -> Sniffed:
    """Refuse text that is binary or was already broken before it was sent."""
    if found := re.search("\ufffd|锟斤拷", text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable(
            "broken_text", f"第{line}行的文字在报送前已变成乱码（“{found[0]}”），请重新导出原表"
        )
    if _MARKUP.match(text.lstrip("\ufeff")[:64].encode()):
        raise _markup()
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise Unreadable("binary_file", f"第{line}行有不可见的控制字符，不是文本表格，请核对文件")
    return Sniffed("text", text.removeprefix("\ufeff"), encoding)
