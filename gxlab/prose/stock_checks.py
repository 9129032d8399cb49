"""Stocks and flows of firms (存量与变动), places (位次).

期末 = 期初 + 新增 − 退出, 净增 = 新增 − 退出. 新增 is not 净增. A place cannot lie behind the
number of those ranked, and moves by as many places as lie between the two.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import Book, Finding
from gxlab.prose.interval import told
from gxlab.prose.readings import Reading

_RANKED = re.compile(r"([0-9]{1,3})个?(?:县|市|区|州|单位|镇|街道|园区|县区|区县|县市区|集群)")


def check(book: Book) -> Iterator[Finding]:
    """Every rule on stocks of firms and on places."""
    for net in book.of("net"):
        yield from _net(book, net)
    for closing in book.of("closing", "level", "total"):
        yield from _closing(book, closing)
    for step in book.of("increment"):
        yield from _between_months(book, step)
    for rank in book.of("rank"):
        yield from _rank(book, rank)
    for move in book.of("move"):
        yield from _move(book, move)


def _around(book: Book, one: Reading, role: str) -> list[Reading]:
    """Counts of a role in the sentence, or in the few sentences around it."""
    own = [r for r in book.of(role) if r.figure.unit == one.figure.unit]
    inside = [r for r in own if r.sentence == one.sentence]
    return inside or [r for r in own if 0 < one.sentence - r.sentence <= 2]


def _net(book: Book, net: Reading) -> Iterator[Finding]:
    came, went = _around(book, net, "entries"), _around(book, net, "exits")
    if not came or not went:
        return
    # 新增34户（其中月度3户、年度31户）: either the first is the sum of the rest, or all are parts.
    sums = {_total(came) - _total(went), came[0].shown - went[0].shown}
    wanted = min(sums, key=lambda s: abs(s - net.shown))
    expected = f"净{'增' if wanted >= 0 else '减'}{abs(wanted)}{net.figure.unit}"
    orders = (net.order, *(r.order for r in (*came, *went)))
    yield Finding("net", orders, net.shown in sums, expected, why="净增＝新增－退出")


def _closing(book: Book, closing: Reading) -> Iterator[Finding]:
    """期末 = 期初 + 净增 (or + 新增 − 退出)."""
    opening = _around(book, closing, "opening")
    if re.search("划入|划出|调入|调出", book.sentence(closing)):
        return  # moves between units enter neither 新增 nor 退出
    if not opening or closing.figure.family != "count" or closing.parent is not None:
        return
    if opening[0].measure not in ("", closing.measure) and closing.measure:
        return
    nets, came = _around(book, closing, "net"), _around(book, closing, "entries")
    went = _around(book, closing, "exits")
    if nets:
        change, told = nets[0].shown, nets[:1]
    elif came and went:
        change, told = _total(came) - _total(went), [*came, *went]
    else:
        told = [r for r in _around(book, closing, "increment") if r.sentence == closing.sentence]
        change = _total(told)
    if not told:
        return
    found = opening[0].shown + change
    near = abs(found - closing.shown) <= max(Decimal(2), closing.shown / 20)
    if closing.role != "closing" and found != closing.shown and not near:
        return  # some other count
    yield Finding(
        "stock", (closing.order, opening[0].order, *(r.order for r in told)),
        found == closing.shown, f"{found}{closing.figure.unit}", why="期末＝期初＋新增－退出",
    )  # fmt: skip


def _between_months(book: Book, step: Reading) -> Iterator[Finding]:
    """4月末100户，5月末103户，增加3户."""
    ends = [
        r
        for r in book.of("level", "closing")
        if r.sentence == step.sentence
        and r.order < step.order
        and r.when.startswith("end")
        and (r.measure, r.whose) == (step.measure, step.whose)
        and r.figure.unit == step.figure.unit
    ]
    if step.against or len(ends) != 2 or ends[0].when == ends[1].when:
        return
    found = ends[1].value - ends[0].value
    shown = told(step.figure.prints(found), step.figure.places, step.figure.unit)
    orders = (step.order, ends[1].order, ends[0].order)
    yield Finding("months", orders, found.meets(step.value), shown, why="两个月末之差")


def _total(found: list[Reading]) -> Decimal:
    return sum((r.shown for r in found), Decimal(0))


def _rank(book: Book, rank: Reading) -> Iterator[Finding]:
    """No place behind the last: only a contradiction is told, a place that fits proves nothing."""
    of = _RANKED.search(book.sentence(rank))
    if of and rank.figure.value > int(of[1]):
        yield Finding("rank", (rank.order,), False, f"不大于{of[1]}", why="位次大于参加排位的个数")


def _move(book: Book, move: Reading) -> Iterator[Finding]:
    """由第9位升至第7位，前移2位."""
    places = [r for r in book.of("rank") if r.sentence == move.sentence]
    sentence = book.sentence(move)
    turned = re.search("由|从", sentence)
    if len(places) != 2 or not (turned or re.search("比|较", sentence)):
        return
    first, second = (p.figure.value for p in places)
    wanted = first - second if turned else second - first  # 由第9位升至第7位; 第7位，比上月第9位
    word = "前移" if wanted > 0 else "后移"
    yield Finding(
        "move", (move.order, places[0].order, places[1].order),
        wanted == move.figure.value * move.sign, f"{word}{abs(wanted)}位", why="位次变化与前后位次",
    )  # fmt: skip
