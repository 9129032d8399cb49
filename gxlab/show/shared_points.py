"""Sentences of shared pages (对外版要点): true of the printed figures, and of those alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.show import shared_parts as parts
from gxlab.show.objects import Part, Sentence

Named = dict[tuple[str, str], Decimal]
"""(code, name) → the printed number."""


def told(desk: SharedDesk, name: str, statistic: str, by: str, span: str = "ytd") -> Named:
    """The printed numbers of a grouping in the desk's unit."""
    found = {
        (code, label): parts.number(desk.figure(name, statistic, by=by, code=code, span=span))
        for code, label in desk.codes(name, by, span=span)
    }
    return {one: value for one, value in found.items() if value is not None}


def largest(desk: SharedDesk, name: str, by: str, what: str, measure: str) -> Sentence | None:
    """公布的集群中，甲规模最大，营业收入…; nothing where there is no single largest of several."""
    one = _only(told(desk, name, "value", by), best=True)
    if one is None:
        return None
    code, label = one
    return parts.sentence(
        f"公布的{what}中，{label}规模最大，{measure}",
        parts.amount(desk.figure(name, by=by, code=code)),
        parts.growth(desk.figure(name, "growth_yoy_pct", by=by, code=code)),
        tail("，占", desk.figure(name, "share_pct", by=by, code=code)),
        "。",
        role="key_point",
    )


def extreme(
    desk: SharedDesk, name: str, by: str, what: str, measure: str, *, best: bool
) -> Sentence | None:
    """公布的集群中，甲营业收入增速最高，同比增长…; nothing where several are alike."""
    one = _only(told(desk, name, "growth_yoy_pct", by), best=best)
    if one is None:
        return None
    code, label = one
    edge = "最高" if best else "最低"
    return parts.sentence(
        f"公布的{what}中，{label}{measure}增速{edge}",
        parts.growth(desk.figure(name, "growth_yoy_pct", by=by, code=code)),
        "。",
        role="key_point",
    )


def place(desk: SharedDesk, name: str, measure: str) -> Sentence | None:
    """甲区规上工业总产值增速在公布的县区中居第2位; of the city the county that leads."""
    rank = desk.figure(name, "rank")
    if rank is not None and rank.number is not None:
        return parts.sentence(
            f"{desk.unit.name}{measure}增速在公布的县区中居第",
            parts.amount(rank),
            "位。",
            role="key_point",
        )
    if desk.unit != desk.units.root:
        return None
    return leader(desk, measure, lambda unit: desk.figure(name, "growth_yoy_pct", unit=unit))


def judged(said: Sentence | None) -> Sentence | None:
    """A sentence as the judgement that opens a section."""
    return None if said is None else replace(said, role="judgement")


def leader(desk: SharedDesk, measure: str, of: Callable[[str], Printed | None]) -> Sentence | None:
    """公布的县区中，甲区…增速最高; nothing where several share the highest printed rate."""
    counties = [u for u in desk.units.units if u.kind == "county"]
    rates = {(u.code, u.name): parts.number(of(u.code)) for u in counties}
    one = _only({k: v for k, v in rates.items() if v is not None}, best=True)
    if one is None:
        return None
    text = f"公布的县区中，{one[1]}{measure}增速最高"
    return parts.sentence(text, parts.growth(of(one[0])), "。", role="key_point")


def city(
    desk: SharedDesk, name: str, measure: str, by: str = "", code: str = ""
) -> Sentence | None:
    """What the whole city has, on a page of one of its units."""
    root = desk.units.root
    if desk.unit == root:
        return None
    rate = desk.figure(name, "growth_yoy_pct", unit=root.code, by=by, code=code)
    told = parts.growth(rate, "同比")
    return parts.sentence(f"{root.name}{measure}", told, "。", role="key_point") if told else None


def tail(words: str, printed: Printed | None) -> tuple[Part, ...]:
    """A clause that ends in a figure, or nothing."""
    figure = parts.amount(printed)
    return (words, *figure) if figure else ()


def _only(known: Named, *, best: bool) -> tuple[str, str] | None:
    """The one at the edge; None where fewer than two are printed or several share the edge."""
    if len(known) < 2:
        return None
    edge = (max if best else min)(known.values())
    found = [one for one, number in known.items() if number == edge]
    return found[0] if len(found) == 1 else None
