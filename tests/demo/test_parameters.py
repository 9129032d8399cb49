"""参数越界时一句中文说清;小到大几种规模都写得出."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from gxlab.demo import codes, figures, months
from gxlab.demo.run import write_demo


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"counties": 1}, "参数 counties"),
        ({"counties": 99}, "现为99"),
        ({"enterprises": 5}, "参数 enterprises"),
        ({"months": 2}, "参数 months"),
        ({"until": "2026-13"}, "2026-13"),
    ],
)
def test_a_wrong_parameter_is_named(tmp_path: Path, wrong: dict[str, Any], words: str) -> None:
    given = {"counties": 3, "enterprises": 60, "months": 14} | wrong
    with pytest.raises(ValueError, match=words):
        write_demo(tmp_path / "inbox", tmp_path / "planted.json", **given)
    assert not (tmp_path / "inbox").exists()


@pytest.mark.parametrize("until", ["2025-12", "2026-01", "2026-02"])
def test_it_can_end_in_any_month(tmp_path: Path, until: str) -> None:
    summary = write_demo(
        tmp_path / "inbox", tmp_path / "planted.json",
        counties=2, enterprises=40, months=3, until=until,
    )  # fmt: skip
    assert summary.enterprises == 40
    assert (tmp_path / "inbox" / until).is_dir()


def test_the_fourth_county_reports_in_yi(tmp_path: Path) -> None:
    write_demo(tmp_path / "inbox", tmp_path / "planted.json", counties=4, enterprises=60, months=3)
    assert '"yi_county"' in (tmp_path / "planted.json").read_text("utf-8")


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91110000101623741K", "911101066976941872"])
def test_check_digits_of_published_codes(code: str) -> None:
    """三个公开代码:第17位是组织机构代码校验位,第18位是总校验位."""
    assert codes.credit(code[:2], code[2:8], code[8:16]) == code


def test_growth_rounds_half_away_from_zero() -> None:
    # 1025/1000 = +2.5%,10225/10000 = +2.25% → 2.3;9775/10000 = −2.25% → −2.3
    assert figures.growth(1025, 1000) == 2.5
    assert figures.growth(10225, 10000) == 2.3
    assert figures.growth(9775, 10000) == -2.3
    assert figures.growth(5, 0) is None
    assert figures.growth(5, -3) is None


def test_printed_growth_words() -> None:
    assert figures.printed_growth(0.0) == "持平"
    assert figures.printed_growth(162.0) == "1.6倍"
    assert figures.printed_growth(None) == "-"
    assert figures.printed_growth(-100.0) == -100.0


def test_ranks_share_a_place() -> None:
    assert figures.ranks([3.0, None, 5.0, 3.0]) == [2, None, 1, 2]


def test_month_words() -> None:
    may = months.parse("2026-05")
    assert months.span(may) == "1—5月"
    assert months.effective(may - 3) == "2026年1—2月"
    assert months.iso(may + 8) == "2027-01"
