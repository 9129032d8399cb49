"""Parts against a whole (分项与合计): 其中, 合计, and counts that fall apart into kinds.

Parts that are told with 其中 need not be all: they may not exceed the whole, and where they come
within a last digit or half a percent of it they are meant to be all of it and must add up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gxlab.prose.book import Book, Finding
from gxlab.prose.interval import Interval, exactly, told
from gxlab.prose.readings import Reading

_EXHAUSTIVE = re.compile("分别为|组成|构成|其余|余下|全部|分为")
GROWING = re.compile("增长|增加|上升|扭亏")
FALLING = re.compile("下降|减少|负增长|回落")
_NEARLY, _NEARLY_ALL = Decimal("0.005"), Decimal("0.03")
_LEVEL = re.compile("持平")
_PIECES = re.compile(
    "大型|中型|小型|微型|大中型|小微|轻工业|重工业|采矿|制造|电力|热力|燃气|第[一二三]产业|国有|民营|私营|"
    "外资|外商|港澳台|股份|集体|绿灯|黄灯|红灯|蓝灯|在建|续建|新开工|未开工|竣工|投产|月度|年度|"
    "建筑|安装|设备|其他|其它|其余|城镇|农村|内资|增长|增加|下降|减少|持平"
)


def check(book: Book) -> Iterator[Finding]:
    """Every rule on parts and totals."""
    yield from _parts(book)
    yield from _totals(book)
    yield from _complete(book)


def _parts(book: Book) -> Iterator[Finding]:
    by_parent: dict[int, list[Reading]] = {}
    for reading in book.of("level", "entries", "exits", "closing"):
        if reading.parent is not None and _splits(book.readings[reading.parent], reading):
            by_parent.setdefault(reading.parent, []).append(reading)
    for order, parts in by_parent.items():
        whole = next((r for r in book.readings if r.order == order), None)
        if whole is not None and not whole.figure.vague:
            yield from _sum(book, whole, _first_split(whole, parts))


def _splits(whole: Reading, part: Reading) -> bool:
    """净增16户：新增54户，退出38户 explains the figure, it does not split it."""
    moves = ("entries", "exits")
    return part.role in ("level", "closing", *moves) and (
        part.role not in moves
        or whole.role not in ("net", "opening", *moves)
        or part.role == whole.role
    )


def _first_split(whole: Reading, parts: list[Reading]) -> list[Reading]:
    """The parts of one kind with the whole, each told once."""
    own = (whole.whose, whole.word)
    kin = [p for p in parts if _one_kind(whole, p) and (p.whose, p.word) != own]
    alone = kin or [p for p in parts if _one_kind(whole, p)]
    seen: dict[tuple[str, ...], Reading] = {}
    for part in alone:
        seen.setdefault((part.word, part.whose, part.noun if not part.whose else ""), part)
    return list(seen.values())


def _one_kind(whole: Reading, part: Reading) -> bool:
    family = whole.figure.family == part.figure.family
    if not family or part.figure.family in ("", "万", "亿", "万亿"):
        return False  # a bare number counts nobody knows what
    if part.figure.family == "count" and _kind(whole) != _kind(part):
        return False
    return part.measure == whole.measure or not part.measure


def _kind(reading: Reading) -> str:
    """What a count counts: 户 and 家 firms, 个 and 项 things."""
    unit = reading.figure.unit
    return next((kind for kind in ("户家", "个项", "人名") if unit and unit in kind), unit)


def _sum(book: Book, whole: Reading, parts: list[Reading]) -> Iterator[Finding]:
    if not parts:
        return
    summed = exactly(Decimal(0))
    for part in parts:
        summed = summed + part.value
    orders = (whole.order, *(p.order for p in parts))
    expected = told(whole.figure.prints(summed), whole.figure.places, whole.figure.unit)
    sentence = book.sentence(parts[0])
    largest = max(parts, key=lambda p: p.value.low)
    if largest.value.low > whole.value.high:
        least = told(whole.figure.prints(largest.value), whole.figure.places, whole.figure.unit)
        yield Finding(
            "parts", (largest.order, whole.order), False, f"合计不小于{least}", why="其中项大于合计"
        )
    elif len(parts) > 1 and summed.meets(whole.value):
        yield Finding("parts", orders, True, expected, why="分项之和与合计")
    elif len(parts) > 1 and _meant_all(summed, whole, parts, sentence):
        yield Finding("parts", orders, False, expected, why="分项之和与合计")


def _meant_all(summed: Interval, whole: Reading, parts: list[Reading], sentence: str) -> bool:
    """Whether the parts are told as all of the whole: by a word, as a list, or by what they are."""
    if _EXHAUSTIVE.search(sentence):
        return True
    if not _parallel(parts, sentence):
        return False  # 94个，其中工业86个，符合要求67个: each lies inside the one before
    if summed.low > whole.value.high:
        return True
    nouns = " ".join(p.noun + p.whose for p in parts)
    if GROWING.search(nouns) and not (_LEVEL.search(nouns) and FALLING.search(nouns)):
        return False  # 持平 may be left out
    return _nearly(summed, whole, parts)


def _nearly(summed: Interval, whole: Reading, parts: list[Reading]) -> bool:
    """So near the whole that all of it is meant."""
    gap, size = summed.distance(whole.value), abs(whole.value.high)
    if whole.figure.family == "count":
        pieces = all(_PIECES.search(p.whose + p.noun) for p in parts)
        return gap <= 1 and (pieces or gap <= size * _NEARLY_ALL)
    last_digit = Decimal(1).scaleb(-min(p.figure.places for p in (whole, *parts)))
    return gap <= size * _NEARLY or gap <= last_digit * whole.figure.worth


def _complete(book: Book) -> Iterator[Finding]:
    """总产值806.2亿元，轻工业312.5亿元，重工业493.7亿元: the whole in front, no 其中.

    Two that happen to add up are parts; that they should and do not is only said of three and more,
    or of the known pieces of one split.
    """
    for number, sentence in enumerate(book.sentences):
        levels = [r for r in book.of("level") if r.sentence == number and r.parent is None]
        for whole in levels[:1]:
            parts = [r for r in levels[1:] if _one_kind(whole, r) and r.whose]
            owners = {p.whose for p in parts} - {whole.whose}
            apart = re.match("[,，:]", sentence[whole.figure.end :])
            if apart and len(parts) > 1 and len(owners) == len(parts):
                yield from _sum_of_list(whole, parts)


def _sum_of_list(whole: Reading, parts: list[Reading]) -> Iterator[Finding]:
    summed = exactly(Decimal(0))
    for part in parts:
        summed = summed + part.value
    known = all(_PIECES.search(p.whose) for p in parts)
    ok = summed.meets(whole.value)
    if ok or ((known or len(parts) > 2) and _nearly(summed, whole, parts)):
        expected = told(whole.figure.prints(summed), whole.figure.places, whole.figure.unit)
        orders = (whole.order, *(p.order for p in parts))
        yield Finding("parts", orders, ok, expected, why="分项之和与合计")


def _parallel(parts: list[Reading], sentence: str) -> bool:
    """Parts beside each other: joined by 、 or the known pieces of one split."""
    between = [
        sentence[a.figure.end : b.figure.start]
        for a, b in pairwise(parts)
        if a.sentence == b.sentence
    ]
    listed = bool(between) and all(re.match(r"[^,，;；、]{0,12}[、和及]", gap) for gap in between)
    known = all(_PIECES.search(p.whose + p.noun) for p in parts)
    moves = all(p.role in ("entries", "exits") for p in parts)  # each firm enters by one door
    return listed or known or moves or parts[0].figure.family != "count"


def _totals(book: Book) -> Iterator[Finding]:
    """制造业80.2亿元、采矿业20.1亿元，合计100.3亿元: the parts stand in front."""
    for total in book.of("total"):
        parts = [
            r
            for r in book.of("level")
            if r.sentence == total.sentence and r.order < total.order and r.parent is None
            and _one_kind(total, r)
        ]  # fmt: skip
        if len(parts) < 2:
            continue
        summed = exactly(Decimal(0))
        for part in parts:
            summed = summed + part.value
        yield Finding(
            "total", (total.order, *(p.order for p in parts)), summed.meets(total.value),
            told(total.figure.prints(summed), total.figure.places, total.figure.unit),
            why="分项之和与合计",
        )  # fmt: skip
