"""A finished bundle read back (成品回读): every figure from the pages as a reader gets them.

The audit of a shared release judges these and not the tables in memory: what templates, rounding
and layout have made of a figure is what leaves the bureau.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.disclosure.bundle_files import Fault, pages_of
from gxlab.disclosure.loose import Loose, loose_numbers
from gxlab.disclosure.page_tree import Element, NotPlain, read_page
from gxlab.disclosure.printed_text import NO_FIGURE, SUPPRESSED, said
from gxlab.disclosure.table_heads import column_of, name_of, table_of

_REF = re.compile(
    r"(?P<indicator>[a-z][a-z0-9_]*)\|(?P<unit>[^|]+)\|(?P<period>[0-9]{4}(?:-[0-9]{2})?)"
    r"\|(?P<span>[a-z0-9]+)\|(?P<statistic>[a-z][a-z0-9_]*)(?:\|(?P<by>[a-z_]+)=(?P<code>[^|]+))?"
)
_DOWN = re.compile(r"^translate\(-?[0-9.]+,(-?[0-9]{1,5}(?:\.[0-9]{1,2})?)\)$")
_HALF_OF_NONE = Decimal(0)


@dataclass(frozen=True)
class ReadBack:
    """A figure as it stands on a page (回读数).

    ``number``: as told, in ``unit_of_measure``; None where the text is ``*`` or no number.
    ``half``: half a unit of the last printed digit. ``place``: where on the page; ``list``: the
    table or drawing in which it stands beside others of its kind; ``drawn``: how far down in a
    drawing, None in no drawing.
    """

    ref: str
    indicator: str
    unit: str
    period: str
    span: str
    statistic: str
    by: str
    code: str
    text: str
    number: Decimal | None
    half: Decimal
    unit_of_measure: str
    page: str
    place: str
    list: str = ""
    drawn: Decimal | None = None

    @property
    def suppressed(self) -> bool:
        return self.text.strip() == SUPPRESSED


@dataclass(frozen=True)
class Reading:
    """All that a bundle's pages say in figures (回读结果).

    ``loose``: numbers without a coordinate; ``faults``: pages that cannot be read with certainty,
    figures that say nothing readable, coordinates that are told twice in different ways.
    """

    figures: tuple[ReadBack, ...]
    loose: tuple[Loose, ...]
    faults: tuple[Fault, ...]


def read_back(files: Mapping[str, bytes], public: Iterable[str] = ()) -> Reading:
    """Every figure, loose number and fault in the pages of a bundle, in page order.

    ``public``: names of units, clusters and industries, whose numerals (5G通信) are no figures.
    """
    names = tuple(sorted(set(public), key=len, reverse=True))
    figures: list[ReadBack] = []
    loose: list[Loose] = []
    faults: list[Fault] = []
    for name, content in pages_of(files).items():
        try:
            tree = read_page(content)
        except NotPlain as fault:
            faults.append(Fault(f"版式不规范，无法核对：{fault}", name, ""))
            continue
        loose.extend(loose_numbers(tree, name, names))
        for element in tree.walk():
            if "data-ref" in element.attributes:
                own = list(_figures(element, name))
                figures.extend(own)
                faults.extend(_unread(element, own, name))
    faults.extend(_contradictions(figures))
    return Reading(tuple(figures), tuple(loose), tuple(faults))


def _figures(element: Element, page: str) -> Iterator[ReadBack]:
    parts = _REF.fullmatch(element.attributes["data-ref"])
    if parts is None:
        return
    text = _own_text(element)
    told = said(text, _before(element), parts["statistic"])
    figure = ReadBack(
        element.attributes["data-ref"],
        **{key: value or "" for key, value in parts.groupdict().items()},
        text=text,
        number=told.number if told else None,
        half=told.half if told else _HALF_OF_NONE,
        unit_of_measure=_measure(element, told.unit if told else "", parts["statistic"]),
        page=page,
        place=place_of(element),
        list=_list_of(element),
        drawn=_depth(element) if element.is_inside("svg") else None,
    )
    yield figure
    if told is not None and told.place is not None:
        yield _rank(figure, told.place)


def _rank(figure: ReadBack, place: int) -> ReadBack:
    """The place in brackets behind a figure (位次) as a figure of its own."""
    head, _, tail = figure.ref.partition(f"|{figure.span}|{figure.statistic}")
    ref = f"{head}|{figure.span}|rank{tail}"
    known = replace(figure, ref=ref, statistic="rank", text=str(place), unit_of_measure="")
    return replace(known, number=Decimal(place), half=Decimal("0.5"))


def _own_text(element: Element) -> str:
    """The text of a figure without the unit of measure that stands behind it."""
    parts = (c if isinstance(c, str) else "" for c in element.children)
    inner = [c for c in element.children if isinstance(c, Element) and not _is_unit(c)]
    return "".join((*parts, *(one.text for one in inner))).strip()


def _is_unit(element: Element) -> bool:
    return element.tag == "span" and element.classes() == ["unit"]


def _before(element: Element) -> str:
    """The words in front of a figure in the same sentence."""
    beside = element.parent.children if element.parent else []
    at = next(n for n, one in enumerate(beside) if one is element)
    found = beside[at - 1] if at else ""
    return found if isinstance(found, str) else ""


def _measure(element: Element, told: str, statistic: str) -> str:
    """The unit of measure the page gives: in the text, behind it, or in the column's head."""
    if statistic.endswith("rank"):
        return ""
    found = told or _unit_beside(element) or _unit_above(element)
    if not found:
        found = "%" if statistic.endswith("_pct") else ""
    return found.removeprefix("个") if found != "个" else found


def _unit_beside(element: Element) -> str:
    inner = [c for c in element.children if isinstance(c, Element) and _is_unit(c)]
    if inner:
        return inner[0].text.strip()
    beside = element.parent.children if element.parent else []
    at = next(n for n, one in enumerate(beside) if one is element) + 1
    after = beside[at] if at < len(beside) else ""
    return after.text.strip() if isinstance(after, Element) and _is_unit(after) else ""


def _unit_above(element: Element) -> str:
    cell = next((one for one in element.above() if one.tag in ("td", "th")), None)
    column = column_of(cell) if cell else None
    return column.unit if column else ""


def place_of(element: Element) -> str:
    """Where an element stands, in words: the table with row and column, else the nearest anchor."""
    cell = next((one for one in element.above() if one.tag in ("td", "th")), None)
    if cell is not None and (column := column_of(cell)):
        return f"表“{name_of(table_of(cell))}”·{column.row}·{column.title}"
    anchor = next((a.attributes["id"] for a in element.above() if a.attributes.get("id")), "")
    return f"#{anchor}" if anchor else element.tag


def _list_of(element: Element) -> str:
    """The table or drawing around a figure: tables have their anchor, and so have drawings."""
    inside = any(one.tag in ("table", "svg") for one in element.above())
    anchors = (one.attributes["id"] for one in element.above() if one.attributes.get("id"))
    return next(anchors, "") if inside else ""


def _depth(element: Element) -> Decimal:
    """How far down in its drawing a text stands: labels are not always written in that order."""
    found = _DOWN.search(element.attributes.get("transform", ""))
    return Decimal(found[1]) if found else Decimal(0)


def _unread(element: Element, own: Iterable[ReadBack], page: str) -> Iterator[Fault]:
    found = list(own)
    if not found:
        yield Fault("数字的坐标（data-ref）不合规范", page, place_of(element))
    for one in found:
        if one.number is None and not one.suppressed and one.text not in NO_FIGURE:
            yield Fault("有坐标的文字既不是数也不是“*”", page, one.place)


def _contradictions(figures: Iterable[ReadBack]) -> Iterator[Fault]:
    """One coordinate printed in two ways: one of them says more, or something else."""
    known: dict[str, ReadBack] = {}
    for figure in figures:
        first = known.setdefault(figure.ref, figure)
        if not _agree(first, figure):
            place = f"{figure.place}；另见 {first.page} {first.place}"
            yield Fault("同一坐标印了两个不同的数", figure.page, place)


def _agree(one: ReadBack, other: ReadBack) -> bool:
    if one.number is None or other.number is None:
        return one.text == other.text
    units = {one.unit_of_measure, other.unit_of_measure} - {""}
    if len(units) > 1:
        return False
    if "倍" in one.text + other.text and one.half != other.half:
        return abs(one.number - other.number) <= one.half + other.half
    return (one.number, one.half) == (other.number, other.half)
