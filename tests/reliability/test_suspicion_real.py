"""疑似错报清单 on real series (../shared/data): its false alarms where life is rough.

Published figures of listed firms and of whole industries: what the list says of them is taken for a
false alarm, save figures that are odd by themselves (a negative revenue, a cumulative that falls).
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gxlab.measures.suspicion import suspicions
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, desk_on
from gxlab.warehouse.snapshot import resolve_into
from tests.conftest import CITY, observation, store_of
from tests.soak import keep, many

pytestmark = [pytest.mark.soak, pytest.mark.slow]

Rows = list[dict[str, Any]]


def desk_on_rows(rows: Rows, period: str) -> Desk:
    store = store_of({"unit": list(CITY)}, {"observation": rows})
    resolve_into(store.con, None)
    store.con.execute("use snap")
    return desk_on(store.con, None, Period.parse(period))


def reading(code: str, period: str, indicator: str, span: str, value: Decimal) -> dict[str, Any]:
    return observation(code, period, "value", f"{value:.4f}", indicator, span)


def month_of(code: str, period: str, month: Decimal | None, ytd: Decimal) -> Rows:
    """A month as output (with its month) and as revenue (cumulative only)."""
    found = [
        reading(code, period, "output", "ytd", ytd), reading(code, period, "revenue", "ytd", ytd)
    ]  # fmt: skip
    return found if month is None else [*found, reading(code, period, "output", "month", month)]


def counted(desk: Desk) -> Counter[str]:
    return Counter(s.rule for s in suspicions(desk))


def listed_firms(folder: Path) -> Rows:
    """July 2025 of 1,048 firms: June and July as published, February to May their average."""
    path = folder / "monthly_revenue" / "t187ap05_L_11407.csv"
    rows: Rows = []
    with path.open(encoding="utf-8-sig") as file:
        for line in csv.DictReader(file):
            july, june = (_ten_thousands(line[f"營業收入-{w}"]) for w in ("當月營收", "上月營收"))
            ytd = _ten_thousands(line["累計營業收入-當月累計營收"])
            code, before = line["公司代號"], ytd - july
            average = (before - june) / 5
            for n in range(2, 6):
                rows += month_of(code, f"2025-{n:02d}", None if n == 2 else average, average * n)
            rows += month_of(code, "2025-06", june, before)
            rows += month_of(code, "2025-07", july, ytd)
            last = (line["營業收入-去年當月營收"], line["累計營業收入-去年累計營收"])
            rows += month_of(code, "2024-07", *(_ten_thousands(text) for text in last))
    return rows


def _ten_thousands(text: str) -> Decimal:
    return Decimal(text or "0") / 10


def industries(folder: Path) -> Rows:
    """29 industries, 101 months from January 2014; January goes into the first cumulative."""
    path = folder / "monthly_revenue" / "tw_industry_monthly_revenue_103_1_to_111_5.csv"
    rows: Rows = []
    with path.open(encoding="utf-8-sig") as file:
        for number, line in enumerate(csv.DictReader(file)):
            ytd = Decimal(0)
            for head, text in line.items():
                year, _, month = head.partition("_")
                if not month or not text:
                    continue
                value = Decimal(text) / 10
                ytd = value if month == "1" else ytd + value
                if month != "1":
                    period = f"{int(year) + 1911}-{int(month):02d}"
                    rows += month_of(f"I{number}", period, None if month == "2" else value, ytd)
    return rows


def quarters(folder: Path) -> Iterator[tuple[str, str, Decimal, Decimal | None]]:
    """Firm, period, cumulative revenue and profit of eight quarters, once a firm and quarter."""
    seen = set()
    for year in (2014, 2015):
        for quarter in range(1, 5):
            path = folder / "listed_companies" / f"profit{year}_{quarter}.csv"
            with path.open(encoding="utf-8") as file:
                for line in csv.DictReader(file):
                    key = (line["code"], f"{year}-{quarter + 1:02d}")
                    if line["business_income"] and key not in seen:
                        seen.add(key)
                        profit = Decimal(line["net_profits"]) if line["net_profits"] else None
                        yield *key, Decimal(line["business_income"]) * 100, profit


def test_listed_firms_of_one_month(shared_data: Path) -> None:
    rows = listed_firms(shared_data)
    firms = len({row["code"] for row in rows})
    found = counted(desk_on_rows(rows, "2025-07"))
    keep(
        "S2_listed_firms",
        "False alarms on the published month of real listed firms: no more than one in twenty",
        firms=firms,
        listed=found.total(),
        **{f"listed_{rule}": n for rule, n in sorted(found.items())},
    )
    assert firms == 1048
    assert found.total() <= 0.05 * firms


def test_industries_month_by_month(shared_data: Path) -> None:
    rows = industries(shared_data)
    desk = desk_on_rows(rows, "2022-05")
    periods = sorted({row["period"] for row in rows if row["period"] >= "2015-02"})
    chosen = periods[:: many(1, 15)]
    found: Counter[str] = Counter()
    for period in chosen:
        found += counted(desk.at(period=Period.parse(period)))
    asked = len(chosen) * len({row["code"] for row in rows})
    keep(
        "S2_industries",
        "False alarms on real monthly series of industries: no more than one in a hundred",
        series_months=asked,
        listed=found.total(),
        **{f"listed_{rule}": n for rule, n in sorted(found.items())},
    )
    assert asked >= many(2000, 100)
    assert found.total() <= 0.01 * asked


def test_listed_companies_by_quarter(shared_data: Path) -> None:
    """Four quarters stand for four months: slips, falls and signs need no more."""
    rows: Rows = []
    for code, period, revenue, profit in quarters(shared_data):
        rows.append(reading(code, period, "revenue", "ytd", revenue))
        if profit is not None:
            rows.append(reading(code, period, "profit", "ytd", profit))
    desk = desk_on_rows(rows, "2015-05")
    periods = [f"2015-{n:02d}" for n in range(2, 6)][: many(4, 1)]
    found: Counter[str] = Counter()
    asked = 0
    for period in periods:
        found += counted(desk.at(period=Period.parse(period)))
        asked += len({row["code"] for row in rows if row["period"] == period})
    keep(
        "S2_listed_quarters",
        "False alarms on real cumulative quarters of listed companies: no more than one in twenty",
        company_quarters=asked,
        listed=found.total(),
        **{f"listed_{rule}": n for rule, n in sorted(found.items())},
    )
    assert asked >= many(10_000, 2_000)
    assert found.total() <= 0.05 * asked
