"""One edition of the cultivation report (一期规上培育): register, pool, sales and forecasts.

Computed once for a unit and month; tables, charts, sentences and ``gxlab value`` all read it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from gxlab.measures import cultivation_pool as pools
from gxlab.measures.cultivation_checks import Verdict, decided, verdict
from gxlab.measures.cultivation_pool import Candidate, Pool
from gxlab.measures.cultivation_projection import crossing, new_plant, rest_shares
from gxlab.measures.cultivation_sales import Power, Sales, power_of, sales_of, stated_sales
from gxlab.measures.doors import Door, DoorRules, Plant, door_rules, open_door
from gxlab.measures.projection import TIERS, Estimate, seasonal
from gxlab.measures.register_dynamics import RegisterYear, register_year
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk


@dataclass(frozen=True)
class Forecast:
    """What a candidate will come to (达规测算): estimate, month of crossing by tier, and its door.

    ``sales`` and ``estimate`` are None where neither tax office nor ledger gives invoices.
    """

    candidate: Candidate
    sales: Sales | None
    power: Power | None
    estimate: Estimate | None
    crossed: Mapping[str, Period | None]
    door: Door
    verdict: Verdict

    @property
    def code(self) -> str:
        """The credit code, or the name where the ledger gives none."""
        return self.candidate.enterprise or self.candidate.key

    def reaches(self, tier: str, threshold: Decimal) -> bool:
        """Whether the year's estimate reaches the threshold and no decision speaks against it.

        The low tier leaves out firms with an open doubt (待核) as well.
        """
        if self.estimate is None or self.verdict.excluded:
            return False
        if tier == "low" and self.verdict.doubts:
            return False
        return self.estimate.of(tier) >= threshold

    @property
    def in_review(self) -> bool:
        """在审: handed to the bureaus above the town."""
        return self.candidate.state in pools.IN_REVIEW


@dataclass(frozen=True, eq=False)
class Edition:
    """The report's figures for the desk's unit and month (一期)."""

    desk: Desk
    year: RegisterYear
    pool: Pool
    rules: DoorRules

    @property
    def code(self) -> str:
        """The unit's code."""
        return self.desk.unit.code

    @cached_property
    def sales(self) -> Mapping[str, Sales]:
        """Invoice sales of candidates by credit code."""
        return sales_of(self.desk, self.pool)

    @cached_property
    def power(self) -> Mapping[str, Power]:
        """Electricity of all firms by credit code."""
        return power_of(self.desk)

    @cached_property
    def decisions(self) -> Mapping[str, Verdict]:
        """Decisions on firms in force."""
        return decided(self.desk)

    @cached_property
    def industries(self) -> Mapping[str, str | None]:
        """Industry codes of firms known from any list."""
        rows = self.desk.read("enterprises").select("enterprise", "industry")
        return dict(rows.iter_rows())

    @cached_property
    def candidates(self) -> list[Candidate]:
        """Distinct firms of the unit's ledgers, those in the register already included."""
        return self.pool.candidates(self.code)

    @cached_property
    def forecasts(self) -> list[Forecast]:
        """One forecast a true candidate of the unit, by name."""
        return [_forecast(self, c) for c in pools.of_pool(self.candidates)]

    @cached_property
    def margin_pp(self) -> Decimal:
        """How far growth of the months to come may lie from growth so far, in 百分点."""
        return self.desk.policy_number("projection_margin_pp")

    @cached_property
    def check_rules(self) -> dict[str, Decimal | bool]:
        """What the checks on sales go by."""
        return {
            "threshold": self.rules.threshold,
            "spike_pct": self.desk.policy_number("single_month_share_pct"),
            "has_power": bool(self.power),
        }


def edition(desk: Desk) -> Edition:
    """The edition of the desk's unit and month."""
    year = register_year(desk)
    return Edition(desk, year, pools.pool(desk, year), door_rules(desk))


def below(given: Edition, code: str) -> Edition:
    """The same edition for another unit; what does not depend on the unit is shared."""
    moved = replace(given, desk=given.desk.at(unit=code))
    for name in ("sales", "power", "decisions", "industries"):
        moved.__dict__[name] = getattr(given, name)
    return moved


def reaching(given: Edition, tier: str = "mid") -> list[Forecast]:
    """Candidates whose year reaches the threshold (年内测算达规), undecided ones only."""
    threshold = given.rules.threshold
    return [f for f in given.forecasts if f.reaches(tier, threshold)]


def _forecast(given: Edition, candidate: Candidate) -> Forecast:
    sales = given.sales.get(candidate.enterprise or "") or stated_sales(
        candidate, given.pool.period or given.desk.period
    )
    power = given.power.get(candidate.enterprise or "")
    ruled = given.decisions.get(candidate.key) or given.decisions.get(candidate.name)
    held = verdict(
        candidate.name,
        sales,
        power,
        given.industries.get(candidate.key),
        given.check_rules,
        ruled,
    )
    margin = given.margin_pp
    estimate = _estimate(candidate, sales, margin) if sales else None
    crossed = _crossed(sales, estimate, given.rules.threshold)
    plant = Plant(
        candidate.pool, candidate.nature, candidate.start, bool(sales and sales.before_last_quarter)
    )
    filed = candidate.state in pools.FILED
    door = open_door(plant, crossed["mid"], given.desk.period, given.rules, filed=filed)
    return Forecast(candidate, sales, power, estimate, crossed, door, held)


def _estimate(candidate: Candidate, sales: Sales, margin_pp: Decimal) -> Estimate:
    """By pace since production for a plant that began lately, by the season for all others."""
    recent = candidate.start is not None and candidate.start >= Period(sales.now.year - 1, 10)
    if recent and not sales.before_last_quarter:
        return new_plant(sales.ytd, sales.month, candidate.start, sales.now)
    months = sales.now.months_elapsed
    return seasonal(sales.ytd, sales.base, sales.last_year, months, margin_pp)


def _crossed(
    sales: Sales | None, estimate: Estimate | None, threshold: Decimal
) -> dict[str, Period | None]:
    if sales is None or estimate is None:
        return dict.fromkeys(TIERS)
    shares = rest_shares(sales.now, {} if "投产" in estimate.method else sales.path)
    reached = {p: v for p, v in sales.path.items() if p.year == sales.now.year}
    reached[sales.now] = sales.ytd
    return {
        tier: crossing(estimate.of(tier), reached, sales.now, threshold, shares) for tier in TIERS
    }
