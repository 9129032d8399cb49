"""Figures of the register (名录的数): stock, entries, exits, net, and the tasks set for them.

名录口径 counts by the month of effect, 考核口径 by the year credited. Which of the two a target
speaks of is a dated rule parameter (entries_target_basis, net_target_basis).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from gxlab.measures import register_dynamics as dynamics
from gxlab.measures.figures import FigureRow
from gxlab.measures.lookup import unit_figure
from gxlab.measures.progress import Progress, progress, targets
from gxlab.measures.register_dynamics import RegisterYear, UnitYear
from gxlab.measures.register_moves import DOORS, EXITS, Move
from gxlab.reference.numbers import difference_pp, round_half_away
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

REGISTER_BASIS = "名录口径"
TASK_BASIS = "考核口径"


def count(given: RegisterYear, code: str) -> FigureRow:
    """在库户数 at the last list; where no list has been received, as the bureau fed it back."""
    found = dynamics.unit_year(given, code)
    if found is None:
        return unit_figure(given.desk.at(unit=code), "above_scale_count")
    return _row(given, code, found.closing, span="point")


def opening(given: RegisterYear, code: str) -> FigureRow:
    """上年末在库户数."""
    found = dynamics.unit_year(given, code)
    value = found.opening if found else None
    return _row(given, code, value, span="point")


def entries(given: RegisterYear, code: str, doors: Sequence[str] = DOORS) -> FigureRow:
    """名录口径新增: entries that took effect this year, through some doors or all."""
    found = _known(given, code)
    value = sum(m.door in doors for m in found.entries) if found else None
    row = _row(given, code, len(found.entries) if found and doors == DOORS else value)
    return _with_task(given, code, row, "entries", REGISTER_BASIS) if doors == DOORS else row


def exits(given: RegisterYear, code: str, kinds: Sequence[str] = EXITS) -> FigureRow:
    """名录口径退出: exits that took effect this year, 年度 or 年内 or both."""
    found = _known(given, code)
    return _row(given, code, sum(m.door in kinds for m in found.exits) if found else None)


def net(given: RegisterYear, code: str) -> FigureRow:
    """名录口径净增 = 新增 − 退出."""
    found = _known(given, code)
    row = _row(given, code, found.net if found else None)
    return _with_task(given, code, row, "net", REGISTER_BASIS)


def transfers(given: RegisterYear, code: str) -> FigureRow:
    """划入划出 (净): neither entered nor left, only moved between units."""
    found = _known(given, code)
    return _row(given, code, found.transfers if found else None)


def credited(given: RegisterYear, code: str) -> FigureRow:
    """考核口径新增: entries credited to this year, with the task where it is set on this basis."""
    value = len(dynamics.credited_entries(given, code)) if _known(given, code) else None
    return _with_task(given, code, _row(given, code, value), "entries", TASK_BASIS)


def credited_exits(given: RegisterYear, code: str) -> FigureRow:
    """考核口径退出: exits credited to this year."""
    value = len(dynamics.credited_exits(given, code)) if _known(given, code) else None
    return _row(given, code, value)


def credited_net(given: RegisterYear, code: str) -> FigureRow:
    """考核口径净增 = 考核口径新增 − 考核口径退出."""
    came, went = credited(given, code).value, credited_exits(given, code).value
    value = None if came is None or went is None else int(came - went)
    return _with_task(given, code, _row(given, code, value), "net", TASK_BASIS)


def published(given: RegisterYear, code: str) -> FigureRow:
    """规上企业户数 as fed back with the main indicators (W01): level, growth, place."""
    at = given.desk.at(unit=code)
    if given.closing is not None:
        at = at.at(period=Period.parse(given.closing))
    found = unit_figure(at, "above_scale_count")
    return found if found.period_used == str(at.period) else replace(found, value=None)


def entry_task(given: RegisterYear, code: str, kind: str) -> list[dict[str, Any]]:
    """Targets for 新增 or 净增 of a unit, 确保 before 奋斗, under whichever id they were set."""
    ids = ("above_scale_credited", "above_scale_entries") if kind == "entries" else ()
    at = given.desk.at(unit=code)
    for indicator_id in ids or ("above_scale_net_credited", "above_scale_net"):
        if found := targets(at, indicator_id):
            return found
    return []


def task_basis(desk: Desk, kind: str) -> str:
    """Which way of counting the target of 新增 (entries) or 净增 (net) speaks of."""
    return desk.policy(f"{kind}_target_basis")


def tasks(given: RegisterYear, code: str, kind: str) -> list[Progress]:
    """How far 新增 or 净增 has come against each tier of its target, on the basis in force."""
    done = task_row(given, code, kind)
    at = given.desk.at(unit=code)
    found = [progress(at, t, done) for t in entry_task(given, code, kind) if t["target"]]
    if done.value is None or done.value >= 0:
        return found
    # A stock that shrank has completed nothing; a negative rate of completion is not said.
    return [replace(p, completion_pct=None) for p in found]


def task_row(given: RegisterYear, code: str, kind: str) -> FigureRow:
    """新增 (entries) or 净增 (net) on the way of counting its target speaks of."""
    basis = task_basis(given.desk, kind)
    if kind == "entries":
        return (credited if basis == TASK_BASIS else entries)(given, code)
    return (credited_net if basis == TASK_BASIS else net)(given, code)


def task_gap(given: RegisterYear, code: str) -> FigureRow:
    """完成率与全市之差 (百分点) of the task of 新增, and the unit's place among its peers.

    ``n``: how many peers share the rate, the unit itself included (并列).
    """
    own = task_row(given, code, "entries")
    city = task_row(given, given.desk.units.root.code, "entries")
    peers = [u.code for u in given.desk.units.peers(code)]
    rates = [task_row(given, c, "entries").completion_pct for c in peers]
    shown = [round_half_away(r, 1) for r in rates if r is not None]
    mine = own.completion_pct
    rate = None if mine is None else round_half_away(mine, 1)
    place = None if rate is None else 1 + sum(r > rate for r in shown)
    return FigureRow(
        code,
        own.name,
        value=difference_pp(mine, city.completion_pct, 1),
        rank=place,
        rank_of=len(shown),
        n=sum(r == rate for r in shown),
        period_used=own.period_used,
        source_kind=own.source_kind,
        status=own.status,
    )


def firms(given: RegisterYear, moves: Sequence[Move]) -> list[FigureRow]:
    """One row a firm that entered or left, value 1 (逐户)."""
    return [
        FigureRow(m.enterprise or m.name, m.name, value=Decimal(1), period_used=m.month)
        for m in moves
    ]


def _known(given: RegisterYear, code: str) -> UnitYear | None:
    found = dynamics.unit_year(given, code)
    return found if found is not None and found.opening is not None else None


def _row(given: RegisterYear, code: str, value: int | None, *, span: str = "ytd") -> FigureRow:
    lists = given.desk.read("register_lists", until=str(given.desk.period))
    last = lists.tail(1).to_dicts()
    return FigureRow(
        code,
        given.desk.units.find(code).name,
        value=None if value is None else Decimal(value),
        period_used=given.closing,
        span=span,
        source_kind="统计局名录",
        status=last[0]["status"] if last else None,
        missing="no_data" if value is None else None,
    )


def _with_task(given: RegisterYear, code: str, row: FigureRow, kind: str, basis: str) -> FigureRow:
    """Target, completion and pace of the 确保 tier, where the target is set on this basis."""
    if row.value is None or task_basis(given.desk, kind) != basis:
        return row
    goals = [t for t in entry_task(given, code, kind) if t["target"]]
    if not goals:
        return row
    found = progress(given.desk.at(unit=code), goals[0], row)
    return replace(
        row,
        target=found.target,
        completion_pct=None if row.value < 0 else found.completion_pct,
        plan_pct=found.plan_pct,
        linear_pct=found.linear_pct,
        gap_plan_pp=found.gap_plan_pp,
        gap_linear_pp=found.gap_linear_pp,
    )
