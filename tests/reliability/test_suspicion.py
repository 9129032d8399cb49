"""疑似错报清单: every rule on a firm typed by hand, what it must not cry about, and who sees it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from gxlab.measures import suspicion
from gxlab.measures.suspicion import Suspicion, suspicions
from gxlab.measures.suspicion_digits import exchanged, transposed
from gxlab.reference.periods import Period
from gxlab.show import suspicion_table
from gxlab.show.suspicion_table import listing
from gxlab.show.widgets import InternalOnly
from gxlab.warehouse.desk import Desk
from gxlab.workspace import bundled
from tests.checks.tables import codes, firms, found_by
from tests.conftest import DeskOf, observation, register

# A firm that makes 100 a month and sells 96 of it, keeps 5 as profit, burns 10 and bills 95.
MONTHS = (*(f"2025-{n:02d}" for n in range(2, 13)), *(f"2026-{n:02d}" for n in range(2, 6)))
EVEN = {"output": 100, "revenue": 96, "profit": 8, "electricity": 10, "invoice_sales": 95}
# Small ups and downs, so that no month is another's copy: they add up to 0 over the year.
WAVE = (0, 3, -2, 1, -3, 2, -1, 4, -4, 1, -2, 1)


def _month(indicator: str, period: str) -> int:
    return EVEN[indicator] * 10 + WAVE[int(period[5:]) - 1] * (EVEN[indicator] // 8)


def _ytd(indicator: str, period: str) -> int:
    year = period[:4]
    return sum(_month(indicator, f"{year}-{n:02d}") for n in range(1, int(period[5:]) + 1))


def returns(changed: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The firm's returns of sixteen months; ``changed`` replaces readings of May 2026."""
    changed = changed or {}
    rows = []
    for period in MONTHS:
        this_year = period[:4] == "2026"
        # This year everything is 6 % above last year, so that no month is last year's copy.
        scale = Decimal("1.06") if this_year else Decimal(1)
        for indicator in EVEN:
            for span, number in (("month", _month), ("ytd", _ytd)):
                if span == "month" and (indicator in ("revenue", "profit") or period[5:] == "02"):
                    continue
                value: object = number(indicator, period) * scale
                if period == "2026-05":
                    value = changed.get(f"{indicator}_{span}", value)
                row = observation("A", period, "value", str(value), indicator, span)
                rows.append({**row, "col": {"month": "E", "ytd": "F"}[span]})
    return {"observation": rows, "register": register("A 2026-05 330101001 3451 - 2015-02")}


def found(desk_of: DeskOf, **changed: object) -> list[Suspicion]:
    return suspicions(desk_of("2026-05", returns(changed)))


def test_an_even_firm_is_left_alone_in_any_month(desk_of: DeskOf) -> None:
    desk = desk_of("2026-05", returns())
    at = {period: suspicions(desk.at(period=Period.parse(period))) for period in MONTHS[::3]}
    assert {period: found for period, found in at.items() if found} == {}


@pytest.fixture(scope="module")
def may() -> dict[str, Decimal]:
    """The firm's true readings of May, by the arithmetic above."""
    scale = Decimal("1.06")
    return {
        f"{i}_{s}": f(i, "2026-05") * scale
        for i in EVEN
        for s, f in (("month", _month), ("ytd", _ytd))
    }


def test_the_arithmetic_of_the_even_firm(may: dict[str, Decimal]) -> None:
    # Output by month: 1000+12·wave: 1000, 1036, 976, 1012, 964, so 4988 in five; × 1.06 = 5287.28.
    assert may["output_ytd"] == Decimal("5287.28")
    # May alone: 964 × 1.06.
    assert may["output_month"] == Decimal("1021.84")
    # Revenue 960+12·wave: 960, 996, 936, 972, 924 = 4788; × 1.06.
    assert may["revenue_ytd"] == Decimal("5075.28")


CASES: dict[str, tuple[dict[str, str], str, str]] = {
    # 千元 in a form of 万元: ten times, output, its month and revenue together.
    "ten times": (
        {"output_ytd": "52872.8", "output_month": "10218.4", "revenue_ytd": "50752.8"},
        "unit_slip",
        "疑似单位错误（千元误作万元）",
    ),
    "ten times in one cell": (
        {"revenue_ytd": "50752.8"}, "unit_slip", "疑似单位错误（千元误作万元）",
    ),
    # 5287.28 with its first two digits exchanged is 2587.28.
    "digits": ({"output_ytd": "2587.28"}, "digits_transposed", "疑似数字颠倒（相邻两位写反）"),
    # 5075.28 → 5705.28: nothing but the ratio to output speaks.
    "digits of revenue": (
        {"revenue_ytd": "5705.28"}, "digits_transposed", "疑似数字颠倒（相邻两位写反）",
    ),
    # Last year's May to the digit: 4988, 4788, and profit 80+wave in five months = 399.
    "last year": (
        {"output_ytd": "4988", "output_month": "964", "revenue_ytd": "4788", "profit_ytd": "399"},
        "copied_last_year",
        "疑似照抄上年同期",
    ),
    # Profit of the firm is 399 × 1.06 = 422.94.
    "sign of profit": ({"profit_ytd": "-422.94"}, "wrong_sign", "疑似符号错误（正负号相反）"),
    "negative revenue": ({"revenue_ytd": "-5075.28"}, "wrong_sign", "疑似符号错误（正负号相反）"),
    # April was 4024 × 1.06 = 4265.44.
    "falls": ({"output_ytd": "4000"}, "cumulative_falls", "累计数倒退"),
    "month is cumulative": (
        {"output_month": "5287.28"}, "month_equals_cumulative", "疑似本月误填累计",
    ),
    # 4265.44 + 1500 = 5765.44, not 5287.28.
    "month is off": (
        {"output_month": "1500"}, "month_off_cumulative", "本月数加上期累计不等于本期累计",
    ),
    # Twice the month on the same current, and nothing in the table contradicts it.
    "no current for it": (
        {"output_month": "2043.68", "output_ytd": "6309.12"}, "electricity", "产值与用电背离",
    ),
    # Three times the month's revenue, invoices as ever: 5075.28 + 2 × 979.44.
    "no invoices for it": ({"revenue_ytd": "7034.16"}, "invoices", "营业收入与开票背离"),
    # Both raised by three times May's output: the past speaks, and so does the current.
    "unlike its past": (
        {"output_month": "4087.36", "output_ytd": "8352.80", "revenue_ytd": "8140.80"},
        "history",
        "与本企业历史水平背离",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=list(CASES))
def test_each_sign_is_named_and_no_line_says_what_the_figure_should_be(
    case: str, desk_of: DeskOf, may: dict[str, Decimal]
) -> None:
    changed, rule, wording = CASES[case]
    lines = found(desk_of, **changed)
    assert rule in {s.rule for s in lines}, lines
    (line,) = [s for s in lines if s.rule == rule]
    assert (line.enterprise, line.period, line.wording) == ("A", "2026-05", wording)
    assert lines == sorted(lines, key=lambda s: -s.strength)
    text = "".join(f"{s.wording}{s.detail}{''.join(s.cells)}" for s in lines)
    # What was delivered is quoted; the true figure of a changed reading is nowhere.
    true = {f"{v.normalize():f}" for k, v in may.items() if k in changed}
    assert [t for t in true if t in text and f"-{t}" not in text] == []
    assert not any(word in text for word in ("应为", "建议", "改为", "正确值"))


def test_a_sign_that_explains_the_others_stands_alone(desk_of: DeskOf) -> None:
    changed, _, _ = CASES["ten times"]
    assert [s.rule for s in found(desk_of, **changed)] == ["unit_slip"]


def test_yuan_in_a_form_of_wan_is_listed_though_it_is_held(desk_of: DeskOf) -> None:
    """Ten thousand times: the snapshot has taken the row out of the sums already (暂扣)."""
    changed = {"output_ytd": "52872800", "output_month": "10218400", "revenue_ytd": "50752800"}
    (line,) = found(desk_of, **changed)
    assert (line.rule, line.wording) == ("unit_slip", "疑似单位错误（元误作万元）")


def test_a_firm_that_grew_with_its_current_and_its_invoices_is_believed(desk_of: DeskOf) -> None:
    """A new line: output, revenue, current and invoices of the month all 2.4 times."""
    more = {
        "output_month": "2452.42", "output_ytd": "6717.86", "revenue_ytd": "6446.50",
        "electricity_month": "249.6", "electricity_ytd": "679.44",
        "invoice_sales_month": "2334.62", "invoice_sales_ytd": "6345.16",
    }  # fmt: skip
    assert found(desk_of, **more) == []


def test_cells_are_file_sheet_cell(desk_of: DeskOf) -> None:
    given = returns({"output_month": "1500"})
    rows = [{**row, "col": {"month": "E", "ytd": "F"}[row["span"]]} for row in given["observation"]]
    desk = desk_of("2026-05", {**given, "observation": rows, "path": "inbox/直报_5月.xlsx"})
    (line,) = suspicions(desk)
    assert line.cells[0].startswith("inbox/直报_5月.xlsx!表!F")
    assert line.cells[1].startswith("inbox/直报_5月.xlsx!表!E")
    shown = listing(desk).rows[0].cells
    assert shown[0] == "较强" and str(shown[5]).startswith("直报_5月.xlsx!表!F")


def test_exchanging_digits() -> None:
    assert exchanged("12.3") == [21.3, 13.2] and exchanged("11") == []
    assert transposed(2587.28, 5287.28, 0.3) and not transposed(5287.28, 5287.28, 0.3)
    # Off by no exchange: 5287.28 and 5290.00.
    assert not transposed(5290.0, 5287.28, 0.3)
    assert not transposed(None, 5287.28, 0.3) and not transposed(5290.0, None, 0.3)


def shared(desk: Desk) -> Desk:
    return replace(desk, audience="shared")


def test_nothing_of_the_list_leaves_the_office(desk_of: DeskOf) -> None:
    changed, _, _ = CASES["month is off"]
    desk = shared(desk_of("2026-05", returns(changed)))
    assert suspicions(desk) == []
    with pytest.raises(InternalOnly):
        listing(desk)
    for path in (bundled("notebooks") / "shared").glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        assert not [c for c in cells if "suspicion" in "".join(c["source"])], path.name


def test_gxlab_check_names_the_list(desk_of: DeskOf) -> None:
    changed, _, _ = CASES["month is off"]
    desk = desk_of("2026-05", returns(changed))
    told = suspicion.of_snapshot(desk.con, None)
    assert (told.check.name, told.check.severity) == ("suspected_misreport", "warning")
    assert told.rows["code"].to_list() == ["A"] and told.rows["period"].to_list() == ["2026-05"]
    assert suspicion.of_snapshot(desk.con, "2026-04").rows.height == 0
    assert suspicion.of_snapshot(desk.con, "2031-04").rows.height == 0
    assert suspicion_table.strength_word(95) == "强"


def test_a_plant_that_stands_still_has_not_copied_last_month() -> None:
    """Found on real firms: nothing made in June nor July, so every cumulative figure stays."""
    still = "A 2026-04 400\nA 2026-05 400"
    months = firms("A 2026-04 0\nA 2026-05 0", "output", "month")
    given = (firms(still), firms(still, "output"), months)
    assert codes(found_by("copied_last_month", *given)) == []
    copied = firms("A 2026-04 80\nA 2026-05 80", "output", "month")
    assert codes(found_by("copied_last_month", *given[:2], copied)) == ["A"]
