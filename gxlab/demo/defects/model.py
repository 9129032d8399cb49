"""埋设的缺陷:登记表的一行,和改工作簿的共用写法."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from gxlab.demo.firms import Firm
from gxlab.demo.sheet import Book, Cell, Row, Sheet, address, put, text
from gxlab.demo.world import World

PROBLEM, HANDLED, CHECK = "problem", "handled", "check"


@dataclass(frozen=True)
class Planted:
    """planted.json 的一项:was 是真值的写法,now 是写进格子的文字.

    expected:problem=应拒收或警示该格;handled=应照样读对;check=应由互校找出.
    """

    kind: str
    form: str
    file: str
    sheet: str
    cell: str
    was: str
    now: str
    expected: str
    note: str


@dataclass(frozen=True)
class Outcome:
    """一次改动的结果:要写的工作簿(可为零本或两本)与登记项."""

    books: tuple[Book, ...]
    planted: tuple[Planted, ...] = ()


Defect = Callable[[World, Book], Outcome]


def keep(book: Book) -> Outcome:
    """不适用:原样."""
    return Outcome((book,))


def sheet_of(book: Book, name: str = "") -> Sheet:
    """按名取表,缺省第一张."""
    return next(s for s in book.sheets if s.name == name) if name else book.sheets[0]


def swap(book: Book, sheet: Sheet) -> Book:
    """换下同名的表."""
    return replace(book, sheets=tuple(sheet if s.name == sheet.name else s for s in book.sheets))


def record(
    book: Book, sheet: Sheet, spot: tuple[int, int], was: Cell, words: tuple[str, str, str]
) -> Planted:
    """登记一格;words 是(kind, expected, note)."""
    kind, expected, note = words
    row, column = spot
    now = text(sheet.rows[row][column])
    return Planted(
        kind, book.form, book.path, sheet.name, address(row, column), text(was), now, expected, note
    )


def change(
    book: Book, sheet: Sheet, spot: tuple[int, int], value: Cell, words: tuple[str, str, str]
) -> tuple[Book, Sheet, Planted]:
    """改一格并登记."""
    was = sheet.rows[spot[0]][spot[1]]
    changed = put(sheet, spot[0], spot[1], value)
    return swap(book, changed), changed, record(book, changed, spot, was, words)


def spot(sheet: Sheet, key: str, column: str) -> tuple[int, int] | None:
    """行键、列 id → 格子;没有则 None."""
    if key not in sheet.keys or column not in sheet.columns:
        return None
    return sheet.keys[key], sheet.columns[column]


def edits(
    book: Book, sheet_name: str, items: Sequence[tuple[str, str, Cell, tuple[str, str, str]]]
) -> Outcome:
    """连改几格:(行键, 列, 新值, words);行或列不在表中的略过."""
    planted: list[Planted] = []
    for key, column, value, words in items:
        sheet = sheet_of(book, sheet_name)
        where = spot(sheet, key, column)
        if where is not None and text(sheet.rows[where[0]][where[1]]) != text(value):
            book, _, entry = change(book, sheet, where, value, words)
            planted.append(entry)
    return Outcome((book,), tuple(planted))


def notes(
    book: Book, sheet_name: str, items: Sequence[tuple[tuple[int, int], Cell, tuple[str, str, str]]]
) -> Outcome:
    """只登记不改:表本来就这样写(两行表头、其中行等),读的人要会读."""
    sheet = sheet_of(book, sheet_name)
    return Outcome((book,), tuple(record(book, sheet, at, was, words) for at, was, words in items))


def chain(world: World, book: Book, defects: Sequence[Defect]) -> Outcome:
    """依次施加;前一个可能把一本变成两本,后面的只改第一本."""
    books: tuple[Book, ...] = (book,)
    planted: tuple[Planted, ...] = ()
    for defect in defects:
        if not books:
            break
        outcome = defect(world, books[0])
        books = (*outcome.books, *books[1:])
        planted += outcome.planted
    return Outcome(books, planted)


def find_row(sheet: Sheet, column: int, wanted: Callable[[str], bool]) -> int | None:
    """数据区里首个满足条件的行."""
    for row in range(sheet.first, len(sheet.rows) - 1):
        if wanted(text(sheet.rows[row][column])):
            return row
    return None


def select(sheet: Sheet, kept: Callable[[str], bool]) -> Sheet:
    """只留行键满足条件的数据行(表头、注行照旧),序号不重排."""
    inside = {row: key for key, row in sheet.keys.items()}
    rows: list[Row] = []
    keys: dict[str, int] = {}
    for number, row in enumerate(sheet.rows):
        key = inside.get(number)
        if key is not None and not kept(key):
            continue
        if key is not None:
            keys[key] = len(rows)
        rows.append(row)
    return replace(sheet, rows=tuple(rows), keys=keys)


def picks(world: World) -> list[Firm]:
    """供埋缺陷的企业:一直在库、无停产、无变更、规模不大,次序随种子;各缺陷按固定位次取用."""
    until = world.calendar.until
    calm = [
        f
        for f in world.firms
        if f.listed(until)
        and f.entered is not None
        and f.entered < world.calendar.start - 12
        and f.halted is None
        and f.index not in world.change_of
        and 2500 < f.annual < 40_000
        and not f.code.isdigit()
    ]
    order = world.rng(100).permutation(len(calm))
    return [calm[int(k)] for k in order]
