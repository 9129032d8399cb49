"""Which column and row of its table a cell stands in (表头与行名), heads merged over neighbours."""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.disclosure.page_tree import Element

# A head spans no more than this; a page that says otherwise is refused elsewhere.
_SPANS = frozenset(str(n) for n in range(1, 100))


@dataclass(frozen=True)
class Column:
    """The column of a cell: its heads joined, its unit of measure; and the name of the row."""

    title: str
    unit: str
    row: str


def table_of(cell: Element) -> Element:
    """The table around a cell."""
    return next(one for one in cell.above() if one.tag == "table")


def name_of(table: Element) -> str:
    """The caption of a table (表题), without the scope beside it."""
    found = (e for e in table.walk() if e.tag == "caption")
    caption = next(found, None)
    if caption is None:
        return ""
    titles = [e for e in caption.walk() if "caption" in e.classes()]
    return (titles[0] if titles else caption).text.strip()


def rows_of(table: Element, part: str) -> list[list[Element]]:
    """The cells of the rows of thead or tbody."""
    body = next((e for e in table.walk() if e.tag == part), None)
    lines = [e for e in body.walk() if e.tag == "tr"] if body else []
    return [
        [c for c in line.children if isinstance(c, Element) and c.tag in ("td", "th")]
        for line in lines
    ]


def column_of(cell: Element) -> Column | None:
    """The column a cell of a table's body stands in; None elsewhere."""
    row = cell.parent
    if row is None or not cell.is_inside("tbody"):
        return None
    cells = [c for c in row.children if isinstance(c, Element)]
    at = next(n for n, one in enumerate(cells) if one is cell)
    heads = _heads(table_of(cell)).get(at, [])
    title = "·".join(dict.fromkeys(_words(head) for head in heads))
    units = [unit for head in heads if (unit := _unit(head))]
    return Column(title, units[-1] if units else "", cells[0].text.strip())


def _heads(table: Element) -> dict[int, list[Element]]:
    """The heads over each column, outermost first."""
    taken: dict[tuple[int, int], Element] = {}
    for level, cells in enumerate(rows_of(table, "thead")):
        at = 0
        for cell in cells:
            while (level, at) in taken:
                at += 1
            for down in range(_span(cell, "rowspan")):
                for right in range(_span(cell, "colspan")):
                    taken[level + down, at + right] = cell
    found: dict[int, list[Element]] = {}
    for (_, column), head in sorted(taken.items(), key=lambda one: one[0]):
        found.setdefault(column, []).append(head)
    return found


def _span(cell: Element, name: str) -> int:
    told = cell.attributes.get(name, "1")
    return int(told) if told in _SPANS else 1


def _unit(head: Element) -> str:
    return "".join(e.text for e in head.walk() if e.classes() == ["unit"]).strip()


def _words(head: Element) -> str:
    return head.text.strip().removesuffix(_unit(head))
