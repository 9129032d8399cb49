"""梯队 (A9, A10): clusters and firms by size of a full year, never of the months so far.

A year is the last full one or the last twelve months. 互斥档 puts each into one tier; 累计档 counts
all at or above a bound, because texts leave open whether 超500亿 includes 超千亿.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gxlab.measures.cluster_years import SameFirms, same_firms, year_values
from gxlab.measures.clusters import Edition, member_firms, once
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import rolling_12
from gxlab.warehouse.desk import Desk

ZERO = Decimal(0)
YI = Decimal(10_000)


@dataclass(frozen=True)
class TierLine:
    """One cluster with its year and tier (一个集群的档次). Money in 万元.

    ``row``: value 滚动12个月, base 上年全年, target the next higher bound. ``tier`` and
    ``tier_before`` are places in the bounds, 0 the highest, None below the lowest. ``left_out``
    counts members without a last full year, which neither year holds.
    """

    code: str
    name: str
    row: FigureRow
    tier: int | None
    tier_before: int | None
    left_out: int


@dataclass(frozen=True)
class Club:
    """One club of firms (强企俱乐部): how many by each year, and who came in or fell out."""

    name: str
    row: FigureRow
    came: tuple[str, ...]
    left: tuple[str, ...]


def bounds(given: Edition, policy: str) -> list[Decimal]:
    """The bounds of a ladder in 万元, from the highest."""
    return bounds_of(given.desk, policy)


def bounds_of(desk: Desk, policy: str) -> list[Decimal]:
    """As :func:`bounds`, where there is no edition."""
    return [Decimal(b) * YI for b in desk.policy(policy).split("|")]


def tier_of(value: Decimal | None, ladder: Sequence[Decimal]) -> int | None:
    """The highest bound reached, as its place; None below all of them."""
    if value is None:
        return None
    return next((n for n, bound in enumerate(ladder) if value >= bound), None)


def tier_names(ladder: Sequence[Decimal]) -> list[str]:
    """互斥档: 超1000亿元, 500—1000亿元, … from the highest bound.

    >>> tier_names([Decimal(10_000_000), Decimal(5_000_000)])
    ['1000亿元以上', '500—1000亿元']
    """
    said = [in_yi(b) for b in ladder]
    return [
        f"{low}亿元以上" if n == 0 else f"{low}—{said[n - 1]}亿元" for n, low in enumerate(said)
    ]


def tiers(given: Edition) -> list[TierLine]:
    """Each cluster's rolling year and last full year of the same firms, the largest first."""
    return once(given, "tiers", lambda: _tiers(given))


def _tiers(given: Edition) -> list[TierLine]:
    ladder = bounds(given, "tier_bounds")
    found = []
    for code, name in given.names.items():
        same = same_firms(given.desk, member_firms(given, code))
        if same.firms:
            found.append(_line(given, code, name, same, ladder))
    return sorted(found, key=lambda t: (-(t.row.value or ZERO), t.code))


def tier_counts(given: Edition) -> list[FigureRow]:
    """Clusters by tier: ``tier`` counts exclusively, ``tier+`` cumulatively; base the last year."""
    ladder = bounds(given, "tier_bounds")
    lines = tiers(given)
    rows = []
    for n, name in enumerate(tier_names(ladder)):
        rows.append(_count(given, f"T{n}", name, lines, {n}))
        above = f"{in_yi(ladder[n])}亿元以上（累计）"
        rows.append(_count(given, f"T{n}+", above, lines, set(range(n + 1))))
    return rows


def clubs(given: Edition) -> list[Club]:
    """强企俱乐部四档, 压舱石 and 过亿企业 among the unit's firms, each counted cumulatively."""
    ladder = bounds(given, "club_bounds")
    firms = _firm_years(given)
    limits = [*ladder, YI] if YI not in ladder else ladder
    return [_club(given, f"{in_yi(limit)}亿元以上", limit, firms) for limit in limits]


def club_rows(given: Edition) -> list[FigureRow]:
    """The clubs as figures, coded by their bound in 亿元."""
    return [club.row for club in clubs(given)]


def rolling_rows(given: Edition) -> list[FigureRow]:
    """滚动12个月 by cluster, base the last full year."""
    return [line.row for line in tiers(given)]


def _line(
    given: Edition, code: str, name: str, same: SameFirms, ladder: Sequence[Decimal]
) -> TierLine:
    tier = tier_of(same.rolling, ladder)
    next_up = min((b for b in ladder if b > same.rolling), default=None)
    row = FigureRow(
        code,
        name,
        value=same.rolling,
        base=same.year,
        numerator=same.rolling,
        denominator=same.year,
        period_used=str(given.period),
        span="rolling12",
        n=same.firms,
        target=next_up,
    )
    return TierLine(code, name, row, tier, tier_of(same.year, ladder), same.left_out)


def _count(
    given: Edition, code: str, name: str, lines: Sequence[TierLine], within: set[int]
) -> FigureRow:
    return FigureRow(
        code,
        name,
        value=Decimal(sum(line.tier in within for line in lines)),
        base=Decimal(sum(line.tier_before in within for line in lines)),
        period_used=str(given.period),
        span="rolling12",
    )


def _firm_years(given: Edition) -> list[dict[str, Any]]:
    """Firms of the unit's register: name, last full year, rolling twelve months (null unknown)."""
    joined = given.firms.join(year_values(given.desk), on="enterprise", how="left")
    return [
        {
            "code": r["enterprise"],
            "name": r["name"],
            "year": r["year_value"],
            "rolling": _rolling(r),
        }
        for r in joined.sort("enterprise").to_dicts()
    ]


def _rolling(row: dict[str, Any]) -> Decimal | None:
    year = ZERO if row["basis"] == "new" else row["year_value"]
    if year is None or row["value"] is None or row["base"] is None:
        return None
    return rolling_12(row["value"], year, row["base"])


def _club(given: Edition, name: str, limit: Decimal, firms: list[dict[str, Any]]) -> Club:
    now = {
        f["code"]: f["name"] for f in firms if f["rolling"] is not None and f["rolling"] >= limit
    }
    then = {f["code"]: f["name"] for f in firms if f["year"] is not None and f["year"] >= limit}
    # A firm without a rolling year has not left: nothing is known of it.
    known = {f["code"] for f in firms if f["rolling"] is not None}
    row = FigureRow(
        in_yi(limit),
        name,
        value=Decimal(len(now)),
        base=Decimal(len(then)),
        period_used=str(given.period),
        span="rolling12",
    )
    came = tuple(name for code, name in sorted(now.items()) if code not in then)
    left = tuple(n for code, n in sorted(then.items()) if code not in now and code in known)
    internal = given.desk.audience != "shared"
    return Club(name, row, came if internal else (), left if internal else ())


def in_yi(amount: Decimal) -> str:
    """A bound of a ladder in 亿元, as it is spoken.

    >>> in_yi(Decimal(10_000_000)), in_yi(Decimal(5_000))
    ('1000', '0.5')
    """
    return format((amount / YI).normalize(), "f")
