"""Who and what a clause speaks of (主语): indicator, and whose it is.

全市规上工业营业收入 is the revenue (measure) of the whole territory's firms; 采矿业利润 the profit
of mining. Words for the own territory and for all above-scale industry are dropped, so that a
clause that leaves them out speaks of the same figure.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from gxlab.reference.indicators import catalogue

_OWN = re.compile("(?:全|我|本)(?:区|县|镇|街道|域)|辖区")
_CITY = re.compile("[我本]市")
_HOME = re.compile(
    f"{_OWN.pattern}|(?:规模以上|规上)(?:工业)?(?:企业)?|^(?:市|区|县)(?=工业)|重点|"
    "(?:增加|增长|提高|提升|上升|扩大|下降|减少|回落|降低|收窄|放缓)?(?:到|至)$|增至$|降至$"
)
_VERBS = (
    "全部|全体|实现|完成|累计|预计|合计|总计|共计|共有|共|达到|达|拥有|其中|同比|环比|分别|而|且|但|同时|"
    "此外|另有|还有|另外|以及|按可比口径计算?|按可比价格?计算?|目前|现有|的|了|为|是|有|又|已|均|"
    "仅|约|超|也|由于|主要|增速|增幅|降幅|跌幅|总量|总额|总数|总户数|户数|家数|数量|截至|当月|本月|"
    "较|比|与|从|由|对|位次|位居|位列|居|排名|在(?![建库审])|去年|今年|主营业务(?!收入)|应报|参评(?=企业)"
)
_EDGES = re.compile(
    rf"^(?:{_VERBS}|[\s,，、和及#@:()“”\"-])+|(?:{_VERBS}|[\s,，、和及#@:()“”\"-])+$"
)
_CAUSE = re.compile(r"受.{1,24}?(?:影响|带动|拉动|拖累|作用)(?:下|等因素)?|因.{1,16}?影响")


@dataclass(frozen=True)
class Subject:
    """An indicator's id ("" where none is named), and whose it is.

    ``own``: the words say it is the own territory's (全区, 我县), which leaves ``whose`` empty.
    全市 stays: a county's text means the city around it; `readings` drops it from a city's own.
    """

    measure: str
    whose: str
    own: bool = False

    @property
    def empty(self) -> bool:
        """Whether the clause names neither."""
        return not (self.measure or self.whose or self.own)


@cache
def names() -> dict[str, str]:
    """Every name and alias of an indicator, longest first, and the indicator's id."""
    own = {item.name: item.id for item in catalogue().values()}
    text = files("gxlab.prose").joinpath("aliases.csv").read_text(encoding="utf-8")
    known = own | {row["alias"]: row["indicator"] for row in csv.DictReader(text.splitlines())}
    return {name: known[name] for name in sorted(known, key=lambda n: (-len(n), n))}


def subject_of(text: str) -> Subject:
    """The subject in what the words around a figure left over.

    >>> subject_of("全区规上工业营业收入")
    Subject(measure='revenue', whose='', own=True)
    >>> subject_of("采矿业利润"), subject_of("同比").empty
    (Subject(measure='profit', whose='采矿业', own=False), True)
    """
    told = _CITY.sub("全市", re.sub(r"\([^()]*\)?", "", _CAUSE.sub("", text)))
    own = bool(_OWN.search(told) or re.search("规上|规模以上", told))
    ends = {name: told.rfind(name) + len(name) for name in names() if name in told}
    if not ends:
        return Subject("", _whose(told), own)
    # 规上工业企业增加值 is 增加值: the last name counts, the longest of those that end there.
    name = max(ends, key=lambda n: (ends[n], len(n)))
    before = told[: ends[name] - len(name)]
    return Subject(_level(names()[name]), _whose(before) or _whose(told[ends[name] :]), own)


def _level(indicator_id: str) -> str:
    """工业投资增速 speaks of 工业投资: the rate is said by the figure's own words."""
    base = indicator_id.removesuffix("_growth")
    return base if base in catalogue() else indicator_id


def whose(text: str) -> str:
    """A yardstick's own name: 全省平均水平 → 全省."""
    return re.sub("(?:平均|总体|整体|同期)?(?:水平|增速|增幅)?$", "", subject_of(text).whose)


def _whose(text: str) -> str:
    trimmed = text
    while (shorter := _EDGES.sub("", _HOME.sub("", trimmed))) != trimmed:
        trimmed = shorter
    return trimmed
