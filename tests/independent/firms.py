"""一个单元一个期的企业:在库、有直报、有基数,按口径说明二的规矩求和与增速."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from tests.independent.inbox import Inbox, Money, Registered
from tests.independent.rounding import half_away

ZERO = Decimal(0)


@dataclass(frozen=True)
class Sum:
    """一组企业的一个指标.``value`` 全部有数的;``now``、``then`` 参加增速计算的."""

    value: Decimal
    now: Decimal
    then: Decimal
    firms: int

    @property
    def growth(self) -> Decimal | None:
        """同比增长(%);基数不为正的没有."""
        return (self.now - self.then) / self.then * 100 if self.then > 0 else None

    @property
    def increment(self) -> Decimal:
        return self.now - self.then


def rate(value: Decimal | None, places: int = 1) -> Decimal | None:
    """按印出来的位数."""
    return None if value is None else half_away(value, places)


def points(now: Decimal | None, then: Decimal | None, places: int = 1) -> Decimal | None:
    """两个比率按印出来的位数相减,个百分点."""
    if now is None or then is None:
        return None
    return half_away(now, places) - half_away(then, places)


class Scene:
    """一个单元、一个期的企业."""

    def __init__(self, inbox: Inbox, unit: str, period: str) -> None:
        self.inbox, self.unit, self.period = inbox, unit, period

    @cached_property
    def unit_row(self) -> dict[str, str]:
        return next(u for u in self.inbox.units if u["code"] == self.unit)

    @cached_property
    def register(self) -> dict[str, Registered]:
        """单元内在库企业:市是全部,县按县名,镇按县名和镇名,开发区按企业名单."""
        listed = self.inbox.register(self.period)
        row = self.unit_row
        if row["kind"] == "city":
            return listed
        if row["kind"] == "zone":
            inside = self.inbox.zone_codes(self.period)
            return {c: r for c, r in listed.items() if c in inside}
        if row["kind"] == "county":
            return {c: r for c, r in listed.items() if r.county == row["name"]}
        above = next(u["name"] for u in self.inbox.units if u["code"] == row["parent"])
        return {c: r for c, r in listed.items() if r.county == above and r.town == row["name"]}

    def is_new(self, code: str) -> bool:
        """名录写明本年月度入库的新建投产企业."""
        row = self.register[code]
        return row.door == "月度(新建)" and row.entered[:4] == self.period[:4]

    def pair(self, code: str, indicator: str) -> tuple[Money, Money]:
        """一户的本期数和基数;未报两个都没有;新投产空基数按 0."""
        returned = self.inbox.returns(self.period).get(code)
        if returned is None or code not in self.register:
            return None, None
        now, then = returned.figures[indicator], returned.figures.get(f"{indicator}_base")
        if now is not None and then is None and self.is_new(code):
            then = ZERO
        return now, then

    def sum(self, codes: Iterable[str], indicator: str) -> Sum:
        """一组企业(重复的只计一次)."""
        pairs = [self.pair(code, indicator) for code in set(codes)]
        known = [(now, then) for now, then in pairs if now is not None]
        both = [(now, then) for now, then in known if then is not None]
        return Sum(
            sum((now for now, _ in known), ZERO),
            sum((now for now, _ in both), ZERO),
            sum((then for _, then in both), ZERO),
            len(known),
        )
