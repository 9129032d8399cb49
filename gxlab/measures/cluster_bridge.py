"""增量从哪来: from last year's figure as it then stood to this period's, part by part.

Two movements are kept apart. The base moves (基数变动) because firms entered or left the register,
joined or left a cluster, or restated their base; then the comparable increment (本期增减) follows,
whose parts are the pulls. Every firm falls into exactly one part, so both columns sum to the last
digit.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from gxlab.measures.clusters import Edition, member_firms, once
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import growth_without, pull_pp
from gxlab.measures.register_lineage import lineage
from gxlab.reference.codes import normalise_name

ZERO = Decimal(0)
PARTS = {
    "stock": "存量企业",
    "entered": "小升规等（带基数）",
    "new": "新投产（无基数）",
    "exit": "退库（不留基数）",
    "exit_kept": "退库（留基数）",
    "joined": "成员调整：新纳入",
    "left": "成员调整：调出",
    "moved_in": "外地划入",
    "moved_out": "划出外地",
    "restated": "基数重报",
    "silent": "未报企业",
    "base_missing": "基数缺失",
}


@dataclass(frozen=True)
class FirmFacts:
    """What the bridge needs to know of one firm (一户的事实). Money in 万元.

    ``value``/``base``: this period as reported, ``basis`` its kind of base; ``former``: last
    year's own figure as now stored. ``counted``/``counted_then``: a member in the unit's register,
    now and a year ago. ``listed``/``listed_then``: where the register has it, "here" in the unit,
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

    def pull(self, part: Move) -> Decimal | None:
        """拉动 of one part in 百分点 of the comparable base."""
        return pull_pp(part.increase, ZERO, self.comparable)


def bridge(given: Edition) -> Bridge:
    """The bridge of an edition's clusters together, each firm once."""
    keep = given.desk.policy("exit_base_kept") == "yes"
    return once(given, "bridge", lambda: bridge_of(firm_facts(given), keep_exits=keep))


def bridge_of(firms: Iterable[FirmFacts], *, keep_exits: bool = False) -> Bridge:
    """The bridge over firms; ``keep_exits`` leaves a removed firm's figure in the base.

    Where sources keep the base of removed firms, the growth they feed back is lower: the setting
    follows the source.
    """
    facts = list(firms)
    moves = [move for firm in facts for move in _moves(firm, keep_exits)]
    parts = tuple(_summed(code, moves) for code in PARTS if any(m.part == code for m in moves))
    former = sum((f.former or ZERO for f in facts if f.counted_then), ZERO)
    comparable = former + sum((p.base_change for p in parts), ZERO)
    compared = comparable + sum((p.increase for p in parts), ZERO)
    return Bridge(
        former, comparable, compared, compared + sum((p.apart for p in parts), ZERO), parts
    )


def firm_facts(given: Edition) -> list[FirmFacts]:
    """Every firm that counts now or counted a year ago; renamed and merged firms under one code."""
    then = given.step(period=given.period.prior_year)
    renamed = _lineage(given)
    now_rows = {r["enterprise"]: r for r in given.firms.to_dicts()}
    then_rows = _under_present_codes(then.firms, renamed)
    counted = set(member_firms(given)["enterprise"].to_list())
    counted_then = {renamed.get(c, c) for c in member_firms(then)["enterprise"].to_list()}
    everywhere, everywhere_then = _registered(given, {}), _registered(then, renamed)
    return [
        FirmFacts(
            code,
            now_rows.get(code, {}).get("value"),
            now_rows.get(code, {}).get("base"),
            now_rows.get(code, {}).get("basis") or "",
            then_rows.get(code),
            code in counted,
            code in counted_then,
            _where(code, set(now_rows), everywhere),
            _where(code, set(then_rows), everywhere_then),
        )
        for code in sorted(counted | counted_then)
    ]


def components(given: Edition) -> list[FigureRow]:
    """The parts as figures: ``value`` 本期增减, ``base`` 基数变动, ``pull_pp``, ``n`` firms.

    ``value_base_missing`` holds what counts in the level and not in the growth; the last rows are
    former (上年口径), comparable (可比基数) and level (本期).
    """
    found = bridge(given)
    period = str(given.period)
    rows = [
        FigureRow(
            part.part,
            PARTS[part.part],
            value=part.increase,
            base=part.base_change,
            pull_pp=found.pull(part),
            period_used=period,
            n=part.firms,
            value_base_missing=part.apart,
        )
        for part in found.parts
    ]
    levels = (
        ("former", "上年同期（上年口径）", found.former),
        ("comparable", "上年同期（可比口径）", found.comparable),
        ("level", "本期", found.level),
    )
    return rows + [FigureRow(c, n, value=v, period_used=period) for c, n, v in levels]


def without_joined(given: Edition) -> FigureRow | None:
    """剔除成员调整: the growth without the firms that joined the clusters since last year.

    ``pull_pp`` is the pull of those firms, ``n`` how many; None where nobody joined.
    """
    found = bridge(given)
    joined = next((p for p in found.parts if p.part == "joined"), None)
    if joined is None:
        return None
    base = joined.base_change
    value = base + joined.increase
    return FigureRow(
        "joined",
        PARTS["joined"],
        value=found.level - value,
        growth_yoy_pct=growth_without((found.compared, found.comparable), (value, base)),
        pull_pp=found.pull(joined),
        numerator=found.compared - value,
        denominator=found.comparable - base,
        period_used=str(given.period),
        n=joined.firms,
    )


def summed(given: Edition) -> FigureRow:
    """The whole movement: ``value`` Σ本期增减, ``base`` Σ基数变动, ``pull_pp`` the growth."""
    found = bridge(given)
    return FigureRow(
        given.desk.unit.code,
        given.desk.unit.name,
        value=found.increase,
        base=found.comparable - found.former,
        pull_pp=pull_pp(found.compared, found.comparable, found.comparable),
        period_used=str(given.period),
        n=sum(p.firms for p in found.parts if p.part != "restated"),
        value_base_missing=found.level - found.compared,
    )


def _moves(firm: FirmFacts, keep_exits: bool) -> list[Move]:
    former = (firm.former or ZERO) if firm.counted_then else ZERO
    if not firm.counted:
        return [_gone(firm, former, keep_exits)]
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
    return {"here": "joined", "elsewhere": "moved_in"}.get(firm.listed_then, unlisted)


def _gone(firm: FirmFacts, former: Decimal, keep_exits: bool) -> Move:
    if not firm.listed and keep_exits:
        return Move("exit_kept", increase=-former)
    part = {"here": "left", "elsewhere": "moved_out"}.get(firm.listed, "exit")
    return Move(part, base_change=-former)


def _summed(code: str, moves: list[Move]) -> Move:
    own = [m for m in moves if m.part == code]
    return Move(
        code,
        len(own),
        sum((m.base_change for m in own), ZERO),
        sum((m.increase for m in own), ZERO),
        sum((m.apart for m in own), ZERO),
    )


def _under_present_codes(firms: pl.DataFrame, renamed: dict[str, str]) -> dict[str, Decimal | None]:
    """Last year's figures under the codes of today; firms that merged are added up."""
    found: dict[str, Decimal | None] = {}
    for code, value in firms.select("enterprise", "value").sort("enterprise").iter_rows():
        present = renamed.get(code, code)
        known = found.get(present)
        found[present] = value if known is None else known + (value or ZERO)
    return found


def _registered(given: Edition, renamed: dict[str, str]) -> set[str]:
    """Every firm of the register of the whole area at the edition's period."""
    rows = given.desk.read("enterprise_fact", indicator="revenue", period=str(given.period))
    return {renamed.get(code, code) for code in rows["enterprise"].unique().to_list()}


def _where(code: str, here: set[str], everywhere: set[str]) -> str:
    return "here" if code in here else "elsewhere" if code in everywhere else ""


def _lineage(given: Edition) -> dict[str, str]:
    """Former codes → today's code: 个转企 and mergers, by list or by the register's remarks."""
    known = lineage(given.desk, str(given.period))
    found = {old: known.current(old) for old in known.successor}
    if known.absorbed:
        codes = _codes_by_name(given)
        for gone, taker in known.absorbed.items():
            # A list names both firms by code, a remark by name.
            new = codes.get(normalise_name(taker), taker)
            found[codes.get(gone, gone)] = known.current(new)
    return found


def _codes_by_name(given: Edition) -> dict[str, str]:
    """Code by name ever used; a name borne by two firms tells neither apart."""
    found: dict[str, set[str]] = {}
    for row in given.desk.read("firm_names").to_dicts():
        found.setdefault(normalise_name(row["name"]), set()).add(row["enterprise"])
    return {name: next(iter(codes)) for name, codes in found.items() if len(codes) == 1}
