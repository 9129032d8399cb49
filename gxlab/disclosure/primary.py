"""Which cells are sensitive by themselves (初级保密): by frequency, by the p% rule, by order.

The rules are those of the Handbook on Statistical Disclosure Control, chapter 4: contributions
are added up by holding first; a waived holding leaves the protected, not the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from gxlab.disclosure.model import Rules

Contribution = tuple[str, Decimal, bool]
"""Holding, amount, waived."""


@dataclass(frozen=True)
class Sensitivity:
    """Why a cell is sensitive ("" not, frequency, dominance, forced) and how wide it must stay.

    ``level``: what an outsider must not exclude on either side of the true figure (保护区间半宽).
    """

    reason: str
    level: Decimal = Decimal(0)

    @property
    def sensitive(self) -> bool:
        return bool(self.reason)


SAFE = Sensitivity("")


def by_holding(contributions: Iterable[Contribution]) -> tuple[dict[str, Decimal], frozenset[str]]:
    """Amounts by holding (控股单位), and the holdings that are protected.

    >>> by_holding([("甲", Decimal(3), False), ("甲", Decimal(4), False)])[0]
    {'甲': Decimal('7')}
    """
    amounts: dict[str, Decimal] = {}
    protected = set()
    for holding, amount, waived in contributions:
        amounts[holding] = amounts.get(holding, Decimal(0)) + amount
        if not waived:
            protected.add(holding)
    return amounts, frozenset(protected)


def sensitivity(
    contributions: Iterable[Contribution],
    rules: Rules,
    *,
    signed: bool = False,
    forced: bool = False,
) -> Sensitivity:
    """Whether a cell with these contributions may be printed (初级判定).

    Fewer than ``rules.min_frequency`` holdings, or the second largest closer to the largest than
    ``rules.p_percent``: X − x1 − x2 < p/100 · x1, strictly. ``signed`` (profit): contributions
    may cancel, so frequency alone decides. No contribution, or none that is protected: safe.

    >>> sensitivity([("甲", Decimal(5), False), ("乙", Decimal(4), False)], Rules()).reason
    'frequency'
    """
    amounts, protected = by_holding(contributions)
    if not protected:
        return SAFE
    level = required(amounts, protected, rules.p_percent)
    if forced:
        return Sensitivity("forced", max(level, Decimal(0)))
    if len(amounts) < rules.min_frequency:
        return Sensitivity("frequency", max(level, Decimal(0)))
    if level > 0 and not signed:
        return Sensitivity("dominance", level)
    return SAFE


def required(
    amounts: Mapping[str, Decimal], protected: Iterable[str], p_percent: Decimal
) -> Decimal:
    """Half the interval the cell must keep (保护水平): p/100 · x1 − (X − x1 − x2), at its largest.

    x1 is each protected holding in turn, x2 the largest other; amounts count without their sign.
    ≤ 0: none is asked for. 0 where nothing is protected.
    """
    sizes = sorted(((abs(amount), name) for name, amount in amounts.items()), reverse=True)
    total = sum((size for size, _ in sizes), Decimal(0))
    shielded = set(protected)
    asked = []
    for size, name in [s for s in sizes if s[1] in shielded][:2]:
        other = next((s for s, n in sizes if n != name), Decimal(0))
        asked.append(p_percent / 100 * size - (total - size - other))
    return max(asked, default=Decimal(0))


def required_alone(
    amounts: Mapping[str, Decimal], protected: Iterable[str], p_percent: Decimal
) -> Decimal:
    """Half the interval a sum must keep for one who is not in it: p/100 · x1 − (X − x1).

    What is left of a cell to an insider who has taken its own part away.
    """
    total = sum((abs(amount) for amount in amounts.values()), Decimal(0))
    asked = [p_percent / 100 * abs(a) - (total - abs(a)) for a in map(amounts.get, protected) if a]
    return max(asked, default=Decimal(0))
