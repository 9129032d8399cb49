"""工作簿的内存形式:格子、合并、表头列号和行键;写盘之前的缺陷都改在这里."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

Cell = str | int | float | None
Row = tuple[Cell, ...]
Merge = tuple[int, int, int, int]
NOTE = "演示数据，单位、企业、项目均为虚构。"


@dataclass(frozen=True)
class Column:
    """一列:id 供内部寻址,top 是第一级表头,sub 是第二级(空=纵向合并)."""

    id: str
    top: str
    sub: str = ""
    width: float = 11.0


@dataclass(frozen=True)
class Sheet:
    """一张表;rows 从第1行起;columns 列 id→列号,keys 行键→行号(都从0数)."""

    name: str
    rows: tuple[Row, ...]
    merges: tuple[Merge, ...] = ()
    columns: Mapping[str, int] = field(default_factory=dict)
    keys: Mapping[str, int] = field(default_factory=dict)
    head: tuple[int, int] = (0, 0)
    widths: tuple[float, ...] = ()

    @property
    def first(self) -> int:
        """首个数据行的行号."""
        return self.head[1]


@dataclass(frozen=True)
class Book:
    """一个待写的文件;form 为表号,month 为编报月,path 相对收件目录,tag 标明单位."""

    form: str
    month: int
    path: str
    sheets: tuple[Sheet, ...]
    tag: str = ""


def table(
    name: str,
    titles: Sequence[Mapping[int, str]],
    columns: Sequence[Column],
    records: Iterable[tuple[str, Row]],
    *,
    note: str = "",
    numbered: Sequence[str] = (),
) -> Sheet:
    """拼一张标准表:标题行、一或两行表头、(栏号行)、数据行、注行.

    titles 每行是“列号→文字”(负列号从右数);records 是(行键, 数据)。
    """
    width = len(columns)
    rows: list[Row] = [_spread(line, width) for line in titles]
    merges: list[Merge] = [(0, 0, 0, width - 1)] if titles and width > 1 else []
    start = len(rows)
    rows += _header(columns)
    merges += _header_merges(columns, start)
    if numbered:
        rows.append(tuple(numbered))
    end = len(rows)
    keys: dict[str, int] = {}
    for key, values in records:
        keys[key] = len(rows)
        rows.append(values)
    rows.append((f"注:{note}{NOTE}", *([None] * (width - 1))))
    return Sheet(
        name,
        tuple(rows),
        tuple(merges),
        {column.id: k for k, column in enumerate(columns)},
        keys,
        (start, end),
        tuple(column.width for column in columns),
    )


def _spread(line: Mapping[int, str], width: int) -> Row:
    cells: list[Cell] = [None] * width
    for place, text in line.items():
        cells[place] = text
    return tuple(cells)


def _header(columns: Sequence[Column]) -> list[Row]:
    if not any(column.sub for column in columns):
        return [tuple(column.top for column in columns)]
    upper: list[Cell] = []
    for k, column in enumerate(columns):
        follows = k > 0 and column.sub and columns[k - 1].sub and columns[k - 1].top == column.top
        upper.append(None if follows else column.top)
    return [tuple(upper), tuple(column.sub or None for column in columns)]


def _header_merges(columns: Sequence[Column], row: int) -> list[Merge]:
    if not any(column.sub for column in columns):
        return []
    found: list[Merge] = []
    k = 0
    while k < len(columns):
        end = k
        if not columns[k].sub:
            found.append((row, k, row + 1, k))
        else:
            while (
                end + 1 < len(columns)
                and columns[end + 1].sub
                and (columns[end + 1].top == columns[k].top)
            ):
                end += 1
            if end > k:
                found.append((row, k, row, end))
        k = end + 1
    return found


def text(value: Cell) -> str:
    """格子里的字,与从文件读回的写法一致(整数不带“.0”)."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def address(row: int, column: int) -> str:
    """`B7` 这样的格子地址(行列从0数).

    >>> address(6, 27)
    'AB7'
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def put(sheet: Sheet, row: int, column: int, value: Cell) -> Sheet:
    """换一个格子."""
    line = list(sheet.rows[row])
    line[column] = value
    return replace(sheet, rows=(*sheet.rows[:row], tuple(line), *sheet.rows[row + 1 :]))


def with_sheet(book: Book, name: str, change: Callable[[Sheet], Sheet]) -> Book:
    """改一张工作表."""
    return replace(book, sheets=tuple(change(s) if s.name == name else s for s in book.sheets))


def insert_row(sheet: Sheet, at: int, values: Row, key: str = "") -> Sheet:
    """在第 at 行前插一行,合并区和行键随之下移."""
    keys = {k: (r + 1 if r >= at else r) for k, r in sheet.keys.items()}
    if key:
        keys[key] = at
    merges = tuple((a + (a >= at), b, c + (c >= at), d) for a, b, c, d in sheet.merges)
    return replace(
        sheet, rows=(*sheet.rows[:at], values, *sheet.rows[at:]), keys=keys, merges=merges
    )


def drop_row(sheet: Sheet, at: int) -> Sheet:
    """删一行(数据区)."""
    keys = {k: (r - 1 if r > at else r) for k, r in sheet.keys.items() if r != at}
    merges = tuple((a - (a > at), b, c - (c > at), d) for a, b, c, d in sheet.merges)
    return replace(sheet, rows=sheet.rows[:at] + sheet.rows[at + 1 :], keys=keys, merges=merges)
