"""The figures of an executed notebook as they are printed (印出的数), and which of them changed.

What was signed is compared with what would be printed now coordinate by coordinate: a coordinate
printed in two places is one figure, two ways of printing it (亿元 in the text, 万元 in a table) are
both kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gxlab.show.headings import read_heading
from gxlab.show.objects import MIME, Block, Figure, KeyFigures, Light, Sentence, Sentences, Table
from gxlab.show.parse import from_json
from gxlab.warehouse.releases import Printed

# The words before a figure that say it is a fall: the text itself carries no sign there.
_FALL = re.compile(r"(?:下降|减少|下拉|降低|回落|缩小|低于|亏损)$")
_SECTION = re.compile(r"##\s+(.*)$", re.M)
_CLAUSE = re.compile(r"[，。；：、（）]")
_RANKED = re.compile(r"（[^）]*）$")
_SIGNS = ("-", "−", "+")
_NUMBER = re.compile(r"[+\-−]?[0-9][0-9,]*(?:\.[0-9]+)?")


@dataclass(frozen=True)
class Changed:
    """A figure that is printed otherwise than it was signed (更正).

    ``was`` None: it was not printed; ``now`` None: it is no longer printed. ``place`` and ``item``
    tell where it stands.
    """

    ref: str
    was: Printed | None
    now: Printed | None
    place: str
    item: str


def printed_figures(notebook: Mapping[str, Any]) -> tuple[Printed, ...]:
    """Every figure of the page in its order, each way of printing once.

    ``number`` is what the text tells, the sign taken from the words before it where the text has
    none; in a table the unit of measure is the column's.
    """
    seen: dict[tuple[str, str, str], Printed] = {}
    for printed in _every(notebook):
        key = (printed.ref, printed.text, printed.unit)
        seen[key] = _fuller(seen.get(key), printed)
    return tuple(seen.values())


def changed_figures(was: Iterable[Printed], now: Iterable[Printed]) -> tuple[Changed, ...]:
    """Exactly the figures that are printed otherwise, in the order of the page that is printed now;
    those no longer printed follow. "个百分点" for "百分点" is no other figure."""
    was, now = tuple(was), tuple(now)
    before, after = _prints(was), _prints(now)
    stands = {p.ref: p for p in reversed((*now, *was))}
    found = []
    for ref in dict.fromkeys((*after, *before)):
        old, new = before.get(ref, {}), after.get(ref, {})
        if set(old) != set(new):
            gone = [old[key] for key in old if key not in new] or list(old.values())
            come = [new[key] for key in new if key not in old] or list(new.values())
            at = stands[ref]
            found.append(Changed(ref, _clearest(gone), _clearest(come), at.place, at.item))
    return tuple(found)


def _every(notebook: Mapping[str, Any]) -> Iterator[Printed]:
    section = "开头"
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown" and (found := _SECTION.match(cell["source"])):
            section = read_heading(found[1])[0]
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(MIME)
            if payload is not None:
                yield from _of_block(from_json(payload), section)


def _of_block(block: Block, section: str) -> Iterator[Printed]:
    if isinstance(block, Sentence):
        yield from _of_sentence(block, section)
    elif isinstance(block, Sentences):
        for sentence in block.items:
            yield from _of_sentence(sentence, section)
    elif isinstance(block, Table):
        yield from _of_table(block)
    elif isinstance(block, KeyFigures):
        for item in block.items:
            yield _printed(item.figure, item.figure.unit, "", "关键指标", item.label)
            if item.change:
                yield from _of_sentence(item.change, "关键指标")


def _of_sentence(sentence: Sentence, section: str) -> Iterator[Printed]:
    before = ""
    for part in sentence.parts:
        if isinstance(part, Figure):
            yield _printed(part, part.unit, before, section, _CLAUSE.split(before)[-1])
            before = ""
        else:
            before = part


def _of_table(table: Table) -> Iterator[Printed]:
    group = ""
    for row in table.rows:
        names = [c for c in row.cells if isinstance(c, str) and c and not c.isdigit()][:1]
        if row.cells[0] == "":  # the first column is said once for several rows
            names = [group, *names] if group else names
        elif isinstance(row.cells[0], str):
            group = row.cells[0]
        for column, cell in zip(table.columns, row.cells, strict=True):
            item = "，".join((*names, "·".join(column.header)))
            if isinstance(cell, Figure):
                yield _printed(cell, cell.unit or column.unit, "", f"表“{table.title}”", item)
            elif isinstance(cell, Light) and cell.figure:
                told = cell.figure
                yield _printed(told, told.unit, cell.word, f"表“{table.title}”", item)


def _printed(figure: Figure, unit: str, before: str, place: str, item: str) -> Printed:
    number = _number(figure.text, before)
    return Printed(figure.ref, figure.text, unit, figure.value, number, place, item)


def reading(printed: Printed | None) -> str:
    """A print as it reads by itself, with its unit of measure; "" for None.

    >>> reading(Printed("r", "8.3（4）", "%")), reading(Printed("r", "5.0%"))
    ('8.3%（4）', '5.0%')
    """
    if printed is None:
        return ""
    ranked = _RANKED.search(printed.text)
    place = ranked[0] if ranked else ""
    return f"{printed.text.removesuffix(place)}{printed.unit}{place}"


def _number(text: str, before: str) -> str | None:
    """The number a printed text tells, as plain decimal text; None where it tells none.

    >>> _number("1,203.4", ""), _number("−4.9（7）", ""), _number("4.9%", "同比下降")
    ('1203.4', '-4.9', '-4.9')
    >>> _number("持平", "同比"), _number("1.8倍", "增长"), _number("—", "")
    ('0', '180.0', None)
    """
    if text == "持平":
        return "0"
    plain = _RANKED.sub("", text).removesuffix("%")
    times = plain.endswith("倍")
    plain = plain.removesuffix("倍")
    if not _NUMBER.fullmatch(plain):
        return None
    number = Decimal(plain.replace(",", "").replace("−", "-")) * (100 if times else 1)
    return format(-number if _FALL.search(before) and number > 0 else number, "f")


def _fuller(known: Printed | None, printed: Printed) -> Printed:
    """Of two prints with the same text the one that knows the full value."""
    if known is None:
        return printed
    return replace(known, value=known.value or printed.value)


_Key = tuple[str, str, str]


def _prints(figures: Iterable[Printed]) -> dict[str, dict[_Key, Printed]]:
    """Coordinate → what is printed (number, place in brackets, unit) → the print."""
    found: dict[str, dict[_Key, Printed]] = {}
    for one in figures:
        ranked = _RANKED.search(one.text)
        place = ranked[0] if ranked else ""
        bare = one.text.removesuffix(place)
        unit = "%" if bare.endswith(("%", "倍")) else one.unit.removeprefix("个")
        found.setdefault(one.ref, {}).setdefault((one.number or bare, place, unit), one)
    return found


def _clearest(prints: Sequence[Printed]) -> Printed | None:
    """Of several prints the one that shows its sign; with a sign where the words had it."""
    if not prints:
        return None
    signed = next((p for p in prints if p.text.startswith(_SIGNS)), prints[0])
    falls = signed.number is not None and signed.number.startswith("-")
    if falls and not signed.text.startswith(_SIGNS):
        return replace(signed, text=f"−{signed.text}")
    return signed


__all__ = ["Changed", "changed_figures", "printed_figures", "reading"]
