"""What an item speaks of (叙述对象): name, kind, unit of measure, verb, from the catalogue."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from gxlab.reference.indicators import Indicator, catalogue
from gxlab.reference.units import canonical_unit, to_base_unit
from gxlab.show.narrative_items import Item, Number

KINDS = ("flow", "stock", "rate", "ratio", "count")
_REALISED = re.compile(r"收入|利润|增加值|开票|销售(?!产值)|总收|营收")
_COMPLETED = re.compile(r"投资|产值|税|交货值|外贸|进出口|产量")
_RATE_NAME = re.compile(r"(?:增速|增长率|增幅)$")
_RATIO_NAME = re.compile(r"率$|比重$|占比$|面$|每百元|天数$|回收期$|强度$")
# 人均营业收入, 亩均税收: levels that grow by percent, though they are quotients.
_PER_HEAD = re.compile(r"^(?:人均|亩均|户均|单位)")
_PROFIT = re.compile(r"利润(?!率)|盈亏|净利")


@dataclass(frozen=True)
class Subject:
    """An indicator as a sentence needs it (指标): ``decimals`` of a ratio, ``change`` its unit."""

    name: str
    kind: str
    measure: str
    decimals: int
    change: str
    has_january: bool
    verb: str

    @property
    def is_profit(self) -> bool:
        """Whether a level below zero is a loss (亏损)."""
        return self.kind in ("flow", "stock") and bool(_PROFIT.search(self.name))

    @property
    def moves(self) -> tuple[str, str]:
        """How its change is said: 元 and 天 增加/减少, 增长面 扩大/缩小, else 提高/下降."""
        if self.change in ("元", "天", "万元"):
            return ("增加", "减少")
        return ("扩大", "缩小") if self.name.endswith("增长面") else ("提高", "下降")


def subject(item: Item) -> Subject:
    """The subject of an item. Raises WrongItem where it is unknown and cannot be told."""
    given = item.text("indicator") or item.text("name")
    if not given:
        raise item.wrong("indicator", "没有填写，应为指标标识（如 revenue）或指标名称")
    known = _known(given)
    if known is None and re.fullmatch(r"[a-z][a-z0-9_]*", given) and not item.text("name"):
        raise item.wrong(
            "indicator", f"“{given}”不在指标目录中，请用 gxlab indicators 查看，或另填 name"
        )
    name = item.text("name") or (known.name if known else given)
    kind = item.text("kind") or (known.kind if known else _kind(name, _measure_text(item)))
    if kind == "ratio" and _PER_HEAD.search(name):
        kind = "flow"
    if kind not in KINDS:
        raise item.wrong("kind", f"应为{'、'.join(KINDS)}之一，实为“{kind}”，请改正")
    measure = known.unit_of_measure if known else _own_measure(item, kind)
    return Subject(
        _RATE_NAME.sub("", name) if kind == "rate" else name,
        kind,
        measure,
        known.decimals if known else 1,
        _change(name, measure, known),
        known.has_january if known else False,
        item.text("verb") or _verb(name, kind),
    )


def amount(item: Item, subject: Subject, key: str) -> tuple[Decimal, int, str] | None:
    """A level as printed: number, decimals, unit of measure; 万元 from 1亿元 on told in 亿元.

    Raises WrongItem where the unit is not one of this indicator's.
    """
    found = item.number(key)
    if found is None:
        return None
    named = _canonical(item, found.measure or _measure_text(item)) or subject.measure
    if found.measure is None and not _measure_text(item) and subject.measure == "万元":
        return _money(found)
    decimals = min(found.decimals, 2)
    least = subject.decimals if subject.kind == "ratio" else 0
    # 人均营业收入 is told in 万元; per whom its name says.
    return found.value, max(decimals, least), named.partition("/")[0]


def base_value(item: Item, subject: Subject, key: str) -> Decimal | None:
    """A level in the base unit of its kind, so that two of them can be compared."""
    found = item.number(key)
    if found is None:
        return None
    named = _canonical(item, found.measure or _measure_text(item)) or subject.measure
    return to_base_unit(found.value, named)[0] if named else found.value


def _money(found: Number) -> tuple[Decimal, int, str]:
    if abs(found.value) < 10_000:
        return found.value, min(found.decimals, 2), "万元"
    return found.value.scaleb(-4), 2, "亿元"


def _known(given: str) -> Indicator | None:
    if given in catalogue():
        return catalogue()[given]
    return next((i for i in catalogue().values() if i.name == given), None)


def _measure_text(item: Item) -> str:
    """The unit of measure; ``unit`` is the statistical unit unless it can only be a measure."""
    unit = item.text("unit")
    return item.text("measure") or (unit if unit and canonical_unit(unit) else "")


def _canonical(item: Item, text: str | None) -> str | None:
    if not text:
        return None
    known = canonical_unit(text)
    if known is None:
        raise item.wrong("measure", f"“{text}”不是已知的计量单位，请改为万元、亿元、户、%等")
    return known if known != "百分点" else "个百分点"


def _own_measure(item: Item, kind: str) -> str:
    told = item.number("value")
    named = _measure_text(item) or (told.measure if told else None)
    if named:
        return _canonical(item, named) or ""
    if kind in ("rate", "ratio"):
        return "元" if "每百元" in item.text("indicator") else "%"
    if told is not None and kind in ("flow", "stock"):
        raise item.wrong("measure", "没有填写，指标目录之外的指标须注明计量单位，如亿元")
    return "户" if kind == "count" else ""


def _kind(name: str, measure: str) -> str:
    if _RATE_NAME.search(name):
        return "rate"
    if _RATIO_NAME.search(name) or measure in ("%", "天"):
        return "ratio"
    return "count" if measure in ("户", "家", "个", "人", "项", "台", "件") else "flow"


def _change(name: str, measure: str, known: Indicator | None) -> str:
    if known is not None and known.change:
        return "个百分点" if known.change == "百分点" else known.change
    if "每百元" in name or measure == "元":
        return "元"
    return "天" if measure == "天" or name.endswith(("天数", "回收期")) else "个百分点"


def _verb(name: str, kind: str) -> str:
    if kind != "flow" or _PER_HEAD.search(name):
        return ""
    if _REALISED.search(name):
        return "实现"
    return "完成" if _COMPLETED.search(name) else ""
