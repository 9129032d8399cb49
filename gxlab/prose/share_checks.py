"""Shares, breadths, ratios, completion (占比、面、率、完成率): a part over its whole.

Where several wholes are thinkable, one that fits is enough, and none proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import LEVELS, Book, Finding, same_subject
from gxlab.prose.growth_checks import last_amount
from gxlab.prose.interval import HUNDRED, Interval, told
from gxlab.prose.part_checks import FALLING, GROWING
from gxlab.prose.readings import Reading
from gxlab.prose.subjects import subject_of, whose
from gxlab.reference.indicators import catalogue


def check(book: Book) -> Iterator[Finding]:
    """Every rule on shares and completion."""
    for share in book.of("share"):
        yield from _share(book, share)
    for ratio in book.of("ratio"):
        yield from _breadth(book, ratio)
        yield from _catalogue_ratio(book, ratio)
    for done in book.of("completion"):
        yield from _completion(book, done)
    for short in book.of("short"):
        yield from _shortfall(book, short)


_BREADTH = (("增长面|growing_share", GROWING), ("下降面", FALLING))


def _share(book: Book, share: Reading) -> Iterator[Finding]:
    part = _part(book, share)
    if part is None:
        return
    wholes = [w for w in _wholes(book, share, part) if w.order != part.order]
    yield from _quotient("share", share, part, wholes, "占比与分项、合计")


def _part(book: Book, share: Reading) -> Reading | None:
    own = [r for r in book.beside(share, *LEVELS) if r.role != "whole" and r.order < share.order]
    own = [r for r in own if r.sentence == share.sentence or r.whose == share.whose]
    same = [r for r in own if r.measure == share.measure and r.whose == share.whose]
    behind = last_amount(book, share)
    same = [r for r in same if behind is None or r.order == behind or r.sentence != share.sentence]
    return same[0] if same and (behind is None or same[0].order == behind) else None


def _wholes(book: Book, share: Reading, part: Reading) -> list[Reading]:
    """What it may be a share of, the surest first: 占X亿元的, 其中, the one named."""
    kin = [r for r in book.near(share, *LEVELS) if r.figure.family == part.figure.family]
    marked = [r for r in kin if r.role == "whole" and r.sentence == share.sentence]
    if marked:
        return marked[:1]
    if share.who and share.who != "@":
        wanted = subject_of(share.who)
        return [
            r
            for r in kin
            if (wanted.measure or part.measure) == r.measure
            and whose(r.whose) == whose(wanted.whose)
            and (r.order < share.order or r.sentence == share.sentence)
            and r.order != part.order
            and not (r.parent is not None and not wanted.whose)
        ][:1] or _everything(kin, share, part)
    if part.parent is not None:
        return [r for r in kin if r.order == part.parent]
    shared = {(s.measure, s.whose) for s in book.of("share") if s.sentence == share.sentence}
    larger = [r for r in _larger(kin, part) if (r.measure, r.whose) not in shared]
    return larger if share.sentence - min((r.sentence for r in larger), default=0) <= 1 else []


def _larger(kin: list[Reading], part: Reading) -> list[Reading]:
    return [r for r in kin if r.order < part.order and r.value.low >= part.value.high]


def _everything(kin: list[Reading], share: Reading, part: Reading) -> list[Reading]:
    """占全部企业的, 占参评企业总数的: the larger count told before it in the sentence."""
    if not re.search("全部|全体|所有|总数|总量|总额|合计", share.who):
        return []
    return [r for r in _larger(kin, part) if r.sentence == share.sentence][-1:]


def _quotient(
    rule: str, result: Reading, part: Reading, wholes: list[Reading], why: str
) -> Iterator[Finding]:
    """part ÷ whole in %; where several wholes are thinkable, one that fits is enough."""
    tried: list[tuple[Reading, Interval]] = []
    for whole in wholes:
        quotient = part.value.over(whole.value)
        if quotient is not None:
            tried.append((whole, quotient.times(HUNDRED)))
    if not tried:
        return
    fitting = [pair for pair in tried if pair[1].meets(result.value)]
    if not fitting and len(tried) > 1:
        return  # which whole is meant cannot be known
    whole, found = (fitting or tried)[0]
    yield Finding(
        rule, (result.order, part.order, whole.order), bool(fitting),
        told(found, result.figure.places, "%"), why=why,
    )  # fmt: skip


def _breadth(book: Book, ratio: Reading) -> Iterator[Finding]:
    """增长面, 亏损面: how many of how many."""
    name = ratio.measure
    words = next((w for key, w in _BREADTH if re.search(key, name)), None)
    losing = name == "loss_share"
    if words is None and not losing:
        if name.startswith("~") and (stem := re.match("~(?:项目|企业)?(.{2,4})[率面]$", name)):
            yield from _named_ratio(book, ratio, stem[1])
        return
    counts = [r for r in book.near(ratio, "level", "whole", "closing") if _is_count(r)]
    if losing:
        parts = [r for r in counts if "亏损" in r.noun + r.whose or r.measure == "loss_count"]
    else:
        parts = [r for r in counts if words is not None and words.search(r.noun + r.whose)]
    parts = [r for r in parts if r.order < ratio.order or r.sentence == ratio.sentence]
    if not parts:
        return
    part = parts[0]
    if re.search("均|都|全部", part.noun):
        yield from _quotient("breadth", ratio, part, [part], "户（个）数与比例")
        return
    wholes = [r for r in counts if r.role == "whole" and r.order < part.order]
    wholes = wholes or [
        r
        for r in counts
        if r.order < part.order
        and r.figure.value >= part.figure.value
        and r.measure != "loss_count"
    ]
    yield from _quotient("breadth", ratio, part, wholes[:1], "户（个）数与比例")


def _named_ratio(book: Book, ratio: Reading, stem: str) -> Iterator[Finding]:
    """开工率 = 已开工个数 ÷ 项目个数: any 率 whose count is told with the same word."""
    counts = [r for r in book.near(ratio, "level", "whole", "entries") if _is_count(r)]
    counts = [r for r in counts if r.sentence == ratio.sentence and r.order < ratio.order]
    parts = [r for r in counts if stem in r.noun + r.whose or "已" in r.lead]
    if parts and parts[0].order == last_amount(book, ratio):
        wholes = [r for r in counts if r.order < parts[0].order and _at_least(r, parts[0])]
        yield from _quotient("breadth", ratio, parts[0], wholes[:1], "户（个）数与比例")


def _at_least(whole: Reading, part: Reading) -> bool:
    return whole.figure.value >= part.figure.value and whole.figure.family == part.figure.family


def _is_count(reading: Reading) -> bool:
    return reading.figure.family in ("count", "") and not reading.figure.places


def _catalogue_ratio(book: Book, ratio: Reading) -> Iterator[Finding]:
    """营业收入利润率 = 利润总额 ÷ 营业收入, as the catalogue defines each ratio."""
    item = catalogue().get(ratio.measure)
    if item is None or item.kind != "ratio" or not (item.numerator and item.denominator):
        return
    if item.id in ("loss_share", "growing_share"):
        return
    pair = [
        [
            r
            for r in book.near(ratio, "level")
            if r.measure == name and r.whose in (ratio.whose, "") and r.when == ratio.when
        ]
        for name in (item.numerator, item.denominator)
    ]
    if not (pair[0] and pair[1]):
        return
    quotient = pair[0][0].value.over(pair[1][0].value)
    if quotient is not None:
        found = quotient.times(Decimal(item.scale))
        yield Finding(
            "ratio", (ratio.order, pair[0][0].order, pair[1][0].order), found.meets(ratio.value),
            told(found, ratio.figure.places, "%"), why=f"{item.name}与分子、分母",
        )  # fmt: skip


def _completion(book: Book, done: Reading) -> Iterator[Finding]:
    """完成率 = 累计 ÷ 年度目标."""
    targets = [r for r in book.near(done, "target") if _of_one(r, done)]
    if not targets:
        yield from _completion_of_counts(book, done)
        return
    target = targets[0]
    kin = [
        r
        for r in book.near(done, "level", "entries", "net", "closing", "total")
        if r.figure.family == target.figure.family and r.order < done.order and _of_one(r, done)
    ]
    kin = [r for r in kin if r.order != target.order]
    same = [r for r in kin if same_subject(done, r)] or kin
    yield from (
        _quotient("completion", done, same[0], [target], "完成率与累计、目标") if same else ()
    )


def _completion_of_counts(book: Book, done: Reading) -> Iterator[Finding]:
    """计划实施项目160个，已开工108个，完成计划的67.5%."""
    counts = [r for r in book.near(done, "level", "entries") if _is_count(r)]
    counts = [r for r in counts if r.sentence == done.sentence and r.order < done.order]
    if len(counts) == 2 and counts[0].order == last_amount(book, done):
        yield from _quotient("completion", done, counts[0], counts[1:], "完成率与个数")


def _shortfall(book: Book, short: Reading) -> Iterator[Finding]:
    """距目标 = 目标 − 已完成."""
    targets = [r for r in book.near(short, "target") if _of_one(r, short)]
    done = [r for r in book.near(short, "level", "entries", "net", "closing") if _of_one(r, short)]
    kind = short.figure.family
    targets = [r for r in targets if r.figure.family == kind]
    done = [r for r in done if r.figure.family == kind and r.order < short.order]
    if targets and done:
        found = targets[0].value - done[0].value
        yield Finding(
            "shortfall", (short.order, targets[0].order, done[0].order), found.meets(short.value),
            told(short.figure.prints(found), short.figure.places, short.figure.unit),
            why="目标与已完成之差",
        )  # fmt: skip


def _of_one(reading: Reading, done: Reading) -> bool:
    measures = reading.measure == done.measure or "" in (reading.measure, done.measure)
    return measures and (reading.whose == done.whose or "" in (reading.whose, done.whose))
