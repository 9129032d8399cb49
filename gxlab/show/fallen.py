"""累计数低于上期: what is only ever added to has become less, and the page must say so."""

from __future__ import annotations

from gxlab.measures.figures import FigureRow
from gxlab.reference.periods import Period
from gxlab.show.objects import Figure, Sentence


def fallen_note(
    name: str,
    printed: tuple[Figure | None, Figure | None],
    rows: tuple[FigureRow | None, FigureRow | None],
    period: Period,
) -> Sentence | None:
    """集群营业收入1—5月累计48.00亿元，低于1—4月的50.20亿元…; None where it has not fallen.

    ``printed`` and ``rows`` are this period's figure and the former one's. The first report of
    a year begins anew and is compared with nothing.
    """
    now, past = rows
    if now is None or past is None or now.value is None or past.value is None:
        return None
    if now.value >= past.value or period.previous.year < period.year:
        return None
    if printed[0] is None or printed[1] is None:
        return None
    parts = (
        f"{name}{period.label('ytd')}累计",
        printed[0],
        f"，低于{period.previous.label('ytd')}的",
        printed[1],
        "，可能因退库、成员或项目调整、来源更正，请核实；当月数不作推算。",
    )
    return Sentence(parts, "warning")
