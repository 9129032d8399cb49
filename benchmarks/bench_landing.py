"""全年测算回测: how far the estimate of a year has been off, by the month it was made in.

Two series. The demo city's revenue of 2025, unit by unit and cluster by cluster, from the months
then known (a workspace with the demo is needed: GXLAB_WORKSPACE or this folder). And the profits
of the nation's 规上工业 (../shared/data/macro, where it lies beside the project): the year's
growth is taken to be the cumulative rate, as the estimate's middle says.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from gxlab.measures.cluster_years import same_firms, year_values
from gxlab.measures.clusters import Edition, edition_at, member_firms
from gxlab.measures.projection import seasonal
from gxlab.reference.numbers import divide, round_half_away
from gxlab.reference.periods import Period, reporting_months
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.snapshot import NoSnapshot, current

ROOT = Path(__file__).parents[1]
MACRO = ROOT.parent / "shared" / "data" / "macro"
RESULT = ROOT / "benchmarks" / "results" / "landing.json"
YEAR = 2025
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Trial:
    """One estimate: made after so many months, off by ``error`` (% or 百分点), within its range?"""

    months: int
    error: Decimal
    held: bool


def demo_trials(desk: Desk) -> Iterator[Trial]:
    """Every unit's register and every cluster of the city, from each month of the year."""
    margin = desk.policy_number("projection_margin_pp")
    ends = {u.code: edition_at(_at(desk, u.code, 12)) for u in desk.units.units if u.kind != "town"}
    for code, end in ends.items():
        final = end.firms.select("enterprise", pl.col("value").alias("final"))
        for period in reporting_months(YEAR, has_january=False)[:-1]:
            given = edition_at(desk.at(unit=code, period=period))
            yield from _trials(given, given.firms, final, margin)
            if code == desk.units.root.code:
                for cluster in given.names:
                    yield from _trials(given, member_firms(given, cluster), final, margin)


def _at(desk: Desk, unit: str, month: int) -> Desk:
    return desk.at(unit=unit, period=Period(YEAR, month))


def _trials(
    given: Edition, firms: pl.DataFrame, final: pl.DataFrame, margin: Decimal
) -> Iterator[Trial]:
    """The firms known then that also have a whole year to be measured against."""
    known = firms.join(final.filter(pl.col("final").is_not_null()), on="enterprise", how="inner")
    years = year_values(given.desk)["enterprise"].to_list()
    lasting = pl.col("enterprise").is_in(years) | (pl.col("basis") == "new")
    both = pl.col("value").is_not_null() & pl.col("base").is_not_null()
    ended = known.filter(lasting & both)
    same = same_firms(given.desk, ended)
    actual = sum(ended["final"].to_list(), Decimal(0))
    if not same.firms or same.base <= 0 or not actual:
        return
    found = seasonal(same.ytd, same.base, same.year, given.period.month, margin)
    error = divide(found.mid - actual, actual, HUNDRED)
    assert error is not None
    yield Trial(given.period.month, error, found.low <= actual <= found.high)


def macro_trials(path: Path, margin: Decimal) -> Iterator[Trial]:
    """The year's growth against the cumulative rate; levels of the year before give the months."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {(int(r["yr"]), int(r["mon"])): r for r in csv.DictReader(file)}
    for (year, month), row in sorted(rows.items()):
        last, then, end = (
            rows.get((year, 12)),
            rows.get((year - 1, month)),
            rows.get((year - 1, 12)),
        )
        if month == 12 or last is None or then is None or end is None:
            continue
        error = Decimal(row["cumTB"]) - Decimal(last["cumTB"])
        rest = 1 - (divide(Decimal(then["cumValue"]), Decimal(end["cumValue"])) or Decimal(0))
        yield Trial(month, error, abs(error) <= margin * rest)


def summary(trials: Iterable[Trial]) -> dict[str, object]:
    """Mean and 90th percentile of the absolute error, and how often the range held, by month."""
    by_month: dict[int, list[Trial]] = defaultdict(list)
    for trial in trials:
        by_month[trial.months].append(trial)
    every = [t for found in by_month.values() for t in found]
    return {
        "all": _told(every),
        "by_months_elapsed": {str(m): _told(found) for m, found in sorted(by_month.items())},
    }


def _told(trials: list[Trial]) -> dict[str, object]:
    sizes = sorted(abs(t.error) for t in trials)
    mean = sum(sizes, Decimal(0)) / len(sizes)
    held = Decimal(sum(t.held for t in trials)) * 100 / len(trials)
    return {
        "estimates": len(trials),
        "mean_absolute_error": str(round_half_away(mean, 2)),
        "p90_absolute_error": str(round_half_away(sizes[-(-9 * len(sizes) // 10) - 1], 2)),
        "range_held_pct": str(round_half_away(held, 1)),
    }


def main() -> int:
    """Measure the series that are there; what was measured of the other one stands."""
    found: dict[str, object] = json.loads(RESULT.read_text("utf-8")) if RESULT.is_file() else {}
    margin = Decimal(10)
    workspace = Path(os.environ.get("GXLAB_WORKSPACE", ROOT))
    try:
        desk = open_desk(current(workspace / "data" / "warehouse"), None, Period(YEAR, 12))
    except NoSnapshot:
        print("没有示范城市的数据（make demo），略过", file=sys.stderr)
    else:
        margin = desk.policy_number("projection_margin_pp")
        found["demo_revenue_2025_pct"] = summary(demo_trials(desk))
    path = MACRO / "cn_industrial_profit_monthly_2012_2019.csv"
    if path.is_file():
        found["national_profit_2013_2019_pp"] = summary(macro_trials(path, margin))
    found["projection_margin_pp"] = str(margin)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
