"""What ``gxlab narrate`` is given (叙述项): JSON items read strictly, named where they are wrong.

A figure may be a JSON number or the text a table would print (``"−4.9%"``, ``"1.79倍"``,
``"持平"``, ``"—"``); a mark for a missing figure is a missing figure. A key nobody knows is told,
never used.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from gxlab.reference.number_text import parse_number

# Keys of figures: those of a rate, a ratio or a change in 百分点, where 倍 and 持平 may be read …
RATES = (
    "rate", "comparison_rate", "comparison_rate_revised", "change", "wider_rate", "wider_gap",
    "share", "share_change", "pull", "contribution", "whole_rate", "completion", "planned",
    "needed_rate", "two_year_rate", "slight_below",
)  # fmt: skip
# … those of a level, and those that count.
LEVELS = ("value", "base", "increment", "target", "comparison_value")
COUNTS = (
    "rank", "rank_before", "of", "growing", "flat", "falling", "entries", "exits", "net",
    "decimals",
)  # fmt: skip
TEXTS = (
    "indicator", "name", "kind", "unit", "unit_name", "measure", "period", "span",
    "comparison_period", "wider_name", "whole", "among", "noun", "target_name", "target_kind",
    "status", "source", "note", "rank_of_what", "verb",
)  # fmt: skip
FLAGS = ("tied", "comparison_signed")
LISTS = ("parts",)
# Other names of the same keys: those of ``gxlab value`` and manifests, near ones, and Chinese ones.
ALIASES = {
    "growth": "rate", "growth_yoy_pct": "rate", "published_growth_pct": "rate",
    "share_pct": "share", "pull_pp": "pull", "contribution_pct": "contribution",
    "contribution_rate": "contribution", "completion_pct": "completion",
    "completion_rate": "completion", "plan_pct": "planned", "plan": "planned",
    "planned_pct": "planned", "rank_of": "of", "total": "of", "change_pp": "change",
    "needed_growth_pct": "needed_rate", "unit_of_measure": "measure",
    "rate_before": "comparison_rate", "prior_rate": "comparison_rate",
    "revised_rate": "comparison_rate_revised", "comparison_revised": "comparison_rate_revised",
    "revised": "comparison_rate_revised", "prior_value": "comparison_value",
    "city_rate": "wider_rate", "reference_rate": "wider_rate", "average_rate": "wider_rate",
    "reference_name": "wider_name", "whole_name": "whole", "pull_of": "whole",
    "prior_rank": "rank_before", "comparison_rank": "rank_before", "rank_among": "among",
    "n_growing": "growing", "increase": "increment", "tie": "tied",
    "指标": "indicator", "名称": "name", "单位": "unit", "计量单位": "measure", "报告期": "period",
    "总量": "value", "数值": "value", "增速": "rate", "同比": "rate", "基数": "base",
    "上年同期": "base", "比较期": "comparison_period", "比较期增速": "comparison_rate",
    "位次": "rank", "上期位次": "rank_before", "范围": "among", "目标": "target",
    "完成率": "completion", "计划进度": "planned", "占比": "share", "拉动": "pull",
    "贡献率": "contribution", "状态": "status",
}  # fmt: skip
STATUSES = ("预计", "快报", "初步", "反馈", "最终", "定稿")
_TIED = re.compile(r"并列")
_CHINESE = {c: str(n) for n, c in enumerate("一二三四五六七八九", 1)}


class WrongItem(ValueError):
    """An item of the file cannot be read (叙述项有误); the sentence names file, item and key."""


@dataclass(frozen=True)
class Number:
    """A figure as given: ``decimals`` as printed there, ``measure`` where its text names a unit."""

    value: Decimal
    decimals: int
    measure: str | None = None


@dataclass(frozen=True)
class Item:
    """One item (叙述项) with its figures and words; ``ignored`` are keys nobody knows."""

    where: str
    figures: Mapping[str, tuple[Number, ...]]
    words: Mapping[str, tuple[str, ...]]
    flags: frozenset[str]
    parts: tuple[Item, ...] = ()
    ignored: tuple[str, ...] = ()

    def number(self, key: str) -> Number | None:
        """The figure of a key, None where it is missing; the first of a list."""
        return next(iter(self.figures.get(key, ())), None)

    def value(self, key: str) -> Decimal | None:
        """The bare value of a key."""
        found = self.number(key)
        return None if found is None else found.value

    def whole(self, key: str) -> int | None:
        """A value that counts."""
        found = self.number(key)
        return None if found is None else int(found.value)

    def text(self, key: str) -> str:
        """The words of a key, "" where there are none."""
        return next(iter(self.words.get(key, ())), "")

    def wrong(self, key: str, text: str) -> WrongItem:
        """The error that names this item and key."""
        return WrongItem(f"{self.where}的 {key} {text}。")


def read_items(text: str, file: str) -> tuple[Item, ...]:
    """The items of a JSON text: a list, or an object with ``items``. Raises WrongItem."""
    try:
        told = json.loads(text, parse_float=Decimal, parse_constant=_not_a_number)
    except ValueError as error:
        at = (
            f"第{error.lineno}行第{error.colno}列"
            if isinstance(error, json.JSONDecodeError)
            else ""
        )
        raise WrongItem(
            f"“{file}”{at}不是合法的 JSON，应为由若干项组成的列表，请核对引号、逗号和括号。"
        ) from None
    items = told.get("items") if isinstance(told, Mapping) else told
    if not isinstance(items, list):
        raise WrongItem(f"“{file}”应为由若干项组成的列表（[{{…}}, …]），请改正后重试。")
    return tuple(_item(given, f"“{file}”第{n}项") for n, given in enumerate(items, start=1))


def _not_a_number(word: str) -> Any:
    raise ValueError(word)


def _item(given: Any, where: str) -> Item:
    if not isinstance(given, Mapping):
        raise WrongItem(f"{where}应为 {{键: 值}} 的形式，实为“{_shown(given)}”，请改正。")
    named = {ALIASES.get(str(key), str(key)): value for key, value in given.items()}
    if "target_rate" in named:
        named = {"target": named.pop("target_rate"), "target_kind": "rate", **named}
    figures = {k: _numbers(named[k], k, where) for k in (*RATES, *LEVELS, *COUNTS) if k in named}
    words = {k: _texts(named[k], k, where) for k in TEXTS if k in named}
    flags = {k for k in FLAGS if _flag(named.get(k), k, where)}
    if _TIED.search(str(named.get("rank", ""))):
        flags.add("tied")
    if named.get("comparison_signed") is False:
        flags.add("unsigned")
    parts = named.get("parts") or ()
    if not isinstance(parts, Sequence) or isinstance(parts, str):
        raise WrongItem(f"{where}的 parts 应为列表，实为“{_shown(parts)}”，请改正。")
    inner = tuple(
        _item(_inherited(p, named), f"{where}parts第{n}项") for n, p in enumerate(parts, start=1)
    )
    known = {*RATES, *LEVELS, *COUNTS, *TEXTS, *FLAGS, *LISTS}
    made = Item(where, figures, words, frozenset(flags), inner, tuple(sorted({*named} - known)))
    _check_status(made)
    return made


def _inherited(part: Any, named: Mapping[str, Any]) -> Any:
    """A part is in its whole's unit of measure and of its indicator, unless it says otherwise."""
    if not isinstance(part, Mapping):
        return part
    return {**{k: named[k] for k in ("measure", "indicator") if k in named}, **part}


def _check_status(item: Item) -> None:
    status = item.text("status")
    if status and status not in STATUSES:
        raise item.wrong("status", f"应为{'、'.join(STATUSES)}之一，实为“{status}”，请改正")


def _numbers(value: Any, key: str, where: str) -> tuple[Number, ...]:
    """The figures of a key; several for comparisons with several periods."""
    values = value if isinstance(value, list) else [value]
    found = [_number(v, key, where) for v in values]
    if isinstance(value, list) and None in found:
        raise WrongItem(f"{where}的 {key} 列表里有空值，请补齐或去掉该项。")
    return tuple(n for n in found if n is not None)


def _number(value: Any, key: str, where: str) -> Number | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        raise WrongItem(f"{where}的 {key} 应为数字，实为“{_shown(value)}”，请改正。")
    if isinstance(value, str):
        return _printed(value, key, where)
    plain = Decimal(value)
    if key in COUNTS and plain != plain.to_integral_value():
        raise WrongItem(f"{where}的 {key} 应为整数，实为“{value}”，请改正。")
    return Number(plain, max(0, -int(plain.as_tuple().exponent)))


def _printed(text: str, key: str, where: str) -> Number | None:
    """A figure from the text of a table cell."""
    bare = text
    if key in ("rank", "rank_before"):
        bare = re.sub(r"并列|第|位|名|[()（）]", "", text).strip()
        bare = _CHINESE.get(bare, bare)
    parsed = parse_number(bare, percent=key in RATES)
    if parsed.problem:
        raise WrongItem(f"{where}的 {key} 读不出数字（{parsed.problem}），请改正。")
    if parsed.value is None:
        return None
    if key in COUNTS and parsed.value != parsed.value.to_integral_value():
        raise WrongItem(f"{where}的 {key} 应为整数，实为“{text}”，请改正。")
    digits = re.search(r"\.([0-9]+)", bare)
    decimals = len(digits[1]) if digits and "倍" not in bare else 0
    return Number(parsed.value, decimals, parsed.unit)


def _texts(value: Any, key: str, where: str) -> tuple[str, ...]:
    values = value if isinstance(value, list) else [value]
    for each in values:
        if each is not None and (isinstance(each, bool) or not isinstance(each, (str, int))):
            raise WrongItem(f"{where}的 {key} 应为文字，实为“{_shown(each)}”，请改正。")
    return tuple(str(v).strip() for v in values if v not in (None, ""))


def _flag(value: Any, key: str, where: str) -> bool:
    if value is None or isinstance(value, bool):
        return bool(value)
    raise WrongItem(f"{where}的 {key} 应为 true 或 false，实为“{_shown(value)}”，请改正。")


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else text[:40] + "…"
