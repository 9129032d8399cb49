"""The rules of protection in force (保密规则): thresholds and forced cells, from dated policies."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from gxlab.disclosure.model import Rules
from gxlab.warehouse.desk import Desk

NAMES = ("最小户数规则", "p%规则", "指定保密", "派生数与跨期核对", "内部人核对")
"""The rules as a certificate names them; never with their thresholds."""
_NONE = "未设"
_LEAST_FREQUENCY = 3


class WrongRule(ValueError):
    """A policy of protection cannot be used (规则参数不合规定)."""


def rules_at(desk: Desk) -> Rules:
    """The rules for the release of the desk's period, one for all its units. Raises WrongRule.

    Read at the city: a unit with rules of its own would be told apart by what it hides.
    """
    root = desk.at(unit=desk.units.root.code)
    frequency, percent = (
        root.policy("disclosure_min_frequency"),
        root.policy("disclosure_p_percent"),
    )
    return Rules(_frequency(frequency), _percent(percent), forced(root))


def _frequency(text: str) -> int:
    if not text.isdecimal() or int(text) < _LEAST_FREQUENCY:
        raise WrongRule(
            f"规则参数 disclosure_min_frequency 应为不小于{_LEAST_FREQUENCY}的整数，实为“{text}”，"
            "请改正后重新导入规则参数。"
        )
    return int(text)


def _percent(text: str) -> Decimal:
    try:
        percent = Decimal(text)
    except InvalidOperation:
        percent = Decimal(0)
    if not (percent.is_finite() and 0 < percent <= 100):
        # The value itself is kept out of messages: they may be shown beside a shared release.
        raise WrongRule(
            "规则参数 disclosure_p_percent 应为大于0、不大于100的数，请改正后重新导入规则参数。"
        )
    return percent


def forced(desk: Desk) -> frozenset[tuple[str, str, str, str]]:
    """Cells that are never printed (指定保密): indicator ("" = every), unit, by, code."""
    text = desk.policy("disclosure_forced_cells").strip()
    if text in ("", _NONE):
        return frozenset()
    return frozenset(_cell(part) for part in text.split("|"))


def _cell(text: str) -> tuple[str, str, str, str]:
    parts = [part.strip() for part in text.split("@")]
    if len(parts) != 4 or not parts[1]:
        raise WrongRule(
            f"规则参数 disclosure_forced_cells 应写作“指标@单元@分组@代码”，实为“{text}”，"
            "请改正后重新导入规则参数。"
        )
    return parts[0], parts[1], parts[2], parts[3]
