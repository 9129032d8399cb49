"""What a suppressed cell may leave behind on a page (星号的规矩): nothing, not even an order.

Judged on the figures read back: a cell that reads ``*`` reads so in every statistic, is drawn in no
chart, and no list around it stands in the order of size. A share may read ``*`` by itself where its
whole is not printed, growth with its place where the base behind it is not told.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from gxlab.disclosure.bundle_files import Fault
from gxlab.disclosure.readback import ReadBack

# With fewer lines than this an order by size may be mere chance.
_TELLING = 4
# These stand on the base: both are told, or neither.
_GROWTH = frozenset({"growth_yoy_pct", "rank"})
Key = tuple[str, ...]


def suppression_faults(figures: Sequence[ReadBack]) -> Iterator[Fault]:
    """Everything that the pages tell of a suppressed cell beside its ``*``."""
    yield from _half_kept(figures)
    yield from _drawn(figures)
    yield from _by_size(figures)


def cell_of(figure: ReadBack) -> Key:
    """The cell a figure is a statistic of."""
    return (figure.indicator, figure.unit, figure.period, figure.span, figure.by, figure.code)


def _half_kept(figures: Iterable[ReadBack]) -> Iterator[Fault]:
    cells: dict[Key, list[ReadBack]] = defaultdict(list)
    for figure in figures:
        cells[cell_of(figure)].append(figure)
    for told in cells.values():
        held = {f.statistic for f in told if f.suppressed} - {"share_pct"}
        together = _GROWTH if held and held <= _GROWTH else None
        for figure in told if held else ():
            if figure.number is not None and (together is None or figure.statistic in together):
                rule = f"单元格不公布，却印了它的 {figure.statistic}"
                yield Fault(rule, figure.page, figure.place)


def _drawn(figures: Iterable[ReadBack]) -> Iterator[Fault]:
    for figure in figures:
        if figure.suppressed and figure.drawn is not None:
            yield Fault("图中画了不公布的单元格", figure.page, figure.place)


def _by_size(figures: Iterable[ReadBack]) -> Iterator[Fault]:
    """Lists around a ``*``, and drawings without it, whose printed figures go up or down."""
    lists: dict[Key, list[ReadBack]] = defaultdict(list)
    for figure in figures:
        lists[(figure.page, figure.list, *_group(figure))].append(figure)
    held = {_group(f) for f in figures if f.suppressed}
    for key, found in lists.items():
        lines = sorted(found, key=lambda figure: figure.drawn or 0)
        if key[2:] in held and not _is_by_code(lines) and _is_by_number(lines):
            yield Fault(
                "有不公布的单元格时，各行应按代码排列，不应按大小排列", key[0], lines[0].place
            )


def _group(figure: ReadBack) -> Key:
    """What stands side by side in a list: codes of one unit, or units."""
    unit = figure.unit if figure.by else ""
    return (figure.indicator, unit, figure.period, figure.span, figure.statistic, figure.by)


def _is_by_code(lines: Iterable[ReadBack]) -> bool:
    codes = [figure.code or figure.unit for figure in lines]
    return all(a <= b for a, b in pairwise(codes))


def _is_by_number(lines: Iterable[ReadBack]) -> bool:
    numbers = [figure.number for figure in lines if figure.number is not None]
    if len(set(numbers)) < _TELLING:
        return False
    return all(a <= b for a, b in pairwise(numbers)) or all(a >= b for a, b in pairwise(numbers))
