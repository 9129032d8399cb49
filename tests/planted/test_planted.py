"""登记的每一处缺陷产品都说得出:退回或提示、照样读对、核对找出;没有缺陷的月份不乱报."""

from __future__ import annotations

import json
from collections import defaultdict

import pytest

from tests.demo.test_planted import KINDS
from tests.planted.document import DOCUMENT, table_of
from tests.planted.evidence import CHECKS, Evidence, Item
from tests.planted.finding import found

pytestmark = pytest.mark.slow

# W05 只在小城里有;其余各表的种类都在示范城市里
ALL = [(form, kind) for form, kinds in KINDS.items() for kind in kinds.split()]
CITY = [(form, kind) for form, kind in ALL if form != "W05"] + [("W12", "yi_county")]
RETURNS = [(form, kind) for form, kind in ALL if form == "W05"]


def items_of(evidence: Evidence) -> dict[tuple[str, str], list[Item]]:
    """登记表,按表号和种类."""
    listed: list[Item] = json.loads((evidence.inbox / "planted.json").read_text(encoding="utf-8"))
    grouped: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in listed:
        grouped[item["form"], item["kind"]].append(item)
    return grouped


@pytest.mark.parametrize(("form", "kind"), CITY)
def test_the_product_finds_what_was_planted(
    form: str, kind: str, evidence: Evidence, subtests: pytest.Subtests
) -> None:
    items = items_of(evidence)[form, kind]
    assert items, f"示范城市里没有登记{form}的{kind}"
    for item in items:
        with subtests.test(file=item["file"], sheet=item["sheet"], cell=item["cell"]):
            assert found(evidence, item) is not None, item["note"]


@pytest.mark.parametrize(("form", "kind"), RETURNS)
def test_it_is_found_in_firm_returns_too(
    form: str, kind: str, returns_evidence: Evidence, subtests: pytest.Subtests
) -> None:
    items = items_of(returns_evidence)[form, kind]
    assert items
    for item in items:
        with subtests.test(file=item["file"], cell=item["cell"]):
            assert found(returns_evidence, item) is not None, item["note"]


def test_every_kind_has_its_turn(evidence: Evidence) -> None:
    assert set(items_of(evidence)) == set(CITY)
    assert len(set(ALL) | {("W12", "yi_county")}) == 74


# 属实的情况,逐户逐项列出,不算乱报:年报与12月本来不同、可比口径基数本来不同、在库项目竣工
# 结算略超计划、开票过线不在名录、累计数确有倒退
FACTS = {
    "annual_differs_from_december",
    "base_differs_from_last_year",
    "project_done_exceeds_total",
    "large_invoices_outside_register",
    "cumulative_falls",
}


def test_clean_files_raise_no_problem(evidence: Evidence) -> None:
    """没有登记缺陷的文件,导入时一处问题也没有;永澄县前两个月也是按亿元报的,提示属实."""
    spoiled = {item["file"] for items in items_of(evidence).values() for item in items}
    true_notes = {
        "2026-03/重点技改项目调度表_3月_永澄县.xlsx",
        "2026-04/重点技改项目调度表_4月_永澄县.xlsx",
    }
    loud = {
        file["path"].partition("inbox/")[2]
        for file in evidence.imported["files"]
        if file["problems"] or file["rows_refused"]
    }
    assert loud - spoiled == true_notes
    assert len(evidence.imported["files"]) - len(spoiled) > 400


# 没有登记、由登记的缺陷引出的(核对、对象):代码丢位的两户名录没有入库,所以像是退出;户数不平
# 的五个县区是这两户和名录里悄悄消失的三户所在;按元填报、约数的两户像是未报;标题沿用上月的云岭区像是
# 缺报;列入两个集群的那一户,行业只在一个集群的范围之内
FOLLOWING = {
    ("member_outside_industries", "91139903MA0GMA2D8Q"),
    ("exits_without_list", "911399026398613113"),
    ("exits_without_list", "911399078160988801"),
    ("register_identity", "139902"),
    ("register_identity", "139903"),
    ("register_identity", "139906"),
    ("register_identity", "139907"),
    ("register_identity", "139908"),
    ("not_reported", "91139903MA00QTMK1N"),
    ("not_reported", "91139908MA04EJW291"),
    ("unit_missing_from_form", "139901"),
}


def test_checks_speak_of_what_was_planted_and_what_follows(evidence: Evidence) -> None:
    """其余核对说到的每一行,不是登记过的,就是由它引出的;没有缺陷的月份不作声."""
    kinds: dict[str, list[Item]] = defaultdict(list)
    for (_, kind), items in items_of(evidence).items():
        if kind in CHECKS:
            kinds[CHECKS[kind]] += items
    # 疑似错报清单说的是企业所报和开票里登记过的各种缺陷
    for (form, _), items in items_of(evidence).items():
        kinds["suspected_misreport"] += items if form in ("W06", "W15") else []
    left = {
        (check["name"], row["code"])
        for check in evidence.checked["checks"]
        if check["name"] not in FACTS
        for row in check["rows"]
        if not any(evidence.tells_of(row, item) for item in kinds[check["name"]])
    }
    assert left == FOLLOWING


def test_the_document_tells_this_run(evidence: Evidence) -> None:
    assert table_of(evidence) in DOCUMENT.read_text(encoding="utf-8")


def test_a_fault_that_nobody_tells_is_missed(evidence: Evidence) -> None:
    """找法本身会说“没有”:干净的一行,任何一处都不该说到它."""
    clean = {
        "form": "W06",
        "kind": "month_equals_cumulative",
        "file": "2026-05/规上企业直报_5月.xlsx",
        "sheet": "直报",
        "cell": "E8",
        "was": "",
        "is": "",
        "expected": "check",
        "note": "",
    }
    assert found(evidence, clean) is None
    assert found(evidence, {**clean, "expected": "problem"}) is None
