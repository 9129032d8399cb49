"""Tables by themselves (表内核对): parts and total, stock and flow, places and values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from gxlab.publish.gates_prints import number_of, scale_of
from gxlab.show.objects import Cell, Figure, Row, Table

# Columns whose parts must make up the total row exactly, but for rounding (分项之和等于合计).
# Not here: sums over towns (a project without a town stands in the unit alone, a firm two towns
# report is counted once) and over clusters (a firm may stand in several).
ADDITIVE: dict[str, tuple[str, ...]] = {
    "A4": ("base", "increase", "pull", "nominal"),
    "B2": ("value", "base", "change", "entries"),
    "B4": (
        "count", "total", "plan", "done", "started", "waiting", "finished",
        "green", "yellow", "red",
    ),
    "B5": ("count", "total", "plan", "done", "green", "yellow", "red"),
    "B10": ("remaining", "base", "waiting", "starting", "finishing"),
    "C1": (
        "opening", "entry_小升规", "entry_转专业", "entry_再入统", "monthly", "exit_年度退出",
        "exit_年内退出", "transfers", "closing", "net",
    ),
    "C2": ("n", "revenue_value", "output_value"),
}  # fmt: skip
# Terms of an equation that each row must satisfy: sum of the first = sum of the second.
IDENTITIES: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]] = {
    # 期末 + 退出 = 上年末 + 新增 + 划入划出; 净增 = 期末 − 上年末 − 划入划出.
    "C1": (
        (
            ("closing", "exit_年度退出", "exit_年内退出"),
            ("opening", "entry_小升规", "entry_转专业", "entry_再入统", "monthly", "transfers"),
        ),
    ),
}
_PLACE = re.compile(r"（([0-9]+)）$")


def sums(tables: Sequence[Table]) -> Iterator[str]:
    """分项之和不等于合计, and rows in which stock and flow do not meet."""
    for table in tables:
        yield from _totals(table)
        yield from _identities(table)


def _totals(table: Table) -> Iterator[str]:
    totals = [row for row in table.rows if row.emphasis == "total"]
    if table.id not in ADDITIVE or len(totals) != 1:
        return
    parts = [row for row in table.rows if row.emphasis != "total" and row.level == 0]
    for index, column in enumerate(table.columns):
        if column.key not in ADDITIVE[table.id]:
            continue
        whole = _number(totals[0].cells[index], column.unit)
        terms = [_number(row.cells[index], column.unit) for row in parts]
        known = [t for t in terms if t is not None]
        if whole is None or not known or not _may_sum(table.id, terms):
            continue
        slack = whole[1] + sum((half for _, half in known), Decimal(0))
        told = sum((n for n, _ in known), Decimal(0))
        if abs(told - whole[0]) > slack:
            name = "·".join(column.header)
            text = _text(totals[0].cells[index])
            parts_text = _plain(told / scale_of(column.unit))
            yield f"表“{table.title}”的“{name}”分项之和为{parts_text}，合计为{text}"


def _plain(number: Decimal) -> str:
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _may_sum(table_id: str, terms: Sequence[object]) -> bool:
    """A blank part is no 0, except in the bridge, where it is a change that did not happen."""
    return table_id == "A4" or all(term is not None for term in terms)


def _identities(table: Table) -> Iterator[str]:
    keys = [column.key for column in table.columns]
    for left, right in IDENTITIES.get(table.id, ()):
        if not set(left + right) <= set(keys):
            continue
        for row in table.rows:
            found = {k: _number(row.cells[keys.index(k)]) for k in left + right}
            if all(v is None for v in found.values()) or found[left[0]] is None:
                continue
            gap = _sum(found, left) - _sum(found, right)
            if gap != 0:
                yield f"表“{table.title}”中{_name(row)}的期末与上年末加增减相差{gap:f}"


def _sum(found: dict[str, tuple[Decimal, Decimal] | None], keys: Sequence[str]) -> Decimal:
    return sum((v[0] for k in keys if (v := found[k]) is not None), Decimal(0))


def ranks_in_order(tables: Sequence[Table]) -> Iterator[str]:
    """位次与数值次序不符: down the places the values run one way, and equal places are equal."""
    for table in tables:
        for index, column in enumerate(table.columns):
            placed = sorted(
                (place, number, _name(row))
                for row in table.rows
                if (place := _place(row.cells[index])) is not None
                and (number := _bare(row.cells[index])) is not None
            )
            if bad := _disorder(placed):
                yield f"表“{table.title}”的“{'·'.join(column.header)}”位次与数值次序不符（{bad}）"


def _disorder(placed: Sequence[tuple[int, Decimal, str]]) -> str:
    """The first row out of order; "" where places and values go together."""
    steps = list(pairwise(placed))
    ties = [after for before, after in steps if before[0] == after[0] and before[1] != after[1]]
    ups = [after for before, after in steps if after[1] > before[1]]
    downs = [after for before, after in steps if after[1] < before[1]]
    wrong = ties or (min(ups, downs, key=len) if ups and downs else [])
    return wrong[0][2] if wrong else ""


def _number(cell: Cell, unit: str = "") -> tuple[Decimal, Decimal] | None:
    if not isinstance(cell, Figure):
        return None
    return number_of(_PLACE.sub("", cell.text), cell.unit or unit)


def _bare(cell: Cell) -> Decimal | None:
    found = _number(cell)
    return found[0] if found else None


def _place(cell: Cell) -> int | None:
    found = _PLACE.search(cell.text) if isinstance(cell, Figure) else None
    return int(found[1]) if found else None


def _text(cell: Cell) -> str:
    return cell.text if isinstance(cell, Figure) else ""


def _name(row: Row) -> str:
    return next((c for c in row.cells if isinstance(c, str) and c), "")
