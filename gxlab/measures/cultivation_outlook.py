"""Where the year will end (年度测算): what is done, in review and expected, against the task.

Two cuts, each with its name. 名录口径 ends with December's list: of firms still to come only new
plants that take effect this year count. 考核口径 ends with the annual return: the batch and the
exits that take effect at 1—2月 next year are credited to this year.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from gxlab.measures import register_figures
from gxlab.measures.cultivation import Edition, Forecast
from gxlab.measures.cultivation_risk import Register, register
from gxlab.measures.figures import FigureRow
from gxlab.measures.projection import TIERS
from gxlab.measures.register_dynamics import Move, credited_entries, pending
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.reference.numbers import round_half_away

OPPOSITE = {"low": "high", "mid": "mid", "high": "low"}


@dataclass(frozen=True)
class Outlook:
    """One unit's year on one basis (年度测算), counts of firms by tier.

    ``came``/``went``: entries and exits so far, those passed and not in effect yet included.
    ``reviewed``: in review and reaching the threshold; ``expected``: reaching it, not in review
    yet; ``leaving``: exits expected, most in the low tier.
    """

    unit: str
    basis: str
    came: int
    went: int
    reviewed: dict[str, int]
    expected: dict[str, int]
    leaving: dict[str, int]
    conversion: Decimal | None = None

    def entries(self, tier: str) -> int:
        """新增 of the year; in the low tier only last year's share of the list enters."""
        to_come = self.reviewed[tier] + self.expected[tier]
        if tier == "low" and self.conversion is not None:
            to_come = int(round_half_away(to_come * self.conversion, 0))
        return self.came + to_come

    def net(self, tier: str) -> int:
        """净增 of the year."""
        return self.entries(tier) - self.went - self.leaving[tier]


def outlook(
    given: Edition, basis: str, risk: Register | None = None, rate: Decimal | None = None
) -> Outlook | None:
    """The year of the edition's unit; None where last year's end is not known.

    ``rate``: last year's share of the list that entered, from cultivation_lookback.
    """
    code = given.code
    task = basis == TASK_BASIS
    came = (register_figures.credited if task else register_figures.entries)(given.year, code)
    went = (register_figures.credited_exits if task else register_figures.exits)(given.year, code)
    if came.value is None or went.value is None:
        return None
    passed = pending(given.year, code, "entry")
    settled = {m.enterprise for m in (*passed, *credited_entries(given.year, code))}
    to_come = [f for f in given.forecasts if f.code not in settled and _counts(f, given, task)]
    reviewed, expected = {}, {}
    for tier in TIERS:
        found = [f for f in to_come if f.reaches(tier, given.rules.threshold)]
        reviewed[tier] = sum(f.in_review for f in found)
        expected[tier] = len(found) - reviewed[tier]
    leaving = _leaving(given, risk or register(given)) if task else dict.fromkeys(TIERS, 0)
    listed = sum(_this_year(m, given, task) for m in passed)
    gone = sum(_this_year(m, given, task) for m in pending(given.year, code, "exit"))
    return Outlook(
        code,
        basis,
        int(came.value) + listed,
        int(went.value) + gone,
        reviewed,
        expected,
        leaving,
        rate,
    )


def _this_year(move: Move, given: Edition, task: bool) -> bool:
    """Whether what is passed but not in effect yet counts, and is not counted so far."""
    year = given.desk.period.year
    if not task:
        return move.month[:4] == str(year)
    return move.credited_year == year and given.desk.period.month < 12


def _counts(forecast: Forecast, given: Edition, task: bool) -> bool:
    """Whether a firm still to come would count on this basis, by the door open to it."""
    door = forecast.door
    if door.effective is None:
        return False
    year = given.desk.period.year
    return door.credited_year == year if task else door.effective.year == year


def _leaving(given: Edition, risk: Register) -> dict[str, int]:
    """Exits expected: in the low tier all whose low estimate is under, in the high tier few.

    In January only last year's returns are in, and whoever leaves for them is credited to it;
    once the list of exits is known, nothing is left to estimate.
    """
    this_year = risk.period is not None and risk.period.year == given.desk.period.year
    exits = pending(given.year, given.code, "exit")
    if not this_year or any(m.credited_year == given.year.year for m in exits):
        return dict.fromkeys(TIERS, 0)
    threshold = risk.threshold
    return {t: sum(f.estimate.of(t) < threshold for f in risk.firms) for t in TIERS}


def rows(
    given: Edition,
    basis: str,
    what: str,
    risk: Register | None = None,
    rate: Decimal | None = None,
) -> list[FigureRow]:
    """Year-end 新增 (entries), 净增 (net), 已实现, 在审, 测算达规 or 测算退出 by tier."""
    found = outlook(given, basis, risk, rate)
    return [] if found is None else tiers(given, found, what)


def tiers(given: Edition, found: Outlook, what: str) -> list[FigureRow]:
    """One figure of an outlook in its three tiers."""
    value = {
        "came": lambda tier: found.came,
        "went": lambda tier: found.went,
        "entries": found.entries,
        "net": found.net,
        "reviewed": found.reviewed.__getitem__,
        "expected": found.expected.__getitem__,
        "leaving": found.leaving.__getitem__,
    }[what]
    return [
        FigureRow(
            tier,
            {"low": "低", "mid": "中", "high": "高"}[tier],
            value=Decimal(value(tier)),
            period_used=str(given.desk.period),
            span="year",
            source_kind=f"测算（{found.basis}）",
            status="预计",
        )
        for tier in TIERS
    ]


def gap(given: Edition, kind: str, found: Outlook | None) -> FigureRow | None:
    """How far the middle estimate lies above or below the 确保 target of 新增 or 净增.

    ``found``: the outlook on the way of counting the target speaks of, see :func:`for_task`.
    """
    goals = [t for t in register_figures.entry_task(given.year, given.code, kind) if t["target"]]
    if not goals or found is None:
        return None
    value = found.entries("mid") if kind == "entries" else found.net("mid")
    return FigureRow(
        given.code,
        given.desk.unit.name,
        value=Decimal(value) - goals[0]["target"],
        target=goals[0]["target"],
        period_used=str(given.desk.period),
        span="year",
        source_kind=f"测算（{found.basis}）",
        status="预计",
    )


def for_task(given: Edition, kind: str, risk: Register | None = None) -> Outlook | None:
    """The outlook on the way of counting the target of 新增 or 净增 speaks of."""
    return outlook(given, register_figures.task_basis(given.desk, kind), risk)


__all__ = ["REGISTER_BASIS", "TASK_BASIS", "Outlook", "for_task", "gap", "outlook", "rows", "tiers"]
