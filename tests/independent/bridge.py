"""增量从哪来(A4):每户企业自上年同期的原报数走到本期可比数,各归一类.

只依据表题和附注的口径:基数一栏从上年口径逐项调整到可比口径,本期增减另列,两栏都不重不漏.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.independent.firms import ZERO

if TYPE_CHECKING:
    from tests.independent.cluster_revenue import Clusters


@dataclass
class Part:
    """一类:户数、基数变动、本期增减、只计总量不计增速的本期数."""

    firms: int = 0
    base: Decimal = ZERO
    increase: Decimal = ZERO
    apart: Decimal = ZERO


@dataclass
class Bridge:
    """``former`` 上年原报合计;``parts`` 各类."""

    former: Decimal = ZERO
    parts: dict[str, Part] = field(default_factory=lambda: defaultdict(Part))

    def add(
        self, part: str, base: Decimal = ZERO, increase: Decimal = ZERO, apart: Decimal = ZERO
    ) -> None:
        self.parts[part].firms += 1
        self.parts[part].apart += apart
        self.parts[part].base += base
        self.parts[part].increase += increase

    def nominal(self, *parts: Part) -> Decimal:
        """与上年原报数直接相比,一类或全部的百分点."""
        moved = (p.base + p.increase + p.apart for p in parts or self.parts.values())
        return sum(moved, ZERO) / self.former * 100

    @property
    def comparable(self) -> Decimal:
        return self.former + sum((p.base for p in self.parts.values()), ZERO)

    @property
    def increase(self) -> Decimal:
        return sum((p.increase for p in self.parts.values()), ZERO)


def build(now: Clusters, then: Clusters) -> Bridge:
    """两期成员企业的并集,逐户归类."""
    present = now.inbox.present
    members_then = {present(code) for code in then.all}
    place_now = {present(c): r for c, r in now.inbox.register(now.period).items()}
    place_then = {present(c): r for c, r in now.inbox.register(then.period).items()}
    here_now = set(now.register)
    here_then = {present(code) for code in then.register}
    former: dict[str, Decimal] = defaultdict(Decimal)
    for code in then.register:
        value, _ = then.pair(code, "revenue")
        former[present(code)] += value or ZERO
    found = Bridge(former=sum((former[c] for c in members_then), ZERO))
    for code in sorted(now.all | members_then):
        own = former[code] if code in members_then else ZERO
        value, base = now.pair(code, "revenue")
        if code not in now.all:
            part = "left" if code in here_now else "moved_out" if code in place_now else "exit"
            found.add(part, -own)
        elif value is None:
            found.add("silent", -own)
        elif base is None:
            found.add("base_missing", -own, apart=value)
        elif code in members_then:
            found.add("stock", ZERO, value - base)
            if base != own:
                found.add("restated", base - own)
        else:
            where = (
                "joined"
                if code in here_then
                else "moved_in"
                if code in place_then
                else "new"
                if now.register[code].door == "月度(新建)" and base == 0
                else "entered"
            )
            found.add(where, base, value - base)
    return found
