"""Published readings of 技改投资 recomputed: shares, completion against the calendar, changes."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.measures.rates import completion_pct, linear_progress_pct, share_pct
from gxlab.reference.numbers import difference_pp, growth_pct
from gxlab.show import grammar

# 金额…亿元(… 占x%): an amount and its published share of 技改 or of 工业投资.
_SHARE = re.compile(r"([0-9]+(?:\.[0-9]+)?)亿元\((?:[^()]*,)?占(?:工业投资)?([0-9]+(?:\.[0-9]+)?)%")


@pytest.fixture
def readings(shared_data: Path) -> dict[str, dict[str, str]]:
    path = shared_data / "projects" / "tech_renovation_readings.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["来源序号"]: row for row in csv.DictReader(file)}


@pytest.mark.real
def test_published_shares_recompute_to_a_tenth_of_a_point(
    readings: dict[str, dict[str, str]],
) -> None:
    checked = 0
    for row in readings.values():
        totals = [Decimal(t) for k in ("技改投资累计_亿元", "工业投资累计_亿元") if (t := row[k])]
        for amount, published in _SHARE.findall(row["其他"]):
            shares = [share_pct(Decimal(amount), t) for t in totals]
            gaps = [abs(s - Decimal(published)) for s in shares if s is not None]
            assert min(gaps) <= Decimal("0.1"), (row["来源序号"], amount, published)
            checked += 1
    # R1 79.9, R2 94.1, R3 78.5 and 57.6, R4 68, R7 73.9, R8 75.9, R9 75.9 and 71.2
    assert checked == 9


@pytest.mark.real
def test_completion_stands_beside_the_calendar(readings: dict[str, dict[str, str]]) -> None:
    # Sichuan 2013, 1—10月: 84.5 % of the year's target; 序时 10/12 = 83.3 %: ahead by 1.2 points.
    done = Decimal(readings["R2"]["技改年度目标完成%"])
    gap = difference_pp(done, linear_progress_pct(10), 1)
    assert gap == Decimal("1.2")
    said = grammar.pace(gap, "r", yardstick="序时进度")
    assert "".join(p if isinstance(p, str) else p.text + p.unit for p in said) == (
        "快于序时进度1.2个百分点"
    )
    # Hebei 2022, 1—7月: projects of 1亿元 and more, 2022 of a plan of 2844: 71.1 % as published.
    assert "进度71.1%" in readings["R11"]["其他"]
    completed = completion_pct(Decimal(2022), Decimal(2844))
    assert completed is not None and round(completed, 1) == Decimal("71.1")


@pytest.mark.real
def test_changes_are_told_in_the_strict_form(readings: dict[str, dict[str, str]]) -> None:
    # Sichuan 2019: 一季度 +11.1 %, 1—2月 −1.8 % (11.1 − 12.9): from a fall to a rise.
    rate = Decimal(readings["R10"]["技改同比%"])
    said = grammar.change(rate, rate - Decimal("12.9"), "1—2月", "r")
    assert said == ("增速由负转正（1—2月为下降1.8%）",)
    # Xingtai 2024, 1—6月: 565 projects under construction, 102 more than a year before: +22.0 %.
    assert "比去年多102个,+22.0%" in readings["R16"]["其他"]
    more = growth_pct(Decimal(565), Decimal(565 - 102))
    assert more is not None and round(more, 1) == Decimal("22.0")
