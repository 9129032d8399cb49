"""One secret planted in a bundle by every way a file can carry it (金丝雀)."""

from __future__ import annotations

import base64
import gzip
import io
import json
import quopri
import struct
import zipfile
import zlib
from collections.abc import Callable
from urllib.parse import quote

import docx
import openpyxl
from openpyxl.comments import Comment

PAGE = "<!DOCTYPE html><html><head></head><body>{}</body></html>"
Planted = dict[str, bytes]


def page(body: str, name: str = "330000/a.html") -> Planted:
    return {name: PAGE.format(body).encode()}


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes, behind: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    return b"\x89PNG\r\n\x1a\n" + head + b"".join(chunks) + pixels + chunk(b"IEND", b"") + behind


def jpeg(text: str) -> bytes:
    """A JPEG's EXIF segment with an image description (tag 0x010E)."""
    said = text.encode() + b"\x00"
    tiff = b"II*\x00\x08\x00\x00\x00\x01\x00" + struct.pack("<HHII", 0x010E, 2, len(said), 26)
    body = b"Exif\x00\x00" + tiff + b"\x00\x00\x00\x00" + said
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xd9"


def archive(name: str, content: bytes, *, comment: str = "", note: str = "") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as into:
        info = zipfile.ZipInfo(name)
        info.comment = note.encode()
        into.writestr(info, content, zipfile.ZIP_DEFLATED)
        into.comment = comment.encode()
    return made.getvalue()


def workbook(secret: str, where: str) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    if where == "cell":
        sheet["A1"] = secret
    elif where == "hidden":
        hidden = book.create_sheet("hidden")
        hidden.sheet_state = "veryHidden"
        hidden["C7"] = secret
    elif where == "comment":
        sheet["A1"].comment = Comment(secret, "x")
    elif where == "properties":
        book.properties.description = secret
    else:
        sheet.title = secret
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def letter(secret: str) -> bytes:
    """A docx in which the secret is cut over three runs."""
    document = docx.Document()
    paragraph = document.add_paragraph()
    for part in (secret[:2], secret[2:4], secret[4:]):
        paragraph.add_run(part)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def packed(secret: str) -> bytes:
    return base64.b64encode(gzip.compress(secret.encode()))


def entities(secret: str) -> str:
    return "".join(f"&#x{ord(one):x};" for one in secret)


def css(secret: str) -> str:
    return "".join(f"\\{ord(one):x} " for one in secret)


CHANNELS: dict[str, Callable[[str], Planted]] = {
    "正文": lambda s: page(f"<p>{s}</p>"),
    "字符实体": lambda s: page(f"<p>{entities(s)}</p>"),
    "注释": lambda s: page(f"<!-- {s} -->"),
    "拆在几个元素里": lambda s: page(f"<p><b>{s[:2]}</b><i>{s[2:]}</i></p>"),
    "隐形字符隔开": lambda s: page("<p>" + "\u200b".join(s) + "</p>"),
    "全角": lambda s: page("<p>" + "".join(_wide(one) for one in s) + "</p>"),
    "属性": lambda s: page(f'<p aria-label="{s}">x</p>'),
    "SVG的title和desc": lambda s: page(f"<svg><title>x</title><desc>{s}</desc></svg>"),
    "JSON转义": lambda s: page(f"<script>var a={json.dumps(s)}</script>"),
    "CSS转义": lambda s: page(f'<style>p::after{{content:"{css(s)}"}}</style>'),
    "百分号编码": lambda s: page(f'<a href="?q={quote(s)}">x</a>'),
    "QP编码": lambda s: {"a.eml": quopri.encodestring(s.encode())},
    "data地址里的base64": lambda s: page(
        f'<img src="data:text/plain;base64,{base64.b64encode(s.encode()).decode()}">'
    ),
    "base64里的gzip": lambda s: page(f"<p>{packed(s).decode()}</p>"),
    "十六进制": lambda s: page(f"<p>{s.encode().hex()}</p>"),
    "gzip": lambda s: {"a.html.gz": gzip.compress(s.encode())},
    "zlib": lambda s: {"a.bin": zlib.compress(s.encode())},
    "zip内文件": lambda s: {"a.zip": archive("b.txt", s.encode())},
    "zip里的zip": lambda s: {"a.zip": archive("b.zip", archive("c.txt", s.encode()))},
    "zip内文件名": lambda s: {"a.zip": archive(f"{s}.txt", b"")},
    "zip注释": lambda s: {"a.zip": archive("b.txt", b"", comment=s)},
    "zip内注释": lambda s: {"a.zip": archive("b.txt", b"", note=s)},
    "文件名": lambda s: page("x", f"330000/{s}.html"),
    "UTF-16": lambda s: {"a.txt": s.encode("utf-16")},
    "UTF-16无标记": lambda s: {"a.txt": s.encode("utf-16-be")},
    "GB18030": lambda s: {"a.csv": f"企业,{s}\r\n".encode("gb18030")},
    "xlsx单元格": lambda s: {"a.xlsx": workbook(s, "cell")},
    "xlsx隐藏表": lambda s: {"a.xlsx": workbook(s, "hidden")},
    "xlsx批注": lambda s: {"a.xlsx": workbook(s, "comment")},
    "xlsx属性": lambda s: {"a.xlsx": workbook(s, "properties")},
    "xlsx表名": lambda s: {"a.xlsx": workbook(s, "title")},
    "docx拆开的字": lambda s: {"a.docx": letter(s)},
    "PNG文字块": lambda s: {"a.png": png(chunk(b"tEXt", b"Comment\x00" + s.encode()))},
    "PNG压缩文字块": lambda s: {
        "a.png": png(chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(s.encode())))
    },
    "PNG之后": lambda s: {"a.png": png(behind=s.encode())},
    "网页里的PNG": lambda s: page(
        '<img src="data:image/png;base64,'
        + base64.b64encode(png(chunk(b"tEXt", b"Comment\x00" + s.encode()))).decode()
        + '">'
    ),
    "JPEG的EXIF": lambda s: {"a.jpg": jpeg(s)},
}


def _wide(one: str) -> str:
    return chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one
