"""Looking back at last year's list of the same month (回看): how many it named, how many came.

The list is reckoned again from what was known then: last year's ledgers, invoices and decisions.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from gxlab.measures.cultivation import Edition, Forecast, below, edition, reaching
from gxlab.measures.cultivation_pool import Candidate, of_pool
from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import share_pct
from gxlab.measures.register_moves import door_name
from gxlab.reference.codes import normalise_name
from gxlab.reference.numbers import divide
from gxlab.reference.periods import Period

STILL_HERE = "仍在培育库"
ENOUGH = 10


@dataclass(frozen=True)
class Outcome:
    """What became of one firm of last year's list (去向); ``entered``: the month of effect."""

    forecast: Forecast
    entered: str | None
    door: str
    reason: str
    state: str = ""


@dataclass(frozen=True, eq=False)
class LookBack:
    """Last year's list of the same month and its outcomes (上年同月名单)."""

    given: Edition
    period: Period
    outcomes: tuple[Outcome, ...]

    @property
    def entered(self) -> list[Outcome]:
        """Those in the register by now."""
        return [o for o in self.outcomes if o.entered]

    @property
    def reasons(self) -> list[tuple[str, list[Outcome]]]:
        """Why the others are not, the most frequent first."""
        rest = [o for o in self.outcomes if not o.entered]
        counted = Counter(o.reason for o in rest)
        order = sorted(counted, key=lambda r: (-counted[r], r))
        return [(reason, [o for o in rest if o.reason == reason]) for reason in order]


@lru_cache(maxsize=16)
def look_back(given: Edition) -> LookBack | None:
    """The list a year ago; None where no ledger or no invoices of that month are kept."""
    period = given.desk.period.prior_year
    former = edition(given.desk.at(period=period))
    if former.pool.period != period or not former.sales:
        return None
    now = _Now.of(given)
    outcomes = tuple(_outcome(given, f, now) for f in reaching(former))
    return LookBack(given, period, outcomes)


@dataclass(frozen=True, eq=False)
class _Now:
    """What is known today: register rows, candidates, results of examination."""

    listed: dict[str, dict[str, str]]
    candidates: dict[str, Candidate]
    returned: dict[str, str]

    @classmethod
    def of(cls, given: Edition) -> _Now:
        month = given.year.closing or str(given.desk.period)
        rows = given.desk.read("register_firms", period=month).to_dicts()
        events = given.desk.read("register_events").to_dicts()
        back = [e for e in events if e["event"] == "entry" and e["result"] == "退回"]
        current = given.year.known.current
        return cls(
            {r["enterprise"]: r for r in rows},
            {c.key: c for c in of_pool(given.pool.candidates(given.desk.units.root.code))},
            {
                key: e["reason"] or "未写原因"
                for e in back
                for key in (current(e["enterprise"] or ""), normalise_name(e["name"]))
                if key
            },
        )


@lru_cache(maxsize=16)
def conversion(given: Edition) -> Decimal | None:
    """How many of last year's list entered, as a share of the whole territory's list (入库比例).

    A short list says nothing about the next: below ten firms there is no share.
    """
    root = given.desk.units.root.code
    found = look_back(given if given.code == root else below(given, root))
    if found is None or len(found.outcomes) < ENOUGH:
        return None
    return divide(Decimal(len(found.entered)), Decimal(len(found.outcomes)))


def _outcome(given: Edition, forecast: Forecast, now: _Now) -> Outcome:
    key = given.year.known.current(forecast.candidate.key)
    row = now.listed.get(key)
    if row is not None:
        return Outcome(forecast, row["entered"], door_name(row["door"]), "")
    candidate = now.candidates.get(key)
    state = candidate.state if candidate else ""
    return Outcome(forecast, None, "", _reason(given, forecast, key, now), state)


def _reason(given: Edition, forecast: Forecast, key: str, now: _Now) -> str:
    """Why not: a decision, the year's sales after all, returned by the bureau, or on its way."""
    ruled = given.decisions.get(key)
    if ruled is not None and ruled.excluded:
        return ruled.reason.split("（")[0]
    sales = given.sales.get(key)
    if sales and sales.last_year is not None and sales.last_year < given.rules.threshold:
        return "全年开票未达2000万元"
    returned = now.returned.get(key) or now.returned.get(normalise_name(forecast.candidate.name))
    if returned:
        return f"审核退回：{returned}"
    return STILL_HERE if key in now.candidates else "已不在培育库，去向待核"


def figures(found: LookBack) -> list[FigureRow]:
    """Firms on last year's list (listed), those that entered, and the others by reason."""
    values = [
        ("listed", "上年同月测算达规", len(found.outcomes)),
        ("entered", "已入库", len(found.entered)),
        *((reason, reason, len(firms)) for reason, firms in found.reasons),
    ]
    return [
        FigureRow(
            code,
            name,
            value=Decimal(value),
            share_pct=share_pct(Decimal(value), Decimal(len(found.outcomes))),
            period_used=str(found.given.desk.period),
            source_kind="测算回看",
            status="预计",
        )
        for code, name, value in values
    ]


__all__ = ["LookBack", "Outcome", "figures", "look_back"]
