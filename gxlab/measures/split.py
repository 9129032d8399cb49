"""贡献率 over an exhaustive split (不重不漏的分组): every part's increment over the total's.

Parts that overlap (一企多群), or that leave something out, have pulls but no contribution: their
contributions would not add up to 100%. A total that hardly moves has none either.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from gxlab.measures.figures import FigureRow, with_parts
from gxlab.measures.rates import contribution_pct

ZERO = Decimal(0)


def with_contributions(
    rows: Sequence[FigureRow], total: FigureRow | None, decimals: int | None = None
) -> list[FigureRow]:
    """Adds ``contribution_pct`` to the parts of a total, where they make it up exactly.

    ``decimals``: places that published levels were rounded to; the sum may then differ by half a
    unit of the last place for each part and for the total. Firm sums are exact and take None.
    """
    if total is None or total.increment is None or not exhaustive(rows, total, decimals):
        return list(rows)
    whole, growth = total.increment, total.growth_yoy_pct
    return [
        row
        if row.increment is None
        else replace(row, contribution_pct=contribution_pct(row.increment, whole, growth))
        for row in rows
    ]


def of_total(rows: Sequence[FigureRow], total: FigureRow, decimals: int) -> list[FigureRow]:
    """Pull, share and contribution of published parts (分县区等) in their published total.

    A part of another source or status than the total has none of the three.
    """
    alike = [r for r in rows if _source(r) == _source(total)]
    told = {r.code: r for r in with_parts(alike, total)}
    found = [told.get(r.code, r) for r in rows]
    return with_contributions(found, total, decimals) if len(alike) == len(rows) else found


def exhaustive(rows: Sequence[FigureRow], total: FigureRow, decimals: int | None = None) -> bool:
    """Whether the parts are of one period and span with the total and add up to it on both sides.

    Values and bases are checked apart: a part counted twice and another left out must not cancel.
    """
    if any((r.period_used, r.span) != (total.period_used, total.span) for r in rows):
        return False
    compared = [r for r in rows if r.numerator is not None and r.denominator is not None]
    slack = ZERO if decimals is None else Decimal(len(compared) + 1).scaleb(-decimals) / 2
    return _adds_up((r.numerator for r in compared), total.numerator, slack) and _adds_up(
        (r.denominator for r in compared), total.denominator, slack
    )


def _source(row: FigureRow) -> tuple[str | None, ...]:
    return row.source_kind, row.scope, row.status


def _adds_up(parts: Iterable[Decimal | None], total: Decimal | None, slack: Decimal) -> bool:
    if total is None:
        return False
    return abs(sum((p or ZERO for p in parts), ZERO) - total) <= slack
