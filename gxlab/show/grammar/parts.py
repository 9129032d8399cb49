"""A part and its whole (分项与合计): 占, 拉动, 下拉, 贡献率."""

from __future__ import annotations

from decimal import Decimal

from gxlab.reference.numbers import format_number, round_half_away
from gxlab.show.objects import Figure, Part

# Below this growth of the total a contribution says nothing about the part (贡献率失真).
QUIET = Decimal("0.5")


def share(pct: Decimal | None, whole: str, ref: str, *, decimals: int = 1) -> tuple[Part, ...]:
    """占全市投资比重25.3%; 占比8.8% where the whole is not named."""
    if pct is None:
        return ()
    return (
        f"占{whole}比重" if whole else "占比",
        Figure(format_number(pct, decimals), ref, unit="%"),
    )


def portion(pct: Decimal) -> str:
    """A share in words (份额用语), from a quarter on; "" below it.

    >>> [portion(Decimal(p)) for p in ("24.9", "33.9", "50", "97.5")]
    ['', '四分之一以上', '一半以上', '四分之三以上']
    """
    for bound, words in ((75, "四分之三以上"), (50, "一半以上"), (25, "四分之一以上")):
        if round_half_away(pct, 1) >= bound:
            return words
    return ""


def pull(points_pp: Decimal | None, whole: str, ref: str, *, decimals: int = 1) -> tuple[Part, ...]:
    """拉动全市营业收入增长0.6个百分点 / 下拉全市营业收入0.3个百分点; nothing near zero."""
    if points_pp is None:
        return ()
    shown = round_half_away(points_pp, decimals)
    if shown == 0:
        return ()
    figure = Figure(format_number(abs(shown), decimals), ref, unit="个百分点")
    return (f"拉动{whole}增长", figure) if shown > 0 else (f"下拉{whole}", figure)


def contribution(
    pct: Decimal | None,
    ref: str,
    *,
    whole: str = "",
    whole_rate: Decimal | None = None,
    decimals: int = 1,
) -> tuple[Part, ...]:
    """增长贡献率为86.8% / 对技改投资增长的贡献率为92.3%.

    Silent where the whole hardly grows or falls (``whole_rate`` below 0.5 %): there the quotient
    explodes or turns its sign, and the pull alone is told.

    >>> contribution(Decimal("240"), "r", whole_rate=Decimal("0.2"))
    ()
    """
    if pct is None or (whole_rate is not None and whole_rate < QUIET):
        return ()
    lead = f"对{whole}增长的贡献率为" if whole else "增长贡献率为"
    return (lead, Figure(format_number(pct, decimals), ref, unit="%"))
