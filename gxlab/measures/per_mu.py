"""亩均论英雄 (工业企业综合评价): scores by a published scheme, classes by rank within its group.

A scheme is data of a place and year: its terms, weights and benchmarks change every year. 规上 and
规下 are ranked apart, firms not rated (T) are outside the shares, and vetoes and protections are
applied after the ranking, so that nobody moves up because another was vetoed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files

from gxlab.reference.numbers import divide

ZERO = Decimal(0)
NOT_RATED = "T"
CLASSES = "ABCD"


class UnknownScheme(ValueError):
    """No scheme of this place, year and group (没有这个年度的评价办法)."""


@dataclass(frozen=True)
class Term:
    """One term of a scheme (评价指标): its weight and the benchmark it is divided by."""

    name: str
    weight: Decimal
    benchmark: Decimal


@dataclass(frozen=True)
class Cuts:
    """Cumulative shares in % down to which a class reaches (A、B、C 档线), and how far a veto goes.

    ``veto``: the best class a vetoed firm may have; ``protected``: the worst of a protected one.
    """

    a: Decimal
    b: Decimal
    c: Decimal
    veto: str = "C"
    protected: str = "C"


@dataclass(frozen=True)
class Rated:
    """One firm in the evaluation (参评企业); ``rated`` is False for T."""

    firm: str
    group: str
    score: Decimal
    rated: bool = True
    vetoed: bool = False
    protected: bool = False


def scheme(place: str, year: int, group: str) -> tuple[Term, ...]:
    """The terms of a published scheme. Raises UnknownScheme: another year's is never taken.

    >>> [t.benchmark for t in scheme("黄岩区", 2022, "规下")]
    [Decimal('11.5932'), Decimal('0.2352')]
    """
    found = tuple(
        Term(r["term"], Decimal(r["weight"]), Decimal(r["benchmark"]))
        for r in _schemes()
        if (r["scheme"], r["year"], r["group"]) == (place, str(year), group)
    )
    if not found:
        raise UnknownScheme(f"没有{place}{year}年{group}企业的评价办法，请补充权重和基准值。")
    return found


def score(values: Mapping[str, Decimal | None], terms: Sequence[Term]) -> Decimal | None:
    """综合得分: Σ value ÷ benchmark × weight; a negative value counts 0, a missing one is no score.

    >>> score({"亩均税收": Decimal("11.5932"), "单位用电税收": Decimal("0.1176")},
    ...     scheme("黄岩区", 2022, "规下"))
    Decimal('75')
    """
    total = ZERO
    for term in terms:
        part = divide(values.get(term.name), term.benchmark, term.weight)
        if part is None:
            return None
        total += max(part, ZERO)
    return total


def classes(firms: Iterable[Rated], cuts: Cuts) -> dict[str, str]:
    """A, B, C, D or T of each firm; each group is ranked by itself, equal scores share a class."""
    given = list(firms)
    found = {f.firm: NOT_RATED for f in given if not f.rated}
    for group in {f.group for f in given}:
        ranked = [f for f in given if f.rated and f.group == group]
        for firm in ranked:
            place = 1 + sum(other.score > firm.score for other in ranked)
            found[firm.firm] = _judged(firm, _class(place, len(ranked), cuts), cuts)
    return found


def _class(place: int, of: int, cuts: Cuts) -> str:
    share = Decimal(place) * 100 / of
    limits = (cuts.a, cuts.b, cuts.c)
    return next((c for c, limit in zip(CLASSES, limits, strict=False) if share <= limit), "D")


def _judged(firm: Rated, ranked: str, cuts: Cuts) -> str:
    """一票否决 and 保护 come after the ranking; a veto goes before a protection."""
    if firm.vetoed:
        return max(ranked, cuts.veto)
    return min(ranked, cuts.protected) if firm.protected else ranked


@cache
def _schemes() -> tuple[dict[str, str], ...]:
    text = files("gxlab.reference").joinpath("lists/per_mu_schemes.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
