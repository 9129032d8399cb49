"""Seconds of an audit (审计用时): the newest month against its full history.

12 units × 12 clusters × 6 indicators, 12 releases; one indicator is printed by month as well as
cumulative, so that its months hang together. Firms' months carry on from year to year, so a base
is last year's reading. One pattern for all months: cells sensitive in any of them, and what
elimination adds.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.disclosure.audit import audit
from gxlab.disclosure.elimination import choose
from gxlab.disclosure.model import GROUPS, READINGS, Gathered, Released, Rules
from gxlab.disclosure.system import READING, row_of, system
from gxlab.reference.numbers import round_half_away
from gxlab.reference.periods import Period
from tests.disclosure.instances import CITY, released, wanted

RULES = Rules()
UNITS, CLUSTERS, FIRMS = 12, 12, 900
INDICATORS = ("revenue", "output", "taxes", "exports", "energy", "profit")
BY_MONTH = "output"
PERIODS = tuple(f"2025-{m:02d}" for m in range(5, 13)) + tuple(f"2026-{m:02d}" for m in range(2, 6))
Firm = tuple[str, str, str]
"""Firm, unit, cluster."""


def measured(seconds: float) -> Iterator[dict[str, Any]]:
    """First what outsiders find, then with insiders; one audit of all six indicators each."""
    end = time.monotonic() + seconds
    firms = _firms(random.Random(7))
    releases = _together([history(indicator, firms) for indicator in INDICATORS])
    last = releases[-1].figures.filter(pl.col("statistic") == "value")
    found: dict[str, Any] = {
        "size": {
            "releases": len(PERIODS),
            "units": UNITS,
            "clusters": CLUSTERS,
            "firms": len(firms),
            "indicators": len(INDICATORS),
            "cells_printed_last": last.height,
        }
    }
    for insiders in (False, True):
        found["with_insiders" if insiders else "outsider"] = _audited(releases, insiders=insiders)
        yield found
        if time.monotonic() > end:
            return


def _together(each: Sequence[Sequence[Released]]) -> list[Released]:
    """Histories of several indicators as one; the firms and their groups are the same."""
    return [
        Released(
            Gathered(
                own[0].data.period,
                own[0].data.groups,
                pl.concat([r.data.readings for r in own]),
                pl.concat([r.data.wanted for r in own]),
            ),
            pl.concat([r.figures for r in own]),
        )
        for own in zip(*each, strict=True)
    ]


def _audited(releases: Sequence[Released], *, insiders: bool) -> dict[str, Any]:
    wall, cpu = time.monotonic(), _processor()
    found = audit(releases[-1], releases[:-1], RULES, insiders=insiders, workers=2)
    return {
        "seconds": round(time.monotonic() - wall, 1),
        "processor_seconds": round(_processor() - cpu, 1),
        "targets": found.targets,
        "facts": found.facts,
        "solved": found.solved,
        "skipped": found.skipped,
        "insiders": found.insiders,
        "leaks": len(found.leaks),
    }


def _processor() -> float:
    """Processor seconds of this process and of those it has waited for."""
    both = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in both)


def _firms(rng: random.Random) -> list[Firm]:
    return [
        (f"E{n:04d}", f"01{rng.randrange(UNITS):02d}", f"c{_low(rng):02d}") for n in range(FIRMS)
    ]


def _low(rng: random.Random) -> int:
    return min(rng.randrange(CLUSTERS), rng.randrange(CLUSTERS))


def history(indicator: str, firms: Sequence[Firm]) -> list[Released]:
    """All releases of an indicator in their order, the newest last."""
    rng = random.Random(indicator)
    months = {firm: _months(rng, indicator) for firm, _, _ in firms}
    spans = ("ytd", "month") if indicator == BY_MONTH else ("ytd",)
    rows = [
        ("firm", *place, firm)
        for firm, unit, cluster in firms
        for place in (
            (CITY, "", ""),
            (unit, "", ""),
            (CITY, "cluster", cluster),
            (unit, "cluster", cluster),
        )
    ]
    groups = pl.DataFrame(rows, schema=GROUPS, orient="row").sort(list(GROUPS))
    cells = wanted(groups, [indicator], spans)
    data = [
        Gathered(period, groups, _readings(indicator, period, spans, months), cells)
        for period in PERIODS
    ]
    status = _pattern(indicator, data)
    return [released(one, status) for one in data]


def _months(rng: random.Random, indicator: str) -> dict[str, Decimal]:
    """A firm's months from 2024 on: a size of its own, a growth a year, and noise."""
    size, growth = rng.lognormvariate(6, 1.4), rng.uniform(0.85, 1.25)
    sign = -1 if indicator == "profit" and rng.random() < 0.2 else 1
    return {
        f"{year}-{month:02d}": round_half_away(
            Decimal(sign * size * growth ** (year - 2024) * rng.uniform(0.7, 1.3)), 2
        )
        for year in (2024, 2025, 2026)
        for month in range(1, 13)
    }


def _readings(
    indicator: str, period: str, spans: Sequence[str], months: dict[str, dict[str, Decimal]]
) -> pl.DataFrame:
    rows = []
    for firm, own in months.items():
        for span in spans:
            value = _amount(own, period, span)
            base = _amount(own, str(Period.parse(period).prior_year), span)
            compared = base if base > 0 else None
            rows.append((indicator, span, firm, firm, value, compared, False))
    return pl.DataFrame(rows, schema=READINGS, orient="row")


def _amount(own: dict[str, Decimal], period: str, span: str) -> Decimal:
    if span == "month":
        return own[period]
    first = f"{period[:4]}-01"
    return sum((v for month, v in own.items() if first <= month <= period), Decimal(0))


def _pattern(indicator: str, data: Sequence[Gathered]) -> pl.DataFrame:
    sensitive = set()
    for one in data:
        whole = system(indicator, [one], RULES)
        sensitive |= {t.cell for t in whole.targets if t.cell is not None and t.kind != READING}
    sums = whole.cells[-1]
    order = data[-1].wanted.sort("level", "unit", "code").rows()
    offered = [c[:5] for c in order if c[:5] not in sensitive]
    protected = [sums[c].value for c in sensitive] + [sums[c].base for c in sensitive]
    chosen = choose([[row_of(sums[c], "level"), sums[c].base] for c in offered], protected)
    kept = {c for c, printed in zip(offered, chosen.printed, strict=True) if printed}
    status = ["printed" if row[:5] in kept else "secondary" for row in data[-1].wanted.iter_rows()]
    return data[-1].wanted.with_columns(pl.Series("status", status))
