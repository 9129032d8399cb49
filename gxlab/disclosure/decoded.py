"""Everything a file says once it is decoded (解码): text in text, files in files, to any depth.

What is hidden is rarely written plainly: in base64 or percent signs, as an escape of JSON or CSS,
in a part of a workbook, a chunk of a picture, the comment of a zip. Each such reading is one piece.
"""

from __future__ import annotations

import base64
import gzip
import html
import io
import quopri
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from urllib.parse import unquote

_DEPTH = 6
_MOST = 64 * 1024 * 1024  # of one unpacked file
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/_-]{4}(?:\r?\n)?){3,}(?:[A-Za-z0-9+/_-]{1,3}={0,2})?")
_HEX = re.compile(r"(?:[0-9a-fA-F]{2}){8,}")
_JSON = re.compile(r"\\u([0-9a-fA-F]{4})")
_CSS = re.compile(r"\\([0-9a-fA-F]{2,6})\s?")
_TAG = re.compile(r"<[^<>]*>")
# What stands in these stands apart; any other element may end in the middle of a word.
_APART = re.compile(
    r"</?(?:td|th|tr|p|li|ul|ol|div|dt|dd|dl|br|h[1-6]|caption|figcaption|text|title|section|c|si"
    r"|row|w:p|w:tc|a:p)\b[^<>]*>"
)
_QUOTED = re.compile(r"(?:=[0-9A-F]{2}(?:=\r?\n)?){3,}")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
_PNG = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True)
class Piece:
    """A text found in a file (片段): ``channel`` the way it was decoded, outermost first."""

    file: str
    channel: str
    text: str


def decoded(name: str, content: bytes) -> Iterator[Piece]:
    """Every text of a file, its name among them, each reading once."""
    seen: set[str] = set()
    yield from _text(name, "文件名", name, 0, seen)
    yield from _bytes(name, "原文", content, 0, seen)


def _bytes(file: str, channel: str, content: bytes, depth: int, seen: set[str]) -> Iterator[Piece]:
    if depth > _DEPTH or not content:
        return
    for way, inner in _unpacked(content):
        yield from _bytes(file, f"{channel}›{way}", inner, depth + 1, seen)
    for way, text in _as_text(content, sure=depth > 0):
        yield from _text(file, f"{channel}›{way}" if way else channel, text, depth, seen)


def _text(file: str, channel: str, text: str, depth: int, seen: set[str]) -> Iterator[Piece]:
    """The text itself and every reading of it."""
    if text in seen or depth > _DEPTH:
        return
    seen.add(text)
    yield Piece(file, channel, text)
    for way, read in _READINGS:
        other = read(text)
        if other != text and other not in seen:
            yield from _text(file, f"{channel}›{way}", other, depth + 1, seen)
    for way, pattern, decode in _CODED:
        for found in pattern.finditer(text):
            for inner in decode(found[0]):
                yield from _bytes(file, f"{channel}›{way}", inner, depth + 1, seen)


def _as_text(content: bytes, *, sure: bool) -> Iterator[tuple[str, str]]:
    """The bytes as text: UTF-8, and UTF-16 or GB18030 where they read as such.

    ``sure``: only what decodes without a fault, as any letters can pass for base64 of nothing.
    """
    plain = content.decode("utf-8", errors="replace")
    if not sure or "\ufffd" not in plain:
        yield "", plain
    elif printable := _printable(content):
        yield "可见字符", printable
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield "UTF-16", content.decode("utf-16", errors="replace")
    elif b"\x00" in content or (not sure and "\ufffd" in plain):
        yield "UTF-16LE", content.decode("utf-16-le", errors="replace")
        yield "UTF-16LE", content[1:].decode("utf-16-le", errors="replace")
        yield "UTF-16BE", content.decode("utf-16-be", errors="replace")
        yield "UTF-16BE", content[1:].decode("utf-16-be", errors="replace")
    if "\ufffd" in plain:
        chinese = content.decode("gb18030", errors="replace")
        if not sure or "\ufffd" not in chinese:
            yield "GB18030", chinese


def _printable(content: bytes) -> str:
    """The stretches of readable text in a binary file (EXIF, a packed header)."""
    found = re.findall(rb"(?:[\x20-\x7e]|[\xe4-\xe9][\x80-\xbf]{2}){6,}", content)
    return "\n".join(one.decode("utf-8", errors="ignore") for one in found)


def _unpacked(content: bytes) -> Iterator[tuple[str, bytes]]:
    """What is packed in the bytes, wherever in them it begins."""
    if content.startswith(b"\x1f\x8b"):
        yield from _tried("gzip", lambda: gzip.GzipFile(fileobj=io.BytesIO(content)).read(_MOST))
    if content[:1] == b"\x78" and content[1:2] in (b"\x01", b"\x5e", b"\x9c", b"\xda"):
        yield from _tried("zlib", lambda: zlib.decompressobj().decompress(content, _MOST))
    if content.startswith(_PNG):
        yield from _png(content)
    if (at := content.find(b"PK\x03\x04")) >= 0:
        yield from _zip(content[at:])


def _tried(way: str, unpack: Callable[[], bytes]) -> Iterator[tuple[str, bytes]]:
    try:
        yield way, unpack()
    except (OSError, EOFError, zlib.error):
        return


def _zip(content: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError):
        return
    with archive:
        yield "zip注释", archive.comment
        for one in archive.infolist():
            yield "zip内文件名", one.filename.encode()
            yield "zip内注释", one.comment + b"\n" + one.extra
            if one.file_size <= _MOST and not one.flag_bits & 1:
                yield from _tried(f"zip:{one.filename}", partial(archive.read, one))


def _png(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The text chunks of a picture, and whatever stands behind its end."""
    at = len(_PNG)
    while at + 8 <= len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        kind, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        if kind in (b"zTXt", b"iTXt", b"tEXt", b"eXIf"):
            yield f"PNG {kind.decode()}", body
            packed = body.find(b"\x78")
            while packed >= 0:
                yield from _tried(f"PNG {kind.decode()}", partial(zlib.decompress, body[packed:]))
                packed = body.find(b"\x78", packed + 1)
        at += 12 + length
    yield "PNG之后", content[at:]


def _base64(text: str) -> Iterator[bytes]:
    """What the letters stand for; a word may stand in front of them without a gap."""
    plain = re.sub(r"\s", "", text).replace("-", "+").replace("_", "/").rstrip("=")
    for begin in range(4):
        part = plain[begin:]
        yield base64.b64decode(part[: len(part) - (len(part) % 4 == 1)] + "===")


def _hex(text: str) -> Iterator[bytes]:
    yield bytes.fromhex(text)


def _json(text: str) -> str:
    pairs = _JSON.sub(lambda found: chr(int(found[1], 16)), text)
    return pairs.encode("utf-16", "surrogatepass").decode("utf-16", errors="replace")


def _css(text: str) -> str:
    return _CSS.sub(lambda found: chr(min(int(found[1], 16), 0x10FFFF)), text)


def _quoted(text: str) -> str:
    return _QUOTED.sub(lambda found: quopri.decodestring(found[0]).decode("utf-8", "replace"), text)


def _bare(text: str) -> str:
    return _TAG.sub("", _APART.sub(" ", text))


_READINGS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("字符实体", lambda text: html.unescape(text) if "&" in text else text),
    ("百分号编码", lambda text: unquote(text, errors="replace") if "%" in text else text),
    ("JSON转义", lambda text: _json(text) if "\\u" in text else text),
    ("CSS转义", lambda text: _css(text) if "\\" in text else text),
    ("QP编码", _quoted),
    ("去标签", lambda text: _bare(text) if "<" in text else text),
    ("去隐形字符", lambda text: _INVISIBLE.sub("", text)),
)
_CODED: tuple[tuple[str, re.Pattern[str], Callable[[str], Iterator[bytes]]], ...] = (
    ("base64", _BASE64, _base64),
    ("十六进制", _HEX, _hex),
)
