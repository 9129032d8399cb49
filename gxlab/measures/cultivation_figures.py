"""Figures of the pool and its forecasts (培育库的数): what report and ``gxlab value`` give."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from gxlab.measures import cultivation_pool as pools
from gxlab.measures.cultivation import Edition, Forecast, reaching
from gxlab.measures.cultivation_pool import Candidate
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import progress, targets
from gxlab.measures.projection import TIERS
from gxlab.reference.periods import Period

TIER_NAMES = {"low": "低", "mid": "中", "high": "高"}
DOOR_NAMES = {"月度": "月度门", "年度": "年度门", "": "批次截止后达规"}


def count(given: Edition) -> FigureRow:
    """培育库户数: distinct firms not in the register, with the task where one is set (建库数)."""
    found = pools.of_pool(given.candidates)
    row = _row(given, given.code, given.desk.unit.name, len(found), "point")
    goals = [t for t in targets(given.desk, "candidate_count") if t["target"]]
    if not goals or row.value is None:
        return row
    done = progress(given.desk, goals[0], row)
    return replace(
        row,
        target=done.target,
        completion_pct=done.completion_pct,
        plan_pct=done.plan_pct,
        linear_pct=done.linear_pct,
        gap_plan_pp=done.gap_plan_pp,
        gap_linear_pp=done.gap_linear_pp,
    )


def by_pool(given: Edition) -> list[FigureRow]:
    """Distinct firms by pool (池), in the order of the pools."""
    names = [*pools.POOLS, pools.OTHER]
    return _counted(given, names, lambda c: c.pool)


def by_state(given: Edition) -> list[FigureRow]:
    """Distinct firms by state (状态), from 摸排 to 入库, 退回 last."""
    return _counted(given, [*pools.STATES, pools.OTHER], lambda c: c.state)


def by_pool_and_state(given: Edition) -> list[FigureRow]:
    """Distinct firms by pool and state; code ``pool:state``."""
    names = [f"{p}:{s}" for p in (*pools.POOLS, pools.OTHER) for s in (*pools.STATES, pools.OTHER)]
    return _counted(given, names, lambda c: f"{c.pool}:{c.state}")


def at_or_beyond(given: Edition) -> list[FigureRow]:
    """How many have come at least so far (走到各环节及以后的户数); 退回 stands apart."""
    ladder = pools.STATES[:-1]
    found = [c for c in pools.of_pool(given.candidates) if c.state in ladder]
    return [
        _row(given, s, s, sum(ladder.index(c.state) >= k for c in found), "point")
        for k, s in enumerate(ladder)
    ]


def crossing(given: Edition, tier: str = "mid") -> FigureRow:
    """年内测算达规户数 of one tier."""
    value = len(reaching(given, tier))
    return _row(given, given.code, given.desk.unit.name, value, "ytd")


def crossing_by_tier(given: Edition) -> list[FigureRow]:
    """年内测算达规户数: low, middle and high."""
    rows = [(t, len(reaching(given, t))) for t in TIERS]
    return [_row(given, t, TIER_NAMES[t], n, "ytd") for t, n in rows]


def crossing_by_door(given: Edition) -> list[FigureRow]:
    """年内测算达规户数 by the door open to them; code 月度, 年度 or 无."""
    found = [f.door.name for f in reaching(given)]
    doors = (("月度", "月度"), ("年度", "年度"), ("", "无"))
    return [_row(given, code, DOOR_NAMES[d], found.count(d), "ytd") for d, code in doors]  # type: ignore[arg-type]


def in_review(given: Edition) -> FigureRow:
    """在审户数: candidates handed to the bureaus above the town."""
    value = sum(c.state in pools.IN_REVIEW for c in pools.of_pool(given.candidates))
    return _row(given, given.code, given.desk.unit.name, value, "point")


def ready(given: Edition) -> list[Forecast]:
    """具备月度申报条件: monthly door open, 20 million yuan reached, not handed in yet."""
    now = given.desk.period
    return [
        f
        for f in reaching(given)
        if f.door.name == "月度"
        and f.candidate.state not in pools.FILED
        and (f.crossed["mid"] or now.shift(1)) <= now
    ]


def monthly_ready(given: Edition) -> FigureRow:
    """具备月度申报条件的新建投产企业户数."""
    return _row(given, given.code, given.desk.unit.name, len(ready(given)), "ytd")


def ready_lacking(given: Edition) -> list[FigureRow]:
    """具备月度申报条件的企业尚缺各件的户数."""
    papers = [p for f in ready(given) for p in f.candidate.missing]
    kinds = pools.PAPERS.values()
    return [_row(given, p, p, papers.count(p), "ytd") for p in kinds if p in papers]


def listed_already(given: Edition) -> FigureRow:
    """台账中已在名录的户数: named, not counted in the pool."""
    value = sum(c.listed_in is not None for c in given.candidates)
    return _row(given, given.code, given.desk.unit.name, value, "point")


def reported_twice(given: Edition) -> FigureRow:
    """两个以上镇街重复报送的户数: counted once."""
    value = len(pools.reported_twice(given.candidates))
    return _row(given, given.code, given.desk.unit.name, value, "point")


def invoices(given: Edition) -> list[FigureRow]:
    """累计开票 of each candidate, with the base delivered beside it."""
    return [
        FigureRow(
            f.code,
            f.candidate.name,
            value=f.sales.ytd,
            base=f.sales.base,
            basis="delivered" if f.sales.base is not None else None,
            growth_yoy_pct=f.sales.growth,
            numerator=f.sales.ytd,
            denominator=f.sales.base,
            period_used=str(f.sales.now),
            source_kind=f.sales.source,
            status="快报",
        )
        for f in given.forecasts
        if f.sales is not None
    ]


def last_year(given: Edition) -> list[FigureRow]:
    """上年营业收入 of each candidate as its town states it (台账)."""
    rows = [(c, c.prior_year_revenue) for c in given.candidates]
    return [
        FigureRow(
            c.enterprise or c.key,
            c.name,
            value=value,
            period_used=str(given.pool.period),
            span="year",
            source_kind="培育台账",
            status="快报",
        )
        for c, value in rows
        if value is not None
    ]


def estimates(given: Edition, tier: str) -> list[FigureRow]:
    """全年测算 of each candidate in one tier."""
    return [
        FigureRow(
            f.code,
            f.candidate.name,
            value=f.estimate.of(tier),
            period_used=str(f.sales.now),
            span="year",
            source_kind=f"测算（{f.estimate.method}）",
            status="预计",
        )
        for f in given.forecasts
        if f.estimate is not None and f.sales is not None
    ]


def electricity(given: Edition) -> list[FigureRow]:
    """用电 of each candidate with its base."""
    return [
        FigureRow(
            f.code,
            f.candidate.name,
            value=f.power.value,
            base=f.power.base,
            growth_yoy_pct=f.power.growth,
            numerator=f.power.value,
            denominator=f.power.base,
            period_used=str(given.desk.period),
            source_kind="供电",
            status="快报",
        )
        for f in given.forecasts
        if f.power is not None
    ]


def _counted(
    given: Edition, names: Iterable[str], of: Callable[[Candidate], str]
) -> list[FigureRow]:
    found = [of(c) for c in pools.of_pool(given.candidates)]
    return [_row(given, name, name, found.count(name), "point") for name in names]


def _row(given: Edition, code: str, name: str, value: int, span: str) -> FigureRow:
    period: Period | None = given.pool.period
    known = period is not None
    return FigureRow(
        code,
        name,
        value=Decimal(value) if known else None,
        period_used=str(period) if known else None,
        span=span,
        source_kind="镇街上报",
        status="快报" if known else None,
        missing=None if known else "no_data",
    )
