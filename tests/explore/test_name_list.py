"""名单比对: messy lines, former names, doubt shown and never resolved for the reader."""

from __future__ import annotations

import pytest

from gxlab.measures.name_list import Firm, Matched, index, match_line, match_list, names
from tests.conftest import DeskOf

A, B, C, D = (
    Firm("91139901MA0AAAAA1X", "云岭盛昌轴承（集团）有限公司", ("云岭县盛昌轴承厂",)),
    Firm("91139901MA0BBBBB2X", "云岭盛昌药业有限公司"),
    Firm("91139902MA0CCCCC3X", "岚河光缆股份有限公司", ("云岭盛昌药业有限公司", "岚河电线厂")),
    Firm("91139902MA0DDDDD4X", "岚河精工机械有限公司", ("岚河电线厂",)),
)
KNOWN = index([A, B, C, D])


def _line(text: str) -> Matched:
    return match_line(1, text, KNOWN)


@pytest.mark.parametrize(
    "text",
    [
        "云岭盛昌轴承（集团）有限公司",
        "云岭盛昌轴承(集团)有限公司",
        "  云岭盛昌轴承 【集团】 有限公司　",
        "12、云岭盛昌轴承（集团）有限公司",
        "（3）云岭盛昌轴承（集团）有限公司",
        "7 云岭盛昌轴承（集团）有限公司",
        "云岭盛昌轴承（集团）有限公司\t通用设备\t1,203.4",
    ],
)
def test_a_present_name_matches_however_it_is_pasted(text: str) -> None:
    assert (_line(text).method, _line(text).firm) == ("名称一致", A)


@pytest.mark.parametrize(
    "text",
    [
        "91139901MA0AAAAA1X",
        " 91139901ma0aaaaa1x ",
        "９１１３９９０１MA0AAAAA1X",
        "5\t91139901MA0AAAAA1X\t云岭盛昌轴承（集团）有限公司",
        "云岭盛昌轴承(集团)有限公司（91139901MA0AAAAA1X）",
        "盛昌轴承 91139901MA0AAAAA1X",
        "云岭县盛昌轴承厂,91139901MA0AAAAA1X",
    ],
)
def test_a_credit_code_matches_with_any_name_of_its_firm(text: str) -> None:
    assert (_line(text).method, _line(text).firm) == ("信用代码", A)


def test_the_organisation_code_inside_a_credit_code_will_do() -> None:
    row = _line("MA0AAAAA-1")
    assert (row.method, row.firm, row.note) == ("信用代码", A, "按组织机构代码")


def test_a_former_name_tells_the_present_one() -> None:
    row = _line("云岭县盛昌轴承厂")
    assert (row.method, row.firm, row.note) == (
        "曾用名",
        A,
        "现名云岭盛昌轴承（集团）有限公司",
    )


def test_a_name_that_two_firms_bear_or_bore_is_not_decided() -> None:
    # B bears it now, C bore it once; 岚河电线厂 was both C's and D's.
    row = _line("云岭盛昌药业有限公司")
    assert (row.method, row.firm) == ("有歧义", None)
    assert [(c.firm.code, c.by) for c in row.candidates] == [
        (B.code, "现名"),
        (C.code, "曾用名"),
    ]
    both = _line("岚河电线厂")
    assert (both.method, both.firm, len(both.candidates)) == ("有歧义", None, 2)


def test_part_of_a_name_is_offered_and_not_taken() -> None:
    row = _line("盛昌轴承")
    assert (row.method, row.firm) == ("名称不全", None)
    assert [c.firm.code for c in row.candidates] == [A.code]
    several = _line("云岭盛昌")
    assert several.method == "名称不全"
    # C is among them by its former name; each firm once.
    assert {c.firm.code for c in several.candidates} == {A.code, B.code, C.code}


def test_a_misspelt_name_is_offered_with_its_score() -> None:
    # 岚河精工机诫有限公司 against 岚河精工机械有限公司: 9 of 10 characters on both sides,
    # 2 × 9 ÷ 20 = 90.
    row = _line("岚河精工机诫有限公司")
    assert (row.method, row.firm) == ("名称相近", None)
    assert (row.candidates[0].firm.code, row.candidates[0].score) == (D.code, 90)


def test_a_code_that_is_another_firm_s_shows_both() -> None:
    row = _line("岚河精工机械有限公司\t91139901MA0AAAAA1X")
    assert (row.method, row.firm) == ("代码与名称不符", None)
    assert [c.firm.code for c in row.candidates] == [A.code, D.code]
    assert row.note == "信用代码是“云岭盛昌轴承（集团）有限公司”的"


def test_an_unknown_code_beside_a_known_name_is_not_decided() -> None:
    row = _line("岚河精工机械有限公司 91139999MA0ZZZZZ9X")
    assert (row.method, row.firm) == ("代码与名称不符", None)
    assert [c.firm.code for c in row.candidates] == [D.code]


@pytest.mark.parametrize("text", ["9.1139901E+17 盛昌轴承", "911399010000000000 盛昌轴承"])
def test_a_destroyed_code_is_said_and_the_name_is_used(text: str) -> None:
    row = _line(text)
    assert row.method == "名称不全"
    assert "末几位已丢失" in row.note


def test_nothing_found() -> None:
    assert _line("完全不相干的名字").method == "未找到"
    assert _line("91139999MA0ZZZZZ9X").note == "没有代码为91139999MA0ZZZZZ9X的企业"
    assert _line("----").note == "没有企业名称，也没有完整的信用代码"


def test_a_list_keeps_its_order_and_names_repetitions() -> None:
    rows = match_list(
        "\n岚河精工机械有限公司\n\n  \n91139901MA0AAAAA1X\n91139902MA0DDDDD4X\n", KNOWN
    )
    assert [(r.number, r.firm.code if r.firm else None) for r in rows] == [
        (1, D.code),
        (2, A.code),
        (3, D.code),
    ]
    assert rows[2].note == "与第1行是同一户"


def test_names_come_from_register_list_and_pool(desk_of: DeskOf) -> None:
    def row(period: str, name: str, former: str | None = None) -> dict[str, object]:
        return {
            "enterprise": "E1", "period": period, "name": name, "former_name": former,
            "unit": "330101001", "industry": "1711",
        }  # fmt: skip

    pool = {
        "candidate": "E2", "period": "2026-05", "reported_by": "330101001", "name": "新光机械厂",
        "enterprise": "E2", "unit": "330101001",
    }  # fmt: skip
    registers = [row("2026-04", "老名字公司", "更老的名字"), row("2026-05", "新名字公司")]
    known = names(desk_of("2026-05", {"register": registers, "candidate": [pool]}))
    assert known.firms["E1"].name == "新名字公司"
    assert set(known.firms["E1"].former) == {"老名字公司", "更老的名字"}
    assert match_line(1, "老名字公司", known).method == "曾用名"
    assert match_line(1, "新光机械厂", known).method == "名称一致"
