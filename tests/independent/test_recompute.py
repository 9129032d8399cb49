"""成品页面上的每个数,与不经产品代码、直接从工作簿另算的数逐位相等."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.demo_workspace import DemoWorkspace
from tests.independent.conftest import UNITS
from tests.independent.inbox import Inbox
from tests.independent.recompute import check

pytestmark = pytest.mark.slow

REPORTS = ("cluster_revenue",)


@pytest.mark.parametrize("report", REPORTS)
@pytest.mark.parametrize("unit", UNITS)
def test_every_figure_equals_the_one_from_the_workbooks(
    unit: str, report: str, pages: dict[tuple[str, str], Path], inbox: Inbox
) -> None:
    result = check(pages[unit, report], inbox)
    assert result.figures > 50
    assert not result.uncovered, result.told()
    assert not result.different, result.told()
    assert result.equal == result.figures


def test_refused_rows_are_the_same_rows(demo_workspace: DemoWorkspace, inbox: Inbox) -> None:
    """另算时不用的行,正是产品退回的行:两行代码存成数字、一行约数、一行按元填报."""
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
    assert inbox.refused | inbox.held == refused
    assert inbox.refused == {(register, 6), (register, 9), (returns, 197)}
    assert inbox.held == {(returns, 167)}
