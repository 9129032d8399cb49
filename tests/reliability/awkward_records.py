"""Cell records of xls and xlsb, read without the product (记录结构): MS-XLS, MS-XLSB, MS-CFB."""

from __future__ import annotations

import posixpath
import struct
from collections.abc import Iterator
from xml.etree import ElementTree

Found = Iterator[tuple[str, int, int, str | None, bool]]
"""Sheet, row, column, content, whether an error value; row −1 announces a sheet."""

_LABELS = (0x204, 0xD6)


def _u(form: str, data: bytes, at: int = 0) -> int:
    return int(struct.unpack_from("<" + form, data, at)[0])


def stream_of(data: bytes) -> bytes:
    """The workbook stream of a compound file."""
    size = 1 << _u("H", data, 30)

    def sector(n: int) -> bytes:
        return (
            data[(n + 1) * size : (n + 2) * size] if size == 512 else data[512 + n * size :][:size]
        )

    table: list[int] = []
    heads = [n for n in struct.unpack_from("<109I", data, 76) if n < 0xFFFFFFFC]
    more = _u("I", data, 68)
    while more < 0xFFFFFFFC and len(heads) < 10_000:
        block = struct.unpack(f"<{size // 4}I", sector(more))
        heads += [n for n in block[:-1] if n < 0xFFFFFFFC]
        more = block[-1]
    for n in heads:
        block_bytes = sector(n)
        table += struct.unpack(f"<{len(block_bytes) // 4}I", block_bytes)

    def chain(n: int) -> bytes:
        found: list[bytes] = []
        seen = 0
        while n < len(table) and seen <= len(table):
            found.append(sector(n))
            n, seen = table[n], seen + 1
        return b"".join(found)

    directory = chain(_u("I", data, 48))
    entries: dict[str, tuple[int, int]] = {}
    for at in range(0, len(directory) - 127, 128):
        length = _u("H", directory, at + 64)
        name = directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace").lower()
        entries.setdefault(name, (_u("I", directory, at + 116), _u("I", directory, at + 120)))
    start, length = entries.get("workbook") or entries["book"]
    if length >= _u("I", data, 56):
        return chain(start)[:length]
    small = chain(_u("I", data, 60))
    links = struct.unpack(f"<{len(small) // 4}I", small)
    mini = chain(_u("I", directory, 116))
    pieces: list[bytes] = []
    while start < len(links) and len(pieces) <= len(links):
        pieces.append(mini[start * 64 : start * 64 + 64])
        start = links[start]
    return b"".join(pieces)[:length]


def xls(data: bytes) -> Found:
    """The cells of a BIFF 5 or BIFF 8 workbook."""
    stream = stream_of(data)
    every = list(_split(stream))
    version = next(_u("H", body) for _, kind, body in every if kind == 0x809)
    wide = version == 0x600
    codepage = next((_u("H", body) for _, kind, body in every if kind == 0x42), 1252)
    encoding = {10000: "mac-roman", 32768: "mac-roman", 936: "gbk", 1200: "utf-16-le"}.get(
        codepage,
        f"cp{codepage}" if codepage in (437, 850, 932, 1250, 1251, 1252, 1254) else "cp1252",
    )
    shared = _shared_strings(every) if wide else []
    names: dict[int, tuple[str, int]] = {}
    here: str | None = None
    waiting: tuple[int, int] | None = None
    depth = 0
    for at, kind, body in every:
        if kind == 0x85:
            flat = _short(body[6:], wide, encoding)
            names[_u("I", body)] = (flat, body[5])
        elif kind == 0x809:
            depth += 1
            if depth == 1 or at in names:
                named, sort = names.get(at, (None, 1))
                here = named if sort == 0 else None
                if here is not None:
                    yield here, -1, -1, None, False
        elif kind == 0x0A:
            depth -= 1
        elif here is None or depth > 1:
            continue
        elif kind == 0x207 and waiting:
            yield here, *waiting, _long(body, wide, encoding), False
            waiting = None
        elif kind == 0x06 and len(body) >= 14:
            waiting = None
            row, column = struct.unpack_from("<HH", body)
            if body[12:14] != b"\xff\xff":
                yield here, row, column, "1", False
            elif body[6] == 0:
                waiting = row, column
            elif body[6] != 3:
                yield here, row, column, "1", body[6] == 2
        else:
            yield from _cells(here, kind, body, shared, wide, encoding)


def _cells(
    sheet: str, kind: int, body: bytes, shared: list[str], wide: bool, encoding: str
) -> Found:
    if kind not in (*_LABELS, 0xFD, 0x27E, 0xBD, 0x203, 0x205):
        return
    row, column = struct.unpack_from("<HH", body)
    if kind == 0xBD:
        for n in range((len(body) - 6) // 6):
            yield sheet, row, column + n, "1", False
    elif kind == 0xFD:
        number = _u("I", body, 6)
        yield sheet, row, column, shared[number] if number < len(shared) else "", False
    elif kind in _LABELS:
        yield sheet, row, column, _long(body[6:], wide, encoding), False
    else:
        yield sheet, row, column, "1", kind == 0x205 and bool(body[7])


def _split(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    at = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield at, kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _short(body: bytes, wide: bool, encoding: str) -> str:
    if not wide:
        return body[1 : 1 + body[0]].decode(encoding, "replace")
    return _characters(body[2:], body[0], body[1] & 1)


def _long(body: bytes, wide: bool, encoding: str) -> str:
    if not wide:
        return body[2 : 2 + _u("H", body)].decode(encoding, "replace")
    return _characters(body[3:], _u("H", body), body[2] & 1)


def _characters(body: bytes, length: int, double: int) -> str:
    if double:
        return body[: 2 * length].decode("utf-16-le", "replace")
    return body[:length].decode("latin-1")


def _shared_strings(every: list[tuple[int, int, bytes]]) -> list[str]:
    """The shared strings; a text may go on in the next record, there in another width."""
    start = next((n for n, (_, kind, _) in enumerate(every) if kind == 0xFC), None)
    if start is None:
        return []
    pieces = [every[start][2][8:]]
    for _, kind, body in every[start + 1 :]:
        if kind != 0x3C:
            break
        pieces.append(body)
    total = _u("I", every[start][2], 4)
    found: list[str] = []
    piece, at = 0, 0

    def take(length: int) -> bytes:
        nonlocal piece, at
        taken = b""
        while len(taken) < length and piece < len(pieces):
            part = pieces[piece][at : at + length - len(taken)]
            taken, at = taken + part, at + len(part)
            if len(taken) < length:
                piece, at = piece + 1, 0
        return taken

    while len(found) < total and piece < len(pieces):
        head = take(3)
        if len(head) < 3:
            break
        length, flags = _u("H", head), head[2]
        runs = _u("H", take(2)) if flags & 8 else 0
        extra = _u("I", take(4)) if flags & 4 else 0
        text, double = "", flags & 1
        while len(text) < length and piece < len(pieces):
            width = 2 if double else 1
            part = pieces[piece][at : at + width * (length - len(text))]
            text, at = text + _characters(part, len(part) // width, double), at + len(part)
            if len(text) < length:
                piece, at = piece + 1, 1
                double = pieces[piece][0] & 1 if piece < len(pieces) else 0
        take(4 * runs + extra)
        found.append(text)
    return found


def xlsb(parts: dict[str, bytes]) -> Found:
    """The cells of a binary workbook."""
    book = next(name for name in parts if name.endswith("workbook.bin"))
    base, stem = posixpath.split(book)
    rels = ElementTree.fromstring(parts[f"{base}/_rels/{stem}.rels"])
    targets = {r.get("Id"): (r.get("Target") or "", r.get("Type") or "") for r in rels}
    shared = [
        _wide(body, 1)[0]
        for name, part in parts.items()
        if name.endswith("sharedstrings.bin")
        for kind, body in _binary(part)
        if kind == 19
    ]
    for kind, body in _binary(parts[book]):
        if kind != 156:
            continue
        relation, at = _wide(body, 8)
        name, _ = _wide(body, at)
        target, sort = targets[relation]
        if not sort.endswith("/worksheet"):
            continue
        yield name, -1, -1, None, False
        path = posixpath.normpath(posixpath.join("/" + base, target)).lstrip("/").lower()
        yield from _binary_cells(name, parts.get(path, b""), shared)


def _wide(body: bytes, at: int) -> tuple[str, int]:
    length = _u("I", body, at)
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def _binary(part: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            length |= (part[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
            if not part[at - 1] & 0x80:
                break
        yield kind, part[at : at + length]
        at += length


def _binary_cells(sheet: str, part: bytes, shared: list[str]) -> Found:
    row = 0
    for kind, body in _binary(part):
        if kind == 0:
            row = _u("I", body)
        elif 2 <= kind <= 11:
            column = _u("I", body)
            if kind == 7:
                text = shared[_u("I", body, 8)]
            else:
                text = _wide(body, 8)[0] if kind in (6, 8) else "1"
            yield sheet, row, column, text, kind in (3, 11)
