"""What counts as technical renovation, and what counts as the same project (技改的判定与比对).

The statistical definition: the *project's own* industry is 0610—4690, whoever owns it; its nature
is 改建和技术改造, or 扩建、迁建、恢复、单纯购置 of renovation nature; its planned investment
reaches the threshold. Filtering by nature alone undercounts, filtering by the owner miscounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from rapidfuzz import fuzz

from gxlab.reference.codes import CodeLoss, normalise_name, normalise_project_code
from gxlab.reference.industries import UnknownIndustry, complete_code, is_industrial
from gxlab.warehouse.desk import Desk

RENOVATION_NATURE = "改建和技术改造"
POSSIBLE_NATURES = ("扩建", "迁建", "恢复", "单纯购置")
RENOVATION_TYPE = "技术改造"


@dataclass(frozen=True)
class Verdict:
    """Whether a project is renovation (技改) and why, in words that a page can print."""

    holds: bool
    reason: str


@dataclass(frozen=True)
class Criteria:
    """The rule parameters of the definition, valid at the period (统计定义的参数, 万元)."""

    threshold: Decimal
    large: Decimal
    keywords: tuple[str, ...]
    high_tech: tuple[str, ...]


def criteria(desk: Desk) -> Criteria:
    """The criteria of the desk's unit and period from the dated rule parameters."""
    return Criteria(
        desk.policy_number("renovation_threshold"),
        desk.policy_number("large_project"),
        tuple(desk.policy("renovation_keywords").split("|")),
        tuple(desk.policy("high_tech_industries").split("|")),
    )


def is_renovation_nature(
    nature: str | None, words: Sequence[str | None], kind: str | None, keywords: Sequence[str]
) -> Verdict:
    """Whether a project is of renovation nature (改造性质).

    ``nature`` is 建设性质, ``words`` the name and the content, ``kind`` 项目类型. All of
    改建和技术改造 count; 扩建、迁建、恢复、单纯购置 only with a sign of renovation; 新建 never.

    >>> is_renovation_nature("扩建", ["轧钢线节能改造项目", None], None, ["改造"])
    Verdict(holds=True, reason='扩建，名称或内容含“改造”')
    >>> is_renovation_nature("扩建", ["新厂区二期", None], "基本建设", ["改造"]).holds
    False
    """
    plain = (nature or "").strip()
    if plain in (RENOVATION_NATURE, "改建", RENOVATION_TYPE):
        return Verdict(True, f"建设性质为{plain}")
    if plain not in POSSIBLE_NATURES:
        return Verdict(False, f"建设性质为{plain or '空'}")
    if kind == RENOVATION_TYPE:
        return Verdict(True, f"{plain}，项目类型为{RENOVATION_TYPE}")
    found = next((k for k in keywords for w in words if w and k in w), None)
    if found:
        return Verdict(True, f"{plain}，名称或内容含“{found}”")
    return Verdict(False, f"{plain}，名称和内容未见改造内容")


def industrial(code: str | None) -> bool:
    """Whether the project's own industry (项目行业) is industry, 0610—4690."""
    try:
        return code is not None and is_industrial(code)
    except UnknownIndustry:
        return False


def high_tech(code: str | None, codes: Sequence[str]) -> bool:
    """Whether the project's industry is one of 高技术产业（制造业）分类."""
    if code is None:
        return False
    try:
        full = complete_code(code)[0]
    except UnknownIndustry:
        return False
    return any(full.startswith(prefix) for prefix in codes)


def project_code(text: str | None) -> str | None:
    """A project code in its full form, hyphens restored; None where it is none or is lost."""
    if not text:
        return None
    try:
        return normalise_project_code(text)
    except CodeLoss:
        return None


# ---- names ------------------------------------------------------------------------------------

_COMPANY = re.compile(r"(?:集团)?(?:有限责任公司|股份有限公司|有限公司|公司)$")
_TAIL = re.compile(r"(?:建设|项目|工程)+$")
_NUMBERS = re.compile(r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十]+(?=期)")
_BUNDLE = re.compile(r"等[0-9一二三四五六七八九十]+[家个户项]|打捆|打包|项目群")


def core_name(name: str, owner: str | None) -> str:
    """What is left of a project's name without its owner, 年产 and 项目/工程 (项目名称主干).

    Names of projects begin with their owner's, which would make all projects of one firm alike.

    >>> core_name("示例轴承（集团）有限公司年产12万件轴承改造项目", "示例轴承(集团)有限公司")
    '12万件轴承改造'
    """
    plain = normalise_name(name)
    firm = normalise_name(owner or "")
    short = _COMPANY.sub("", firm)
    for prefix in (firm, short):
        if prefix and plain.startswith(prefix):
            plain = plain[len(prefix) :]
            break
    return _TAIL.sub("", plain.removeprefix("年产")) or normalise_name(name)


def name_score(one: str, other: str) -> int:
    """How alike two core names are, 0—100 (名称相似度); 0 where their numbers disagree.

    一期 and 二期, 年产12万件 and 年产40万件 are different projects however alike the rest is.

    >>> name_score("年产12万件轴承改造", "年产12万件轴承改造"), name_score("一期改造", "二期改造")
    (100, 0)
    """
    mine, theirs = set(_NUMBERS.findall(one)), set(_NUMBERS.findall(other))
    if mine and theirs and not (mine <= theirs or theirs <= mine):
        return 0
    return int(Decimal(str(fuzz.ratio(one, other))))


def looks_bundled(name: str) -> bool:
    """Whether the name itself tells of several projects in one (疑似打捆).

    >>> looks_bundled("东山县铸造等5家企业技术改造项目"), looks_bundled("铸造车间改造项目")
    (True, False)
    """
    return _BUNDLE.search(name) is not None
