"""国民经济行业分类 GB/T 4754-2017: 采矿业 B, 制造业 C, 电力、热力、燃气及水生产和供应业 D.

The list is `lists/industry_codes.csv`. Codes are text: 大类 are two characters with a leading zero,
and a number cell turns 0610 into 610, which :func:`complete_code` undoes and reports.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True)
class Industry:
    """One code of the classification. ``level`` is 门类, 大类, 中类 or 小类.

    ``inferred`` marks a name that is not printed in the standard's own list at hand (a 中类 with a
    single 小类 takes its name).
    """

    code: str
    parent: str
    level: str
    name: str
    inferred: bool


class UnknownIndustry(ValueError):
    """A code that is not in B, C or D of GB/T 4754-2017 (行业代码不在工业三门类内)."""


@cache
def _list() -> dict[str, Industry]:
    table = resources.files("gxlab.reference").joinpath("lists", "industry_codes.csv")
    rows = csv.DictReader(table.read_text(encoding="utf-8").splitlines())
    return {
        row["code"]: Industry(
            row["code"], row["parent"], row["level"], row["name"], row["inferred"] == "1"
        )
        for row in rows
    }


def industries(level: str | None = None) -> tuple[Industry, ...]:
    """All entries in order of the list, or those of one level.

    >>> [len(industries(level)) for level in ("门类", "大类", "中类", "小类")]
    [3, 41, 207, 666]
    """
    return tuple(entry for entry in _list().values() if level in (None, entry.level))


def industry(code: str | int) -> Industry:
    """The entry of a code of B, C or D, at any level; a lost leading zero is given back.

    >>> industry("3217").name, industry("06").parent, industry(610).code
    ('镁冶炼', 'B', '0610')
    """
    text = str(code).strip().upper()
    found = _list().get(text if text in ("B", "C", "D") else complete_code(code)[0])
    if found is None:
        raise UnknownIndustry(
            f"行业代码“{code}”不在GB/T 4754-2017采矿业、制造业、电热燃水业内，请核对代码"
        )
    return found


@cache
def complete_code(code: str | int) -> tuple[str, bool]:
    """The code as text, and whether a leading zero lost in a number cell had to be given back.

    One digit is a 大类 (6 → 06), three that only a mining 小类 can have are one (610 → 0610).
    Two digits stay: 61 is 住宿业. A letter in front (C1310) is dropped.

    >>> complete_code("610"), complete_code(6), complete_code("C131"), complete_code("61")
    (('0610', True), ('06', True), ('131', False), ('61', False))
    """
    digits = re.sub(r"^[A-T]\s*", "", str(code).strip().upper()).removesuffix(".0")
    if not re.fullmatch("[0-9]{1,4}", digits):
        raise UnknownIndustry(f"行业代码应为1—4位数字，实为“{code}”，请核对代码")
    padded = "0" + digits
    # No 中类 of industry begins with 47 to 99, so 610 can be nothing else in a list of industry.
    lost = len(digits) == 1 or (len(digits) == 3 and padded in _list())
    return (padded, True) if lost else (digits, False)


def division_of(code: str | int) -> str:
    """行业大类 of a code of any level, always two characters.

    >>> division_of("6"), division_of("610"), division_of("3217"), division_of("C13")
    ('06', '06', '32', '13')
    """
    return complete_code(code)[0][:2]


def is_industrial(code: str | int) -> bool:
    """Whether the code is industry (工业), 0610—4690: of a firm or, for 技改, of the project."""
    return "06" <= division_of(code) <= "46"


def is_manufacturing(code: str | int) -> bool:
    """Whether the code is 制造业 (C), 大类 13—43."""
    return "13" <= division_of(code) <= "43"


def section_of(code: str | int) -> str | None:
    """门类 B, C or D; None outside industry.

    >>> section_of("0610"), section_of("43"), section_of("4411"), section_of("5110")
    ('B', 'C', 'D', None)
    """
    if not is_industrial(code):
        return None
    return "C" if is_manufacturing(code) else "B" if division_of(code) < "13" else "D"
