"""The meaning of a figure in words (数的含义): whose, which indicator, which statistic, when."""

from __future__ import annotations

import re

from gxlab.prose.readings import Reading
from gxlab.reference.indicators import catalogue

ROLES = {
    "level": "总量", "base": "上年同期数", "increment": "增加额", "target": "目标", "whole": "合计",
    "total": "合计", "entries": "新增", "exits": "退出", "net": "净增", "opening": "期初",
    "closing": "期末", "rate": "增速", "former": "上期", "ratio": "比率", "share": "占比",
    "completion": "完成率", "contribution": "贡献率", "average": "平均增速", "goal": "目标增速",
    "pull": "拉动", "short": "距目标",
    "pace": "与进度之差", "gap": "与对照之差", "change": "变动", "rank": "位次",
    "move": "位次变化", "multiple": "倍数", "unknown": "未识别",
}  # fmt: skip
_TAGS = {
    "prior": "上年同期", "opening": "上年末", "last_month": "上月", "last_period": "上期",
    "last_year": "上年", "year": "全年",
}  # fmt: skip


def meaning(reading: Reading, home: str = "") -> str:
    """What a figure says: "云岭区，营业收入，增速，1—5月"; ``home`` is whose it is if nobody's."""
    item = catalogue().get(reading.measure)
    name = item.name if item else reading.measure.removeprefix("~")
    said = (reading.whose or home, name, ROLES[reading.role], when_text(reading.when))
    return "，".join(part for part in said if part)


def when_text(tag: str) -> str:
    """A period tag as a reader knows it: "1-5" → 1—5月."""
    bare = tag.rpartition(":")[2]
    if re.fullmatch(r"1-\d+", bare):
        return bare.replace("-", "—") + "月"
    if re.fullmatch(r"\d+", bare):
        return f"{bare}月"
    if bare.startswith("end"):
        return f"{bare[3:]}月末" if bare[3:] else "期末"
    return _TAGS.get(bare, "")


_STATISTICS = {
    "value": "总量", "growth_yoy_pct": "增速", "change_pp": "比上期", "change_yoy_pp": "同比变动",
    "pull_pp": "拉动", "share_pct": "占比", "rank": "位次", "growth_rank": "增速位次",
    "completion_pct": "完成率", "plan_pct": "计划进度", "linear_pct": "序时进度",
    "gap_plan_pp": "与计划进度之差", "gap_linear_pp": "与序时进度之差", "base": "上年同期数",
    "increment": "增减额", "target": "目标", "needed_growth_pct": "需增长",
}  # fmt: skip


def of_coordinate(ref: str) -> str:
    """What a report's coordinate ``indicator|unit|period|span|statistic`` says, in words.

    >>> of_coordinate("revenue|139901|2026-05|ytd|growth_yoy_pct")
    '营业收入，增速，2026-05'
    """
    parts = ref.split("|")
    if len(parts) < 5:
        return ""
    item = catalogue().get(parts[0])
    statistic = _STATISTICS.get(parts[4], parts[4])
    return f"{item.name if item else parts[0]}，{statistic}，{parts[2]}"
