"""百分点 against two rates (增速差): 比1—4月加快, 高于全省, 快于计划进度.

A difference of two printed rates is the difference of the rates as printed, so that a reader who
subtracts gets it: it is held to the last digit, not to an interval.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from gxlab.prose.book import RATES, Book, Finding, named
from gxlab.prose.interval import HUNDRED
from gxlab.prose.readings import Reading
from gxlab.prose.subjects import subject_of, whose
from gxlab.prose.times import find_times, month_of
from gxlab.reference.numbers import divide, format_number, round_half_away

TWELVE = Decimal(12)
_LINEAR = re.compile("序时|均衡|时序|时间")
_NEAR = Decimal(2)  # last digits: so close to N/12 that N/12 is meant


def check(book: Book) -> Iterator[Finding]:
    """Every rule on differences in percentage points."""
    for change in book.of("change"):
        yield from _change(book, change)
    for gap in book.of("gap"):
        yield from _gap(book, gap)
    for pace in book.of("pace"):
        yield from _pace(book, pace)


def present(book: Book, change: Reading) -> Reading | None:
    """The rate a change or gap speaks of: the nearest before it of the same subject."""
    wants_rate = re.search("增速|增幅|降幅|跌幅", change.word)
    roles = ("rate", "ratio") if wants_rate else RATES
    own = [r for r in book.beside(change, *roles) if r.order < change.order and _is_now(r, change)]
    if change.role == "gap" and change.whose and whose(change.who) == whose(change.whose):
        # 全区增长7.6%，全市增长7.3%，高于全市…: the one spoken of is the one named before.
        others = [r for r in book.near(change, *roles) if r.whose != change.whose]
        own = [r for r in others if r.order < change.order and r.measure == change.measure]
    undated = [r for r in own if not r.when and r.sentence == change.sentence]
    if change.role == "change" and undated and own[0].when:
        return undated[0]
    months = [r for r in own if month_of(r.when) and r.sentence == change.sentence]
    if change.role == "change" and len({r.when for r in months}) > 1:
        return max(months, key=lambda r: month_of(r.when) or 0)
    return own[0] if own else None


def _is_now(rate: Reading, change: Reading) -> bool:
    if rate.word == "()" and rate.whose != change.whose:
        return False
    if rate.role == "goal" or (rate.when and rate.when == change.against):
        return False
    return rate.measure == change.measure and not rate.when.startswith(("prior", "before:"))


def former(book: Book, change: Reading, now: Reading) -> Reading | None:
    """The rate of the comparison period, where the text tells it."""
    told = [r for r in book.near(change, "former") if r.sentence == change.sentence]
    if told:
        return next((r for r in told if r.when == change.against), told[0])
    kin = (now.role, "rate") if now.role == "rate" else (now.role,)
    others = [
        r
        for r in book.near(change, *kin)
        if r.order != now.order and r.measure == now.measure and r.whose == now.whose
    ]
    if change.against in ("", "prior"):
        earlier = [r for r in others if r.when.startswith(("prior", "before:"))]
        return earlier[0] if earlier else _earlier_month(others, now, change)
    # 2025年 and 上年全年 are one period.
    wanted = {change.against, "before:year"} if change.against == "last_year" else {change.against}
    fitting = [r for r in others if r.when in wanted]
    return fitting[0] if fitting else None


def _earlier_month(others: list[Reading], now: Reading, change: Reading) -> Reading | None:
    """1—4月增长7.3%，1—5月增长7.6%，加快0.3个百分点: nobody says against what."""
    month = month_of(now.when) or (13 if not now.when else None)
    if change.against or month is None:
        return None
    found = [r for r in others if (m := month_of(r.when)) is not None and m < month]
    return found[0] if found else None


def signed_step(change: Reading, now: Reading) -> Decimal:
    """The change with its sign: what shrinks or widens on a fall is told of the fall's size."""
    step = abs(change.figure.value)
    falling = rate_of(now) < 0 and now.role == "rate"
    if re.search("降幅|跌幅", change.word):
        return step * change.sign
    if falling and re.search("收窄|缩小", change.word):
        return step
    if falling and re.search("扩大", change.word):
        return -step
    return step * change.sign


def rate_of(reading: Reading) -> Decimal:
    """A rate as printed, in %."""
    return reading.shown * (HUNDRED if reading.figure.family == "倍" else 1)


def _change(book: Book, change: Reading) -> Iterator[Finding]:
    now = present(book, change)
    then = former(book, change, now) if now else None
    if now is None or then is None:
        return
    gap = rate_of(now) - rate_of(then)
    ok = gap == signed_step(change, now) if _alike(now, then, change) else _close(gap, change, now)
    yield Finding(
        "change", (change.order, now.order, then.order), ok,
        f"{format_number(abs(gap), change.figure.places)}个百分点",
        strict="" if ok else strict_change(rate_of(now), rate_of(then), change, now),
        why="两个增速（比率）之差",
    )  # fmt: skip


def _alike(*readings: Reading) -> bool:
    return len({r.figure.places for r in readings if r.figure.family != "倍"}) == 1


def _close(gap: Decimal, change: Reading, now: Reading) -> bool:
    """Where the rates carry other decimals than the difference, its own rounding decides."""
    places = change.figure.places
    return round_half_away(gap, places) == round_half_away(signed_step(change, now), places)


def _gap(book: Book, gap: Reading) -> Iterator[Finding]:
    """高于全省2.9个百分点 against the two rates."""
    now = present(book, gap)
    if now is None:
        return
    other = _yardstick(book, gap, now)
    if other is None:
        return
    found = rate_of(now) - rate_of(other)
    step = abs(gap.figure.value) * gap.sign
    ok = found == step if _alike(now, other, gap) else _near(found, step, gap)
    word = ("高于", "快于") if found > 0 else ("低于", "慢于")
    shown = format_number(abs(found), gap.figure.places)
    expected = f"{shown}个百分点" if (found > 0) == (step > 0) else f"{word[0]}，{shown}个百分点"
    yield Finding("gap", (gap.order, now.order, other.order), ok, expected, why="与对照增速之差")


def _near(found: Decimal, step: Decimal, gap: Reading) -> bool:
    return round_half_away(found, gap.figure.places) == round_half_away(step, gap.figure.places)


def _yardstick(book: Book, gap: Reading, now: Reading) -> Reading | None:
    candidates = [r for r in book.near(gap, *RATES) if r.order != now.order]
    if re.search("目标|任务|计划|预期", gap.who):
        goals = [r for r in candidates if r.role == "goal" and r.measure in ("", now.measure)]
        return goals[0] if goals else None
    wanted = subject_of(gap.who)
    if wanted.measure and wanted.measure != now.measure:
        other = [r for r in candidates if r.measure == wanted.measure]
        other = [r for r in other if whose(r.whose) in (whose(wanted.whose), now.whose)]
        return other[0] if other else None
    fitting = [r for r in candidates if r.measure == now.measure or not r.measure]
    fitting = [r for r in fitting if r.when == now.when or "" in (r.when, now.when)]
    if gap.against in {r.when for r in fitting} and gap.who == "@":
        return next(r for r in fitting if r.when == gap.against)
    found = named(gap.who, fitting, now)
    return found[0] if found else None


def _pace(book: Book, pace: Reading) -> Iterator[Finding]:
    """快于序时进度: completion − N/12; against another plan only where its figure is told."""
    done = [r for r in book.beside(pace, "completion") if r.order < pace.order]
    if not done:
        return
    places = pace.figure.places
    step = round_half_away(abs(pace.figure.value) * pace.sign, places)
    told = [r for r in book.near(pace, "ratio") if _is_plan(r, pace)]
    if told:
        fits = {rate_of(done[0]) - rate_of(told[0])}
    else:
        months = _months(book, pace)
        fits = {gap for month in months for gap in _behind_clock(done[0], month, places)}
        sure = len(months) == 1 and (
            _LINEAR.search(pace.who) or any(abs(f - step) <= _NEAR.scaleb(-places) for f in fits)
        )
        if step not in fits and not sure:
            return  # another plan than N/12, or nobody knows which month is meant
    every = {round_half_away(f, places) for f in fits}
    shown = [step] if step in every else sorted(every)
    words = "或".join(
        f"{'快于' if f > 0 else '慢于'}{format_number(abs(f), places)}个百分点" for f in shown
    )
    orders = (pace.order, done[0].order, *(r.order for r in told[:1]))
    yield Finding("pace", orders, step in shown, words, why="完成进度与序时（计划）进度之差")


def _behind_clock(done: Reading, month: int, places: int) -> set[Decimal]:
    """Completion − N/12, with N/12 exact and as it would be printed."""
    clock = divide(Decimal(month) * HUNDRED, TWELVE) or Decimal(0)
    exact = round_half_away(rate_of(done) - clock, places)
    return {exact, rate_of(done) - round_half_away(clock, places)}


def _months(book: Book, pace: Reading) -> set[int]:
    """The cumulative months a sentence may mean: its own, else every one the text names."""
    told = find_times(book.sentence(pace)[: pace.figure.start])
    own = [m for w in told if (m := month_of(w.tag)) is not None]
    if own:
        return {own[-1]}
    return {m for r in book.readings if (m := month_of(r.when)) is not None}


def _is_plan(reading: Reading, pace: Reading) -> bool:
    """计划进度38.0% beside 快于计划进度: the plan's own figure, and of the same plan."""
    name = reading.measure + reading.whose
    alike = bool(_LINEAR.search(name)) == bool(_LINEAR.search(pace.who))
    return "进度" in name and alike and reading.sentence == pace.sentence


def strict_change(now: Decimal, then: Decimal, change: Reading, of: Reading) -> str:
    """The change said the strict way: 降幅比1—4月扩大0.7个百分点."""
    against = f"比{_name(change)}" if _name(change) else ""
    shown = f"{format_number(abs(now - then), change.figure.places)}个百分点"
    if of.role != "rate":
        word = "提高" if now > then else "下降"
        return f"{against}{word}{shown}" if now != then else f"与{_name(change) or '上期'}持平"
    if now == then:
        return f"与{_name(change) or '上期'}持平"
    if (now > 0 > then) or (now < 0 < then):
        return f"由{_name(change)}{moved(then)}转为{moved(now)}"
    if now < 0:
        return f"降幅{against}{'收窄' if now > then else '扩大'}{shown}"
    return f"增速{against}{'加快' if now > then else '回落'}{shown}"


def _name(change: Reading) -> str:
    tag = change.against
    if re.fullmatch(r"1-\d+", tag):
        return tag.replace("-", "—") + "月"
    names = {"prior": "上年同期", "last_month": "上月", "last_period": "上期"}
    return names.get(tag, "") or (f"{tag}月" if re.fullmatch(r"\d+", tag) else "")


def moved(rate: Decimal) -> str:
    """增长2.0% / 下降2.0% / 持平."""
    places = max(-int(rate.as_tuple().exponent), 0)
    if rate == 0:
        return "持平"
    return f"{'增长' if rate > 0 else '下降'}{format_number(abs(rate), places)}%"
