"""增量从哪来 of the clusters: the bridge over their member firms, as the report prints it (A4)."""

from __future__ import annotations

from gxlab.measures.bridge_facts import facts_of
from gxlab.measures.clusters import Edition, by_cluster_at, once, sum_rows
from gxlab.measures.figures import FigureRow
from gxlab.measures.growth_bridge import PARTS, Bridge, bridge_of
from gxlab.measures.rates import growth_without


def bridge(given: Edition, cluster: str | None = None) -> Bridge:
    """The bridge of an edition's clusters together, each firm once, or of one cluster."""

    def make() -> Bridge:
        return bridge_of(facts_of(given, lambda at: sum_rows(at, cluster)))

    return once(given, f"bridge {cluster}", make)


def components(given: Edition) -> list[FigureRow]:
    """The parts of the clusters' bridge as figures, see :func:`part_rows`."""
    return part_rows(bridge(given), str(given.period))


def part_rows(found: Bridge, period: str) -> list[FigureRow]:
    """The parts as figures: ``value`` 本期增减, ``base`` 基数变动, ``pull_pp``, ``n`` firms.

    ``value_base_missing`` holds what counts in the level and not in the growth, ``nominal_pp``
    what the part adds to the growth over last year's published figure. The last rows are former
    (上年口径), comparable (可比基数) and level (本期).
    """
    rows = [
        FigureRow(
            part.part,
            PARTS[part.part],
            value=part.increase,
            base=part.base_change,
            pull_pp=found.pull(part),
            nominal_pp=found.nominal_pull(part),
            period_used=period,
            n=part.firms,
            value_base_missing=part.apart,
        )
        for part in found.parts
    ]
    levels = (
        ("former", "上年同期（上年口径）", found.former),
        ("comparable", "上年同期（可比口径）", found.comparable),
        ("level", "本期", found.level),
    )
    return rows + [FigureRow(c, n, value=v, period_used=period) for c, n, v in levels]


def by_cluster(given: Edition) -> list[FigureRow]:
    """The whole movement of each cluster (逐群), as :func:`whole_row`."""
    return [whole_row(bridge(given, r.code), r, str(given.period)) for r in by_cluster_at(given)]


def without_joined(given: Edition) -> FigureRow | None:
    """剔除成员调整: the growth without the firms that joined the clusters since last year.

    ``pull_pp`` is the pull of those firms, ``n`` how many; None where nobody joined.
    """
    found = bridge(given)
    joined = next((p for p in found.parts if p.part == "joined"), None)
    if joined is None:
        return None
    base = joined.base_change
    value = base + joined.increase
    return FigureRow(
        "joined",
        PARTS["joined"],
        value=found.level - value,
        growth_yoy_pct=growth_without((found.compared, found.comparable), (value, base)),
        pull_pp=found.pull(joined),
        numerator=found.compared - value,
        denominator=found.comparable - base,
        period_used=str(given.period),
        n=joined.firms,
    )


def summed(given: Edition) -> FigureRow:
    """The clusters' whole movement, as :func:`whole_row`."""
    unit = given.desk.unit
    return whole_row(bridge(given), FigureRow(unit.code, unit.name), str(given.period))


def whole_row(found: Bridge, named: FigureRow, period: str) -> FigureRow:
    """A whole movement: ``value`` Σ本期增减, ``base`` Σ基数变动, ``pull_pp`` 可比增速.

    ``nominal_pp`` is the growth over last year's published figure (名义), never reported as
    growth; both are the sums of the parts' columns.
    """
    return FigureRow(
        named.code,
        named.name,
        value=found.increase,
        base=found.comparable - found.former,
        pull_pp=found.growth,
        nominal_pp=found.nominal,
        numerator=found.compared,
        denominator=found.comparable,
        period_used=period,
        n=sum(p.firms for p in found.parts if p.part != "restated"),
        value_base_missing=found.level - found.compared,
    )
