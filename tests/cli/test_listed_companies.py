"""The worked real case from the command line (上市公司算例): import, value, evidence.

Expected figures are summed here from the CSV files with ``csv`` and ``Decimal`` alone.
"""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ended, run

pytestmark = [pytest.mark.real, pytest.mark.slow]

# business_income is in 百万元; the warehouse holds 万元.
WAN = Decimal(100)


def column(folder: Path, name: str, year: int, quarter: int, wanted: str) -> dict[str, Decimal]:
    with (folder / f"{name}{year}_{quarter}.csv").open(encoding="utf-8-sig", newline="") as file:
        return {r["code"]: Decimal(r[wanted]) for r in csv.DictReader(file) if r[wanted]}


def area_of(folder: Path) -> dict[str, str]:
    with (folder / "stock_basics.csv").open(encoding="utf-8-sig", newline="") as file:
        return {r["code"]: r["area"] for r in csv.DictReader(file)}


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "listed_companies"


@pytest.fixture(scope="module")
def imported(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The same files imported as a folder, and one by one named in reverse."""
    from gxlab.commands.data import places
    from gxlab.commands.setup import new_workspace
    from gxlab.warehouse.importing import import_paths

    made = []
    for name, paths in (("folder", [folder]), ("reversed", sorted(folder.glob("*.csv"))[::-1])):
        root = tmp_path_factory.mktemp(name) / "w"
        import_paths(paths, places(new_workspace(root, "listed_companies")))
        made.append(root)
    return made[0], made[1]


def value(capsys: pytest.CaptureFixture[str], root: Path, *words: str) -> Ended:
    return run(capsys, "value", "revenue", *words, "--workspace", root, "--json")


@pytest.mark.parametrize("quarter", [1, 2, 3, 4])
def test_an_area_s_revenue_and_growth_leave_out_missing_bases(
    quarter: int,
    folder: Path,
    imported: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    now = column(folder, "profit", 2015, quarter, "business_income")
    before = column(folder, "profit", 2014, quarter, "business_income")
    inside = {c for c, area in area_of(folder).items() if area == "浙江"}
    level = sum(now[c] for c in inside if c in now) * WAN
    pairs = [(now[c], before[c]) for c in inside if c in now and c in before]
    compared, base = sum(n for n, _ in pairs), sum(b for _, b in pairs)
    left = [now[c] for c in inside if c in now and c not in before]

    period = f"2015-{quarter * 3:02d}"
    told = value(capsys, imported[0], "--unit", "浙江", "--period", period).json
    row = told["rows"][0]
    assert Decimal(str(row["value"])).quantize(Decimal("0.01")) == level.quantize(Decimal("0.01"))
    growth = (compared - base) / base * 100
    assert abs(Decimal(str(row["growth_yoy_pct"])) - growth) < Decimal("1e-6")
    assert row["basis"] == "own_prior_year" and told["excluded"]["enterprises"] == len(left)
    excluded = Decimal(str(told["excluded"]["value"])).quantize(Decimal("0.01"))
    assert excluded == (sum(left) * WAN).quantize(Decimal("0.01"))


def test_a_firm_s_growth_is_the_published_one(
    folder: Path, imported: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("--unit", "浙江", "--period", "2015-09", "--by", "enterprise")
    rows = value(capsys, imported[0], *words).json["rows"]
    published = column(folder, "growth", 2015, 3, "mbrg")
    both: list[tuple[Any, Decimal]] = [
        (r["growth_yoy_pct"], published[r["enterprise"]])
        for r in rows
        if r["growth_yoy_pct"] is not None and r["enterprise"] in published
    ]
    assert len(both) == 282
    assert all(abs(Decimal(str(own)) - other) <= Decimal("0.01") for own, other in both)


def test_the_order_of_arguments_makes_no_difference(
    imported: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    for period in ("2014-12", "2015-06", "2015-12"):
        words = ("--unit", "全国", "--period", period, "--by", "unit")
        first, second = (value(capsys, root, *words).json["rows"] for root in imported)
        assert first == second and len(first) == 32


def test_duplicates_missing_and_falling_values_are_named(
    imported: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    told = run(capsys, "status", "--workspace", imported[0], "--json").json["problems"]
    rules = [p["rule"] for p in told]
    assert rules.count("duplicate_row") >= 253 and rules.count("missing_value") > 0
    found = run(capsys, "check", "--workspace", imported[0], "--json").json["checks"]
    falls = next(c for c in found if c["name"] == "cumulative_falls")
    # Counted from the eight files apart from gxlab: 34 quarters below the one before.
    assert falls["failures"] == 34
