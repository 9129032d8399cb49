"""What a drawing of a shared page says beside its words (图中条形): no more than its labels.

Each bar has the printed figure beside it and is as long as that figure says; nothing else is drawn.
So neither a bar without a figure nor a length with more digits can tell what is not printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from gxlab.disclosure.bundle_files import Fault
from gxlab.disclosure.page_tree import Element
from gxlab.disclosure.printed_text import said

_BAR = re.compile(r"M-?[0-9.]+,(?P<y>-?[0-9.]+)h(?P<length>[0-9.]+)v(?P<height>[0-9.]+)h-[0-9.]+Z")
_NOTHING = re.compile(r"M-?[0-9.]+,(?P<y>-?[0-9.]+)h(?P<length>0)v(?P<height>[0-9.]+)h0Z")
_AT = re.compile(r"translate\((?P<x>-?[0-9.]+),(?P<y>-?[0-9.]+)\)")
_MARKS = frozenset({"mark-rect", "mark-text", "mark-rule", "mark-group"})
# A tenth of a pixel at either end.
_DRAWN_TO = Decimal("0.2")


def drawing_faults(page: Element, name: str) -> Iterator[Fault]:
    """Everything in a page's drawings that says more than the figures printed in them."""
    for svg in (e for e in page.walk() if e.tag == "svg"):
        place = next((f"#{a.attributes['id']}" for a in svg.above() if "id" in a.attributes), "图")
        marks = {c for e in svg.walk() for c in e.classes() if c.startswith("mark-")}
        if not marks <= _MARKS or not marks:
            yield Fault("图中只应有标了数的条形，不应有其他图形", name, place)
        elif not _is_told(_bars(svg), _labels(svg)):
            yield Fault("图中条形与标出的数不相符", name, place)


def _bars(svg: Element) -> list[tuple[Decimal, Decimal]] | None:
    """Middle and length of each bar from the top; None where something else is drawn as one."""
    found = []
    for group in (e for e in svg.walk() if "mark-rect" in e.classes()):
        for path in (e for e in group.walk() if e is not group):
            drawn = path.attributes.get("d", "")
            bar = _BAR.fullmatch(drawn) or _NOTHING.fullmatch(drawn)
            if bar is None or "transform" in path.attributes:
                return None
            middle = Decimal(bar["y"]) + Decimal(bar["height"]) / 2
            found.append((middle, Decimal(bar["length"])))
    return sorted(found)


def _labels(svg: Element) -> list[tuple[Decimal, Decimal]] | None:
    """Place and size of each printed figure from the top; None where one cannot be read."""
    found = []
    for text in (e for e in svg.walk() if "data-ref" in e.attributes):
        at = _AT.fullmatch(text.attributes.get("transform", ""))
        told = said(text.text)
        if at is None or told is None:
            return None
        found.append((Decimal(at["y"]), abs(told.number)))
    return sorted(found)


def _is_told(
    bars: Sequence[tuple[Decimal, Decimal]] | None,
    labels: Sequence[tuple[Decimal, Decimal]] | None,
) -> bool:
    """Whether every bar has its figure beside it and is drawn to one scale from it."""
    if bars is None or labels is None or len(bars) != len(labels):
        return False
    largest, scale = max(
        (size, length) for (_, length), (_, size) in zip(bars, labels, strict=True)
    )
    if not largest:
        return all(length == 0 for _, length in bars)
    return all(
        abs(length - size / largest * scale) <= _DRAWN_TO
        for (_, length), (_, size) in zip(bars, labels, strict=True)
    )
