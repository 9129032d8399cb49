"""拉动 and 贡献率: pull = Δpart ÷ base of the total, contribution = pull ÷ growth of the total.

Officials compute both from unrounded data, so every figure enters as its rounding interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import LEVELS, Book, Finding
from gxlab.prose.growth_checks import ONE, percent
from gxlab.prose.interval import HUNDRED, Interval, told
from gxlab.prose.readings import Reading
from gxlab.prose.subjects import subject_of, whose

_HUNDREDTH = Decimal("0.01")


def check(book: Book) -> Iterator[Finding]:
    """Every rule on pulls and contributions."""
    for contribution in book.of("contribution"):
        yield from _contribution(book, contribution)
    for pull in book.of("pull"):
        yield from _pull(book, pull)
    yield from _exhaustive(book)


def _contribution(book: Book, contribution: Reading) -> Iterator[Finding]:
    """贡献率 = 拉动 ÷ 总增速."""
    pulls = [r for r in book.near(contribution, "pull") if r.sentence == contribution.sentence]
    pulls = [r for r in pulls if r.whose == contribution.whose]
    if not pulls:
        return
    totals = _totals(book, pulls[0])
    if not totals:
        return
    quotient = pulls[0].value.over(percent(totals[0]))
    if quotient is None:
        return
    found = quotient.times(HUNDRED)
    yield Finding(
        "contribution", (contribution.order, pulls[0].order, totals[0].order),
        found.meets(contribution.value), told(found, contribution.figure.places, "%"),
        why="贡献率＝拉动÷总增速",
    )  # fmt: skip


def _totals(book: Book, part: Reading) -> list[Reading]:
    """The growth of the whole a part pulls: the one named, else the last told of another owner."""
    wanted = subject_of(re.sub("(?:增长|增速|上升)$", "", part.who))
    rates = [
        r
        for r in book.near(part, "rate")
        if (r.whose != part.whose or r.measure != part.measure) and r.word != "()"
        and (r.order < part.order or r.sentence == part.sentence)
    ]  # fmt: skip
    rates = [r for r in rates if not _apart(book, r)]
    named = [
        r
        for r in rates
        if whose(r.whose) == whose(wanted.whose) and wanted.measure in ("", r.measure)
    ]
    if not part.who or wanted.empty:
        named = [r for r in rates if not r.whose] or rates
    return [r for r in named if r.measure in ("", part.measure, wanted.measure)]


def _apart(book: Book, rate: Reading) -> bool:
    """剔除该企业，增长6.8%: the growth of what is left, not of the whole."""
    return bool(re.search("剔除|扣除|不含", book.sentence(rate)[: rate.figure.start]))


def _pull(book: Book, pull: Reading) -> Iterator[Finding]:
    totals = _totals(book, pull)
    rates = [r for r in book.beside(pull, "rate") if r.whose == pull.whose and r.order < pull.order]
    rates = [r for r in rates if r.sentence == pull.sentence and r.measure == pull.measure]
    if not totals or not rates or pull.measure == "value_added":
        return  # 增加值 is pulled in real terms: shares at current prices prove nothing
    rate, total = _factor(rates[0]), _factor(totals[0])
    for orders, share in _shares(book, pull, totals[0]):
        kept = ONE.over(rate)
        if kept is None:
            continue
        found = (share * (ONE - kept) * total).times(HUNDRED)
        unsigned = found if pull.sign > 0 else found.times(Decimal(-1))
        yield Finding(
            "pull", (pull.order, rates[0].order, totals[0].order, *orders),
            found.meets(pull.value), told(unsigned, pull.figure.places, "个百分点"),
            why="拉动＝增加额÷总量基数",
        )  # fmt: skip
        return


def _factor(rate: Reading) -> Interval:
    """1 + g as an interval."""
    return percent(rate).times(_HUNDREDTH) + ONE


def _shares(
    book: Book, pull: Reading, total: Reading
) -> Iterator[tuple[tuple[int, ...], Interval]]:
    """The part's share of the total this year: from the two levels, else as printed."""
    own = [r for r in book.beside(pull, *LEVELS) if r.whose == pull.whose and r.order < pull.order]
    own = [r for r in own if r.sentence == pull.sentence]
    whole = [r for r in book.beside(total, *LEVELS) if r.whose == total.whose]
    if own and whole and own[0].figure.family == whole[0].figure.family:
        quotient = own[0].value.over(whole[0].value)
        if quotient is not None:
            yield (own[0].order, whole[0].order), quotient
    shares = [r for r in book.beside(pull, "share") if r.whose == pull.whose]
    shares = [r for r in shares if r.sentence == pull.sentence]
    if shares:
        yield (shares[0].order,), shares[0].value.times(_HUNDREDTH)


_SECTORS = re.compile("采矿|制造|电力")


def _exhaustive(book: Book) -> Iterator[Finding]:
    """制造业、采矿业和电力: the pulls of all sectors add up to the growth they pull."""
    for number in range(len(book.sentences)):
        pulls = [r for r in book.of("pull") if r.sentence == number and _SECTORS.search(r.whose)]
        if len({m[0] for p in pulls if (m := _SECTORS.search(p.whose))}) < 3 or len(pulls) != 3:
            continue
        totals = _totals(book, pulls[0])
        if totals:
            summed = pulls[0].value + pulls[1].value + pulls[2].value
            yield Finding(
                "pulls", (totals[0].order, *(p.order for p in pulls)),
                summed.meets(percent(totals[0])), told(summed, totals[0].figure.places, "%"),
                why="各门类拉动之和与总增速",
            )  # fmt: skip
