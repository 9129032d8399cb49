"""Level, growth and change of one item as clauses (总量、增速、变动的分句)."""

from __future__ import annotations

import re
from decimal import Decimal

from gxlab.measures.released import Former
from gxlab.reference.numbers import difference_pp, format_number, growth_pct, round_half_away
from gxlab.show import grammar
from gxlab.show.narrative_items import Item, Number
from gxlab.show.narrative_subject import Subject, amount, base_value
from gxlab.show.objects import Figure, Part

Parts = tuple[Part, ...]
SAME_TIME = ("上年同期", "去年同期", "上年同月")


def places(item: Item, *keys: str, least: int = 1) -> int:
    """Decimals of rates: as given up to two, an unrounded one as one (印用位数)."""
    own = item.whole("decimals")
    if own is not None:
        return own
    given = [n.decimals for key in keys for n in item.figures.get(key, ())]
    return max([least, *(d for d in given if d <= 2)])


def level(item: Item, subject: Subject, *, about: bool) -> Parts:
    """实现利润总额40991.7亿元 / 营业收入利润率为5.40% / 利润总额亏损1.12亿元."""
    found = amount(item, subject, "value")
    if found is None or subject.kind == "rate":
        return ()
    value, decimals, measure = found
    tail = ("左右",) if about else ()
    if flow := re.fullmatch(r"(净增|新增|退出)(.*?)数?", subject.name):
        word = "净减" if flow[1] == "净增" and value < 0 else flow[1]
        return (f"{word}{flow[2]}", _money(abs(value), decimals, measure), *tail)
    if subject.is_profit and value < 0:
        return (f"{subject.name}亏损", _money(-value, decimals, measure), *tail)
    return (
        f"{subject.verb}{subject.name}{_copula(subject)}",
        _money(value, decimals, measure),
        *tail,
    )


def _copula(subject: Subject) -> str:
    counted = subject.kind == "count" and not subject.name.endswith("数")
    return "" if subject.verb or counted else "为"


def _money(value: Decimal, decimals: int, measure: str) -> Figure:
    return Figure(format_number(value, decimals, thousands=False), "", unit=measure)


def rate_of(item: Item, subject: Subject) -> Decimal | None:
    """The growth to tell in %: as published, or from level and base; None where undefined.

    A base of 0 or below has no growth (国家统计局附注), whatever was given. Raises WrongItem.
    """
    if subject.kind == "ratio":
        return None
    rate, base = item.value("rate"), base_value(item, subject, "base")
    if subject.kind == "rate":
        return item.value("rate") if rate is not None else item.value("value")
    now = base_value(item, subject, "value")
    if (base is not None and base <= 0) or grammar.turned(rate):
        if grammar.turned(rate) and not subject.is_profit:
            raise item.wrong("rate", f"为{rate}%，只有利润可以低于−100%（由盈转亏），请核对")
        return None
    if subject.is_profit and now is not None and now < 0:
        return None
    formed = growth_pct(now, base)
    # 税金 may be refunded below zero: nothing but profit has a rate there.
    return rate if rate is not None or (now is not None and now < 0) else formed


def growth(item: Item, subject: Subject, *, about: bool) -> Parts:
    """同比增长3.6% / 同比由盈转亏 / 同比减亏1.20亿元."""
    if subject.is_profit and (turn := _turn(item, subject)):
        return turn
    rate = rate_of(item, subject)
    if rate is None:
        return ()
    slight = item.value("slight_below")
    decimals = places(item, "rate", "value") if subject.kind == "rate" else places(item, "rate")
    if abs(rate) >= 100 and rate > 0:
        decimals = 2
    return grammar.growth(rate, "", decimals=decimals, slight=slight, about=about)


def _turn(item: Item, subject: Subject) -> Parts:
    now, then = base_value(item, subject, "value"), base_value(item, subject, "base")
    turn = grammar.profit_turn(now, then)
    if not turn and grammar.turned(item.value("rate")):
        turn = "由盈转亏"
    if turn not in ("减亏", "增亏") or now is None or then is None:
        return (f"同比{turn}",) if turn else ()
    found, base = amount(item, subject, "value"), amount(item, subject, "base")
    if found is None or base is None or found[2] != base[2]:
        return (f"同比{turn}",)
    decimals = max(found[1], base[1])
    return (f"同比{turn}", _money(abs(found[0] - base[0]), decimals, found[2]))


def change(item: Item, subject: Subject, periods: list[str]) -> Parts:
    """降幅分别比1—9月和1—10月收窄3.8和2.5个百分点; nothing without a rate of both periods."""
    rate = rate_of(item, subject)
    keys = ("rate", "value", "comparison_rate", "change") if subject.kind == "rate" else (
        "rate", "comparison_rate", "change",
    )  # fmt: skip
    decimals = places(item, *keys)
    printed = _formers(item, rate, decimals)
    if rate is None or not printed:
        return ()
    if len(periods) != len(printed):
        raise item.wrong(
            "comparison_period", f"应与比较期增速一样有{len(printed)}个，实有{len(periods)}个"
        )
    revised = item.value("comparison_rate_revised")
    formers = [
        (period, Former(then, revised if len(printed) == 1 else None))
        for period, then in zip(periods, printed, strict=True)
    ]
    return grammar.changes(rate, formers, "", decimals=decimals)


def _formers(item: Item, rate: Decimal | None, decimals: int) -> list[Decimal]:
    """The rates of the comparison periods, or what the changes given lead back to."""
    given = item.figures.get("comparison_rate", ())
    if given or rate is None:
        return [n.value for n in given]
    now = round_half_away(rate, decimals)
    return [now - n.value for n in item.figures.get("change", ())]


def ratio_changes(item: Item, subject: Subject, periods: list[str]) -> list[Parts]:
    """同比提高0.04个百分点，比1—4月下降0.10个百分点: a ratio's change, never its growth in %."""
    if subject.kind != "ratio":
        return []
    reading, yoy = _reading(item), item.number("rate") if item.number("value") else None
    decimals = max(places(item, "base", "comparison_rate", least=subject.decimals), _own(reading))
    said = []
    base = item.number("base")
    if reading is not None and base is not None:
        gap = difference_pp(reading.value, base.value, decimals)
        said.append(_ratio_move(gap, subject, "同比", decimals))
    elif (given := item.number("change") or yoy) is not None:
        lead = _lead(periods[:1]) if item.words.get("comparison_period") else "同比"
        said.append(_ratio_move(given.value, subject, lead, max(1, _own(given))))
    then = item.number("comparison_value") or item.number("comparison_rate")
    if reading is not None and then is not None and periods:
        gap = difference_pp(reading.value, then.value, decimals)
        said.append(_ratio_move(gap, subject, _lead(periods[:1]), decimals))
    return said


def _reading(item: Item) -> Number | None:
    return item.number("value") or item.number("rate")


def _own(number: Number | None) -> int:
    return min(number.decimals, 2) if number else 0


def _lead(periods: list[str]) -> str:
    return "同比" if not periods or periods[0] in SAME_TIME else f"比{periods[0]}"


def _ratio_move(gap: Decimal | None, subject: Subject, lead: str, decimals: int) -> Parts:
    return grammar.points(
        gap, "", lead=lead, decimals=decimals, words=subject.moves, unit=subject.change
    )


def increments(item: Item, subject: Subject) -> Parts:
    """净增70.51亿元; of counts 比上年同期增加8户."""
    found = amount(item, subject, "increment")
    if found is not None:
        rate = rate_of(item, subject)
        if rate is not None and rate * found[0] < 0:
            raise item.wrong("increment", "与 rate 方向相反，请核对")
        words = (
            ("比上年同期增加", "比上年同期减少") if subject.kind == "count" else ("净增", "净减")
        )
        size = _money(abs(found[0]), *found[1:])
        return (words[0] if found[0] > 0 else words[1], size) if found[0] else ()
    now, then = item.whole("value"), item.whole("base")
    if subject.kind != "count" or now is None or then is None:
        return ()
    if now == then:
        return ("与上年同期持平",)
    word = "增加" if now > then else "减少"
    return (f"比上年同期{word}", Figure(str(abs(now - then)), "", unit=amount_unit(item, subject)))


def amount_unit(item: Item, subject: Subject) -> str:
    """The counting word of an item (户, 家, 个)."""
    found = amount(item, subject, "value")
    return found[2] if found else subject.measure
