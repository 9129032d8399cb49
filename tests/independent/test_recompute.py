"""成品页面上的每个数,与不经产品代码、直接从工作簿另算的数逐位相等."""

from __future__ import annotations

import random
import re
from decimal import Decimal
from pathlib import Path

import pytest

from gxlab.warehouse.snapshot import current
from tests.demo_workspace import DemoWorkspace
from tests.independent.asking import Asking
from tests.independent.conftest import UNITS
from tests.independent.inbox import Inbox
from tests.independent.page import Printed, read
from tests.independent.recompute import check
from tests.independent.ref import parse
from tests.independent.rounding import half_away, mismatch

pytestmark = pytest.mark.slow

REPORTS = (
    "monthly_overview",
    "cluster_revenue",
    "technical_renovation",
    "enterprise_cultivation",
    "target_bulletin",
)
# 每种报告、每级单元至少这么多个数,少了就是页面缺了东西
LEAST = {"139900": 700, "139902": 400, "139971": 100}
_FIGURE = re.compile(r"[+−-]?[\d,]+(\.\d+)?(%|[（(]\d+[）)])?")
_DATE = re.compile(r"20\d\d\.\d{1,2}(\.\d{1,2})?")


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("unit", UNITS)
def test_every_figure_equals_the_one_from_the_workbooks(
    unit: str, report: str, pages: dict[tuple[str, str], Path], inbox: Inbox
) -> None:
    result = check(pages[unit, report], inbox)
    assert not result.uncovered, result.told()
    assert not result.different, result.told()
    assert result.equal == result.figures >= LEAST[unit]


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("unit", UNITS)
def test_no_figure_in_a_table_is_without_a_coordinate(
    unit: str, report: str, pages: dict[tuple[str, str], Path]
) -> None:
    _, loose, _ = read(pages[unit, report])
    bare = [x for x in loose if _FIGURE.fullmatch(x.text) and not _DATE.fullmatch(x.text)]
    assert bare == []


def test_two_hundred_figures_equal_gxlab_value(
    demo_workspace: DemoWorkspace, pages: dict[tuple[str, str], Path]
) -> None:
    asking = Asking(current(demo_workspace.root / "data" / "warehouse"))
    figures = [figure for page in pages.values() for figure in read(page)[0]]
    picked = random.Random(20260531).sample(figures, 200)
    wrong = [
        f"{f.ref}: {asking.value(parse(f.ref))} 印作{f.text}"
        for f in picked
        if all(mismatch(asking.value(parse(f.ref)), unit, f) for unit in ("", "万元"))
    ]
    assert wrong == []


def test_refused_rows_are_the_same_rows(demo_workspace: DemoWorkspace, inbox: Inbox) -> None:
    """另算时不用的行,正是产品退回或搁置的行:两行代码存成数字、一行约数、一行按元填报."""
    for month in inbox.months:
        inbox.register(month)
        if month[5:] != "01":
            inbox.returns(month)
    forms = ("w04_register", "w06_enterprise_report")
    refused = {
        (Path(f["path"]).name, int("".join(filter(str.isdigit, p["cell"]))))
        for f in demo_workspace.imported["files"]
        if f["layout"] in forms
        for p in f["problems"]
        if p["severity"] == "error"
    }
    register, returns = "规上工业名录202605.xlsx", "规上企业直报_5月.xlsx"
    assert inbox.refused == {(register, 6), (register, 9), (returns, 197)}
    assert inbox.held == {(returns, 167)}
    assert refused - inbox.held == inbox.refused


def test_a_wrong_digit_a_wrong_word_and_a_wrong_place_are_seen(
    pages: dict[tuple[str, str], Path], inbox: Inbox, tmp_path: Path
) -> None:
    """核对本身会说“不等”:改一个数、改一个方向词、改一个位次,各报一处."""
    text = pages["139900", "cluster_revenue"].read_text(encoding="utf-8")
    sound = check(pages["139900", "cluster_revenue"], inbox)
    total = next(
        f for f in read(sound.page)[0] if f.ref.endswith("|ytd|value") and f.unit == "亿元"
    )
    digit = f"{Decimal(total.text.replace(',', '')) + Decimal('0.01'):,.2f}"
    changes = {
        f">{total.text}<": f">{digit}<",
        "，同比增长<": "，同比下降<",
        "（1）</td>": "（2）</td>",
    }
    for number, (old, new) in enumerate(changes.items()):
        assert old in text
        spoiled = tmp_path / f"{number}.html"
        spoiled.write_text(text.replace(old, new, 1), encoding="utf-8")
        assert len(check(spoiled, inbox).different) == 1, old


def figure(text: str, unit: str = "%", before: str = "", table: str = "") -> Printed:
    return Printed("r", text, unit, before, "", "", table, "", "", None)


def test_rounding_is_half_away_from_zero_and_words_carry_the_sign() -> None:
    assert half_away(Decimal("-0.25"), 1) == Decimal("-0.3")
    assert half_away(Decimal("2.345"), 2) == Decimal("2.35")
    assert half_away(Decimal("-0.04"), 1) == 0
    assert mismatch(Decimal("6.25"), "%", figure("6.3", before="同比增长")) == ""
    assert mismatch(Decimal("-6.25"), "%", figure("6.3", before="同比下降")) == ""
    assert mismatch(Decimal("-6.25"), "%", figure("6.3", before="同比增长")) != ""
    assert mismatch(Decimal("6.25"), "%", figure("6.2", before="同比增长")) != ""
    assert mismatch(Decimal("12345678"), "万元", figure("1,234.57", "亿元", table="A1")) == ""
    assert mismatch(Decimal("-3"), "户", figure("−3", "户", table="A1")) == ""
    assert mismatch(None, "", figure("0.0")) != ""
