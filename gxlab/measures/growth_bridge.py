"""From last year's figure as it stood to this period's, part by part (增量构成), over any firms.

Two movements are kept apart. The base moves (基数变动) because firms entered or left the register,
joined or left a cluster, were put into another industry, or restated their base; then the
comparable increment (本期增减) follows, whose parts are the pulls. Every firm falls into exactly
one part, so both columns, and the nominal growth they make together, sum to the last digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures.rates import pull_pp
from gxlab.reference.numbers import growth_pct

ZERO = Decimal(0)
PARTS = {
    "stock": "存量企业",
    "entered": "小升规等（带基数）",
    "new": "新投产（无基数）",
    "exit": "退库（不留基数）",
    "exit_kept": "退库（留基数）",
    "joined": "成员调整：新纳入",
    "left": "成员调整：调出",
    "reclassed_in": "行业调整：划入",
    "reclassed_out": "行业调整：划出",
    "moved_in": "外地划入",
    "moved_out": "划出外地",
    "restated": "基数重报",
    "silent": "未报企业",
    "base_missing": "基数缺失",
}
_CAME = {"here": "joined", "industry": "reclassed_in", "elsewhere": "moved_in"}
_WENT = {"here": "left", "industry": "reclassed_out", "elsewhere": "moved_out"}


@dataclass(frozen=True)
class FirmFacts:
    """What the bridge needs to know of one firm (一户的事实). Money in 万元.

    ``value``/``base``: this period as reported, ``basis`` its kind of base; ``former``: last
    year's own figure as now stored. ``counted``/``counted_then``: whether it belongs to what is
    added up, now and a year ago. ``listed``/``listed_then``: where the register has it: "here" in
    the unit, "industry" in the unit under another industry where industries are added up,
    "elsewhere", or "" nowhere.
    """

    enterprise: str
    value: Decimal | None
    base: Decimal | None
    basis: str
    former: Decimal | None
    counted: bool
    counted_then: bool
    listed: str
    listed_then: str


@dataclass(frozen=True)
class Move:
    """One firm's, or one part's, movement: of the base, in the growth, and apart from both."""

    part: str
    firms: int = 1
    base_change: Decimal = ZERO
    increase: Decimal = ZERO
    apart: Decimal = ZERO

    @property
    def change(self) -> Decimal:
        """What the part adds to this period's level over last year's figure as it stood."""
        return self.base_change + self.increase + self.apart


@dataclass(frozen=True)
class Bridge:
    """The bridge: former + Σ base changes = comparable base; + Σ increases = compared value;
    + Σ apart (counted in the level, not in the growth) = level. Money in 万元."""

    former: Decimal
    comparable: Decimal
    compared: Decimal
    level: Decimal
    parts: tuple[Move, ...]

    @property
    def increase(self) -> Decimal:
        """The comparable increment behind the growth (可比增量)."""
        return self.compared - self.comparable

    @property
    def growth(self) -> Decimal | None:
        """可比口径增速 (%): what is reported as growth."""
        return growth_pct(self.compared, self.comparable)

    @property
    def nominal(self) -> Decimal | None:
        """名义增速 (%): this level over last year's as it stood; never reported as growth."""
        return growth_pct(self.level, self.former)

    def pull(self, part: Move) -> Decimal | None:
        """拉动 of one part in 百分点 of the comparable base."""
        return pull_pp(part.increase, ZERO, self.comparable)

    def nominal_pull(self, part: Move) -> Decimal | None:
        """What one part adds to the nominal growth, in 百分点 of last year's figure."""
        return pull_pp(part.change, ZERO, self.former)


def bridge_of(firms: Iterable[FirmFacts]) -> Bridge:
    """The bridge over firms.

    A removed firm of basis ``exit_kept`` stays in the base and pulls the growth down by all of it
    (退库留基数); any other removed firm leaves the base.
    """
    facts = list(firms)
    moves = [move for firm in facts for move in _moves(firm)]
    parts = tuple(_summed(code, moves) for code in PARTS if any(m.part == code for m in moves))
    former = sum((f.former or ZERO for f in facts if f.counted_then), ZERO)
    comparable = former + sum((p.base_change for p in parts), ZERO)
    compared = comparable + sum((p.increase for p in parts), ZERO)
    return Bridge(
        former, comparable, compared, compared + sum((p.apart for p in parts), ZERO), parts
    )


def _moves(firm: FirmFacts) -> list[Move]:
    former = (firm.former or ZERO) if firm.counted_then else ZERO
    if not firm.counted:
        return [_gone(firm, former)]
    if firm.value is None:
        return [Move("silent", base_change=-former)]
    if firm.base is None:
        return [Move("base_missing", base_change=-former, apart=firm.value)]
    grown = firm.value - firm.base
    if not firm.counted_then or firm.basis == "new":
        return [Move(_arrival(firm), base_change=firm.base - former, increase=grown)]
    stayed = Move("stock", increase=grown)
    if firm.base == former:
        return [stayed]
    return [stayed, Move("restated", base_change=firm.base - former)]


def _arrival(firm: FirmFacts) -> str:
    if firm.basis == "new":
        return "new"
    # A plant that entered monthly last autumn delivers a base of 0: it is new, not 小升规.
    unlisted = "entered" if firm.base else "new"
    return _CAME.get(firm.listed_then, unlisted)


def _gone(firm: FirmFacts, former: Decimal) -> Move:
    if firm.basis == "exit_kept" and firm.base is not None:
        return Move("exit_kept", base_change=firm.base - former, increase=-firm.base)
    return Move(_WENT.get(firm.listed, "exit"), base_change=-former)


def _summed(code: str, moves: list[Move]) -> Move:
    own = [m for m in moves if m.part == code]
    return Move(
        code,
        len(own),
        sum((m.base_change for m in own), ZERO),
        sum((m.increase for m in own), ZERO),
        sum((m.apart for m in own), ZERO),
    )
