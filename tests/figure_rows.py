"""A level with its base, as a row that the splitting rules take."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import growth_pct


def levelled(code: str, value: Decimal | str, base: Decimal | str) -> FigureRow:
    """A row of 2026-05 whose growth is that of its own value over its own base."""
    v, b = Decimal(value), Decimal(base)
    return FigureRow(
        code,
        code,
        value=v,
        base=b,
        growth_yoy_pct=growth_pct(v, b),
        numerator=v,
        denominator=b,
        period_used="2026-05",
    )
