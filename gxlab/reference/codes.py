"""代码与名称: credit codes, organisation codes, project codes, and names made comparable.

A failing check character is a warning: real firms with one exist. What is refused is a code that
a number cell has destroyed, for its last digits are gone and nobody can give them back.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # GB 32100-2015: no I, O, S, V, Z
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_LETTERS = frozenset(_ALPHABET)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−─━﹣_"), "-")


class CodeLoss(ValueError):
    """A code whose last digits a spreadsheet has dropped (代码末几位丢失): to be refused."""


def _compact(text: str) -> str:
    if text.isascii() and text.isalnum():
        return text.upper()  # nothing to make narrow or to take out; so are most of a long list
    narrow = unicodedata.normalize("NFKC", text).translate(_DASHES)
    return re.sub("[\\s\u200b\ufeff'‘’`]", "", narrow).upper()


def normalise_credit_code(text: str, *, numeric_cell: bool = False) -> str:
    """A credit code (统一社会信用代码) in half-width capitals without blanks.

    Raises :class:`CodeLoss` for what a number cell leaves of one: a number keeps 15 significant
    digits, so 18 digits from a number cell (``numeric_cell``), 9.133E+17 and 18 digits that end in
    000 and fail the check are lost.

    >>> normalise_credit_code(" 91350100ｍ000100y43 ")
    '91350100M000100Y43'
    """
    code = _compact(text)
    exponent = re.fullmatch(r"[0-9](?:\.[0-9]+)?E\+?[0-9]{1,2}", code)
    digits = re.fullmatch(r"([0-9]{16,})(?:\.0*)?", code)
    zeros = bool(digits) and code.endswith("000") and check_character(code[:17]) != code[17:]
    if exponent or (digits and (numeric_cell or "." in code or zeros)):
        raise CodeLoss(
            f"统一社会信用代码“{text.strip()}”按数字存放，第16位以后已丢失，"
            "请把该列设为文本后重新填写"
        )
    return code


def check_character(first17: str) -> str | None:
    """第18位校验码 of GB 32100-2015; None where a character is outside its alphabet.

    C18 = 31 − (Σ Cᵢ × 3^(i−1) mod 31), and 31 is written "0".

    >>> check_character("91350100M000100Y4"), check_character("91110000101623741")
    ('3', 'K')
    """
    if len(first17) != 17 or not _LETTERS.issuperset(first17):
        return None
    total = sum(
        _ALPHABET.index(character) * weight
        for character, weight in zip(first17, _CREDIT_WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31]


def credit_code_problem(code: str, *, numeric_cell: bool = False) -> str | None:
    """What is wrong with a credit code, as a warning in Chinese; None where nothing is.

    Raises :class:`CodeLoss` where it must be refused. The district must never be read from its
    third to eighth character: they are the registering office's area at registration.

    >>> credit_code_problem("91350100M000100Y43") is None
    True
    >>> credit_code_problem("91350211M0000XUF46")  # a real firm's
    '统一社会信用代码“91350211M0000XUF46”末位校验不符，按前17位应为R，请核对营业执照'
    """
    plain = normalise_credit_code(code, numeric_cell=numeric_cell)
    name = f"统一社会信用代码“{plain}”"
    if not plain:
        return "统一社会信用代码为空，请补填18位代码"
    if len(plain) != 18:
        return f"{name}应为18位，实为{len(plain)}位，请核对{_likely(plain)}"
    strange = sorted(set(plain) - _LETTERS)
    if strange:
        return f"{name}含有不使用的字符{'、'.join(strange)}，请核对（不用I、O、S、V、Z）"
    expected = check_character(plain[:17])
    if expected != plain[17]:
        return f"{name}末位校验不符，按前17位应为{expected}，请核对营业执照"
    if organisation_code_problem(plain[8:17]):
        return f"{name}第9—17位组织机构代码校验不符，请核对营业执照"
    return None


def _likely(code: str) -> str:
    if len(code) == 15 and code.isdigit():
        return "(像是旧的工商注册号)"
    return "(像是组织机构代码)" if re.fullmatch("[0-9A-Z]{8}-?[0-9X]", code) else ""


def organisation_code_problem(code: str) -> str | None:
    """What is wrong with an organisation code (组织机构代码, 8 characters and a mod-11 check).

    >>> organisation_code_problem("10162374-1") is None
    True
    >>> organisation_code_problem("1234562")  # 001234562
    '组织机构代码“1234562”应为9位，实为7位，请核对（前面补0可通过校验，可能丢了前导0）'
    """
    plain = _compact(code).replace("-", "")
    name = f"组织机构代码“{plain}”"
    if len(plain) != 9:
        padded = plain.rjust(9, "0")
        lost = plain.isascii() and len(padded) == 9 and _organisation_check(padded) == padded[8]
        hint = "（前面补0可通过校验，可能丢了前导0）" if lost else ""
        return f"{name}应为9位，实为{len(plain)}位，请核对{hint}"
    expected = _organisation_check(plain)
    if expected is None:
        return f"{name}应由数字和大写字母组成，请核对"
    return None if expected == plain[8] else f"{name}末位校验不符，应为{expected}，请核对"


def _organisation_check(code: str) -> str | None:
    """C9 = 11 − Σ mod 11 over A = 10 … Z = 35; 10 is written X and 11 is written 0."""
    if not re.fullmatch("[0-9A-Z]{8}.", code):
        return None
    total = sum(
        int(character, 36) * weight
        for character, weight in zip(code[:8], _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


# ---- 项目代码 GB/T 40058-2021 -------------------------------------------------------------------

_PROJECT = re.compile(r"([0-9]{4})-?([0-9]{6})-?([0-9]{2})-?([0-9]{2})-?([0-9]{6})")
ProjectType = Literal["基本建设", "技术改造", "单纯购置", "信息化", "其他"]
_PROJECT_TYPES: dict[str, ProjectType] = {
    "01": "基本建设",
    "02": "技术改造",
    "03": "单纯购置",
    "04": "信息化",
    "05": "其他",
}


def normalise_project_code(text: str) -> str | None:
    """A project code as it is written: 20 digits and four hyphens, 24 characters; None if not one.

    时间4-地区6-中央业务指导部门2-项目类型2-随机5加校验1. Lost hyphens are given back. Raises
    :class:`CodeLoss` for what a number cell leaves of it.

    >>> normalise_project_code("21041305270702123456")
    '2104-130527-07-02-123456'
    """
    code = _compact(text)
    if re.fullmatch(r"[0-9](?:\.[0-9]+)?E\+?19|[0-9]{15}0{5}(?:\.0*)?", code):
        raise CodeLoss(
            f"项目代码“{text.strip()}”按数字存放，后几位已丢失，请把该列设为文本后重新填写"
        )
    found = _PROJECT.fullmatch(code)
    if not found or _project_year(found[1]) is None or not _is_area(found[2]):
        return None
    return "-".join(found.groups())


def is_project_code(text: str) -> bool:
    """Whether the text is a project code in full form, hyphens included.

    >>> is_project_code("2104-130527-07-02-123456"), is_project_code("21041305270702123456")
    (True, False)
    """
    return len(text) == 24 and normalise_project_code(text) == text


def _project_year(part: str) -> int | None:
    """The year of the time part: yymm from the autumn of 2020 on, yyyy before.

    The two cannot be mistaken: 2013 to 2020 have no month 13 to 20, and the platform is younger
    than 2012.
    """
    if "2013" <= part <= "2020":
        return int(part)
    year, month = 2000 + int(part[:2]), int(part[2:])
    return year if year >= 2020 and 1 <= month <= 12 else None


def _is_area(part: str) -> bool:
    return part == "000000" or 11 <= int(part[:2]) <= 82


def project_type(code: str) -> ProjectType | None:
    """项目类型 as registered: 基本建设, 技术改造, 单纯购置, 信息化 or 其他; None where unknown.

    A hint only, never the statistical 技改 flag. In codes with a four-digit year the same place
    says how the project was approved, so there it is None.
    """
    plain = normalise_project_code(code)
    if plain is None or "2013" <= plain[:4] <= "2020":
        return None
    return _PROJECT_TYPES.get(plain[15:17])


# ---- names --------------------------------------------------------------------------------------

_BRACKETS = str.maketrans("[【〔〖{《<]】〕〗}》>", "(((((((" + ")))))))")
_DROPPED = re.compile("[\\s\u200b\ufeff\"'“”‘’]")


@lru_cache(maxsize=65_536)  # the same few thousand names are matched over and over
def normalise_name(name: str) -> str:
    """A name for matching (用于比对的名称): half width, one kind of bracket, no blanks or quotes.

    For comparing only; what is shown is the name as delivered.

    >>> normalise_name("示例（集团） 有限公司　") == normalise_name("示例(集团)有限公司")
    True
    """
    narrow = unicodedata.normalize("NFKC", name).translate(_BRACKETS)
    return re.sub("[•‧∙・·]", "·", _DROPPED.sub("", narrow)).upper()
