"""What is 技改 by the statistical definition: the project's industry, its nature, the threshold."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from gxlab.measures.answer import answer
from gxlab.measures.renovation_register import register_list, renovation_projects
from gxlab.measures.renovation_rules import (
    core_name,
    criteria,
    industrial,
    is_renovation_nature,
    name_score,
)
from gxlab.reference.industries import division_of, industries, is_manufacturing, section_of
from tests.conftest import DeskOf
from tests.spec.renovation.rows import register

KEYWORDS = ("改造", "升级")


@pytest.mark.parametrize(
    ("nature", "name", "kind", "holds"),
    [
        ("改建和技术改造", "锅炉房", None, True),  # all of them, whatever the name says
        ("扩建", "铸造线节能改造项目", None, True),
        ("迁建", "退城入园设备升级项目", None, True),
        ("单纯购置", "购置机床", "技术改造", True),
        ("扩建", "新厂房", "基本建设", False),
        ("恢复", "灾后恢复", None, False),
        ("新建", "智能化改造示范工厂", "技术改造", False),  # 新建 is never 技改
        (None, "改造项目", None, False),
    ],
)
def test_nature(nature: str | None, name: str, kind: str | None, holds: bool) -> None:
    assert is_renovation_nature(nature, [name], kind, KEYWORDS).holds is holds


@pytest.mark.parametrize(
    ("code", "inside"),
    [
        ("0610", True),
        ("610", True),
        ("4690", True),
        ("4711", False),
        ("7010", False),
        ("0511", False),
    ],
)
def test_the_projects_own_industry_decides(code: str, inside: bool) -> None:
    assert industrial(code) is inside


def test_manufacturing_is_section_c_of_the_classification() -> None:
    # 制造业技改 = 大类 13—43: exactly the divisions the classification puts under C.
    under_c = {i.code for i in industries("大类") if i.parent == "C"}
    assert under_c == {f"{n}" for n in range(13, 44)}
    assert all(is_manufacturing(c) for c in under_c)
    assert (division_of("4411"), section_of("4411"), is_manufacturing("4411")) == ("44", "D", False)


def test_register_list_counts_by_the_project_not_by_its_owner(desk_of: DeskOf) -> None:
    # P1 改建; P2 扩建 with 改造 in its name; P3 industry 7010 (房地产): out; P4 below 500: out;
    # P5 新建: out. Counted 2 of 5. The owner is a real-estate firm throughout and does not matter.
    rows = """
    P1 2026-05 3451 改建和技术改造 1000 300 2026-01 -
    P2 2026-05 3217 扩建 20000 500 2025-03 -
    P3 2026-05 7010 改建和技术改造 1000 70 2026-01 -
    P4 2026-05 3451 改建和技术改造 499 40 2026-01 -
    P5 2026-05 3451 新建 1000 20 2026-01 -
    """
    desk = desk_of("2026-05", {"project_register": register(rows, owner="示例房地产有限公司")})
    counted = renovation_projects(register_list(desk))
    assert [p.key for p in counted] == ["P1", "P2"]
    assert [p.large for p in counted] == [False, True]
    value = {
        i: answer(desk, i).rows[0].value
        for i in ("register_project_count", "register_investment", "register_project_entries")
    }
    # 2 projects; 300 + 500 = 800 万元; entered this year: P1 alone
    assert value == {
        "register_project_count": Decimal(2),
        "register_investment": Decimal(800),
        "register_project_entries": Decimal(1),
    }


def test_a_list_of_the_statistics_bureau_is_doubted_not_corrected(desk_of: DeskOf) -> None:
    rows = "P1 2026-05 3451 扩建 1000 300 2026-01 -"
    desk = desk_of("2026-05", {"project_register": register(rows, name="检测中心建设项目")})
    (project,) = register_list(desk)
    assert project.counts.holds and "待核" in project.counts.reason


def test_criteria_come_from_dated_parameters(desk_of: DeskOf) -> None:
    own = {
        "policy": "renovation_threshold",
        "unit": None,
        "value": "1000",
        "valid_from": date(2026, 1, 1),
        "valid_to": None,
    }
    assert criteria(desk_of("2026-05")).threshold == Decimal(500)
    assert criteria(desk_of("2026-05", {"policy": [own]})).threshold == Decimal(1000)
    assert criteria(desk_of("2025-05", {"policy": [own]})).threshold == Decimal(500)


def test_names_are_compared_without_their_owner() -> None:
    owner = "示例机械有限公司"
    one, other = (f"{owner}年产{n}万件轴承数字化改造项目" for n in (12, 40))
    # The owner's name makes up most of both; what is left disagrees in its number.
    assert name_score(core_name(one, owner), core_name(other, owner)) == 0
    assert name_score(core_name(one, owner), core_name(f"示例机械{one[8:]}", owner)) == 100
