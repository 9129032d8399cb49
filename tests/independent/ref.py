"""页面坐标 ``indicator|unit|period|span|statistic[|by=code]``."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Ref:
    """拆开的坐标."""

    indicator: str
    unit: str
    period: str
    span: str
    statistic: str
    by: str
    code: str


def parse(text: str) -> Ref:
    """坐标一栏一栏拆开."""
    parts = text.split("|")
    by, _, code = parts[5].partition("=") if len(parts) > 5 else ("", "", "")
    indicator, unit, period, span, statistic = parts[:5]
    return Ref(indicator, unit, period, span, statistic, by, code)


class NotCovered(Exception):
    """本脚本还不会算的坐标."""


@dataclass(frozen=True)
class Figure:
    """算出的数:``measure`` 是它的计量单位(万元、千瓦时、元、户、%、百分点……)."""

    value: Decimal | None
    measure: str = ""


def reckoned(by: object, ref: Ref) -> Figure:
    """坐标的指标由同名的方法来算;没有方法、方法算不出,都是还不会算."""
    made = getattr(by, f"_{ref.indicator}", None)
    if made is None:
        raise NotCovered(ref.indicator)
    found = made(ref)
    if not isinstance(found, Figure):
        raise NotCovered(ref.statistic)
    return found
