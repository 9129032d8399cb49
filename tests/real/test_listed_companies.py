"""Listed companies: every figure recomputed straight from the CSV files (csv and Decimal only)."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from gxlab.measures import clusters
from gxlab.measures.answer import answer
from gxlab.reference.periods import Period
from gxlab.show import cluster_charts, cluster_firm_tables, cluster_revenue, cluster_tables
from gxlab.show.objects import Figure, Table
from gxlab.warehouse.desk import Desk
from tests.real.listed import desk_of_listed

pytestmark = pytest.mark.real

PERIODS = ("2015-03", "2015-06", "2015-09", "2015-12")
Pair = tuple[Decimal | None, Decimal | None]


def column(path: Path, name: str) -> dict[str, Decimal | None]:
    """code → number of one column; the first of repeated rows (they repeat the same figures)."""
    found: dict[str, Decimal | None] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["code"], Decimal(row[name]) if row[name] else None)
    return found


def firms(folder: Path, group: str) -> dict[str, tuple[str, str]]:
    """code → (area, the group's column)."""
    with (folder / "stock_basics.csv").open(encoding="utf-8-sig", newline="") as file:
        return {r["code"]: (r["area"], r[group]) for r in csv.DictReader(file)}


def pairs(folder: Path, period: str) -> dict[str, Pair]:
    """code → revenue (百万元) of the period and of the same period a year before."""
    year, quarter = int(period[:4]), int(period[5:]) // 3
    now = column(folder / f"profit{year}_{quarter}.csv", "business_income")
    then = column(folder / f"profit{year - 1}_{quarter}.csv", "business_income")
    return {code: (value, then.get(code)) for code, value in now.items()}


def sums(rows: list[Pair]) -> tuple[Decimal, Decimal, Decimal, int]:
    """Level of all, value and base of those with both, and how many lack a base."""
    level = sum((v for v, _ in rows if v is not None), Decimal(0))
    both = [(v, b) for v, b in rows if v is not None and b is not None]
    value = sum((v for v, _ in both), Decimal(0))
    base = sum((b for _, b in both), Decimal(0))
    return level, value, base, sum(v is not None and b is None for v, b in rows)


def rate(value: Decimal, base: Decimal) -> str:
    """Growth as printed: one decimal, half away from zero."""
    return str(((value - base) * 100 / base).quantize(Decimal("0.1"), ROUND_HALF_UP))


@pytest.fixture(scope="module")
def folder(shared_data: Path) -> Path:
    return shared_data / "listed_companies"


@pytest.fixture(scope="module")
def listed(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    root = tmp_path_factory.mktemp("listed")
    return desk_of_listed(folder, root, "2015-03", "浙江")


@pytest.mark.parametrize("period", PERIODS)
def test_totals_of_every_unit(folder: Path, listed: Desk, period: str) -> None:
    areas: dict[str, list[Pair]] = defaultdict(list)
    known = firms(folder, "area")
    for code, pair in pairs(folder, period).items():
        if code in known:
            areas[known[code][0]].append(pair)
    assert len(areas) == 32
    for area, rows in areas.items():
        level, value, base, lacking = sums(rows)
        found = answer(listed.at(unit=area, period=Period.parse(period)), "revenue").rows[0]
        assert found.value == level * 100, area
        assert (found.numerator, found.denominator) == (value * 100, base * 100), area
        assert found.n_base_missing == lacking, area
        assert found.growth_yoy_pct is not None
        assert str(found.growth_yoy_pct.quantize(Decimal("0.1"), ROUND_HALF_UP)) == rate(
            value, base
        )


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("area", ["浙江", "上海"])
def test_clusters_of_a_unit(folder: Path, listed: Desk, period: str, area: str) -> None:
    groups: dict[str, list[Pair]] = defaultdict(list)
    known = firms(folder, "industry")
    for code, pair in pairs(folder, period).items():
        if code in known and known[code][0] == area:
            groups[known[code][1]].append(pair)
    desk = listed.at(unit=area, period=Period.parse(period))
    found = {r.code: r for r in clusters.by_cluster(clusters.edition(desk)) if r.value is not None}
    assert set(found) == set(groups)
    total_base = sum((sums(rows)[2] for rows in groups.values()), Decimal(0))
    for name, rows in groups.items():
        level, value, base, _ = sums(rows)
        row = found[name]
        assert row.value == level * 100, name
        if base:
            assert (row.numerator, row.denominator) == (value * 100, base * 100), name
            assert row.pull_pp is not None
            assert abs(row.pull_pp - (value - base) * 100 / total_base) < Decimal("1e-20")


def test_the_two_readings_of_a_missing_base(folder: Path, listed: Desk) -> None:
    known = firms(folder, "area")
    rows = [p for code, p in pairs(folder, "2015-03").items() if known[code][0] == "浙江"]
    level, value, base, lacking = sums(rows)
    # With the 31 firms without a base in the numerator 10.0 %; with value and base out 4.5 %.
    assert (rate(level, base), rate(value, base), lacking) == ("10.0", "4.5", 31)
    total = clusters.total(clusters.edition(listed))
    assert total.growth_yoy_pct is not None
    assert str(total.growth_yoy_pct.quantize(Decimal("0.1"))) == "4.5"
    assert total.value_base_missing == (level - value) * 100


def test_growth_of_each_firm_is_the_published_one(folder: Path, listed: Desk) -> None:
    known = firms(folder, "area")
    published = column(folder / "growth2015_3.csv", "mbrg")
    expected = {
        code: published[code]
        for code, (value, base) in pairs(folder, "2015-09").items()
        if known[code][0] == "浙江" and value and base and published.get(code) is not None
    }
    desk = listed.at(period=Period.parse("2015-09"))
    rows = {r.code: r for r in answer(desk, "revenue", by="enterprise").rows}
    close = [
        code
        for code, rate_published in expected.items()
        if rate_published is not None
        and (growth := rows[code].growth_yoy_pct) is not None
        and abs(growth - rate_published) <= Decimal("0.01")
    ]
    assert len(expected) == 282
    assert len(close) == 282


def printed(value: Decimal, decimals: int, signed: bool = False) -> str:
    """As the page prints: comma groups, true minus, half away from zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    sign = "\u2212" if rounded < 0 else "+" if signed and rounded > 0 else ""
    return sign + format(abs(rounded), ",f")


def texts(table: Table, key: str) -> dict[str, str]:
    """First cell of each row → the printed text of one column."""
    place = [c.key for c in table.columns].index(key)
    return {str(r.cells[0]): c.text for r in table.rows if isinstance(c := r.cells[place], Figure)}


@pytest.mark.parametrize("period", PERIODS)
def test_the_page_of_zhejiang(folder: Path, listed: Desk, period: str) -> None:
    known = firms(folder, "industry")
    names = {c: n for c, (n, _) in firms_by_name(folder).items()}
    mine = {c: p for c, p in pairs(folder, period).items() if known[c][0] == "浙江"}
    level, value, base, _ = sums(list(mine.values()))
    given = clusters.edition(listed.at(period=Period.parse(period)))

    said = cluster_revenue.headline(given).text
    assert f"实现营业收入{printed(level / 100, 2)}亿元，同比增长{rate(value, base)}%" in said

    groups: dict[str, list[Pair]] = defaultdict(list)
    for code, pair in mine.items():
        groups[known[code][1]].append(pair)
    a1 = cluster_tables.overview(given)
    expected = {n: printed(sums(rows)[0] / 100, 2) for n, rows in groups.items()}
    assert texts(a1, "value") == expected | {"合计": printed(level / 100, 2)}
    for name, text in texts(a1, "pull").items():
        rows = groups[name] if name != "合计" else list(mine.values())
        _, part, part_base, _ = sums(rows)
        assert text == printed((part - part_base) * 100 / base, 2, signed=True), name

    moves = {c: v - b for c, (v, b) in mine.items() if v is not None and b is not None}
    ordered = sorted(moves, key=lambda c: (-moves[c], c))
    up, down = cluster_firm_tables.pulling(given), cluster_firm_tables.dragging(given)
    assert up is not None and down is not None
    top = {names[c]: printed(moves[c] * 100, 0, signed=True) for c in ordered[:10]}
    last = {names[c]: printed(moves[c] * 100, 0, signed=True) for c in ordered[-10:]}
    assert texts(up, "increment") == top
    assert texts(down, "increment") == last
    assert cluster_charts.waterfall(given) is not None


def firms_by_name(folder: Path) -> dict[str, tuple[str, str]]:
    """code → (name, area)."""
    with (folder / "stock_basics.csv").open(encoding="utf-8-sig", newline="") as file:
        return {r["code"]: (r["name"], r["area"]) for r in csv.DictReader(file)}
