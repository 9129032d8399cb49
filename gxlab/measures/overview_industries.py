"""分行业: output, growth and pull of each division (行业大类), and how many of them grow.

Pulls come from one source throughout. Where industries are fed back with level and growth but no
base, the base is the one the rate implies (总量 ÷ (1 + 增速)); the rate's rounding leaves each pull
an interval of half a tenth of a point times the industry's share. 增加值 is real growth: its pulls
are never formed here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import Overview, figure, once
from gxlab.measures.rates import HUNDRED, share_pct
from gxlab.reference.numbers import difference_pp, divide, round_half_away
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk

OUTPUT = "output"
PULL = "industry_output_pull"
# What a division's line shows beside its output and pull.
MORE = ("value_added_growth", "revenue", "profit_margin", "loss_share", "electricity")


@dataclass(frozen=True)
class Line:
    """One division (一个大类): its output, the pull of it, and its other figures by indicator."""

    code: str
    name: str
    output: FigureRow | None
    pull: FigureRow | None
    more: dict[str, FigureRow]

    @property
    def growth(self) -> Decimal | None:
        """产值增速 (%)."""
        return self.output.growth_yoy_pct if self.output else None

    @property
    def pull_pp(self) -> Decimal | None:
        """拉动 (个百分点)."""
        return self.pull.value if self.pull else None


def lines(given: Overview) -> list[Line]:
    """The divisions of the unit, largest output first; those with revenue alone come after."""
    return once(given, lambda: _lines(given), "industries")


def pulls(desk: Desk) -> list[FigureRow]:
    """分行业拉动 (个百分点) in ``value``, the increment and the total's base behind it."""
    rows = lookup.industry_figures(desk, OUTPUT)
    total = lookup.unit_figure(desk, OUTPUT)
    whole = _base(total) if total.period_used == str(desk.period) else None
    return [_pull(row, total, whole) for row in rows]


def growing_share(desk: Desk) -> FigureRow:
    """行业增长面 (%): divisions whose output grows over those with a rate; change to 上期."""
    now = _growing(lookup.industry_figures(desk, OUTPUT))
    before = desk.at(period=desk.period.previous)
    then = _growing(lookup.industry_figures(before, OUTPUT))
    share, past = share_pct(*now), share_pct(*then)
    return FigureRow(
        desk.unit.code,
        desk.unit.name,
        value=share,
        change_pp=difference_pp(share, past, 1),
        numerator=now[0] if now[1] else None,
        denominator=now[1] or None,
        period_used=str(desk.period),
    )


def is_summed(given: Overview) -> bool:
    """Whether the divisions are sums over firms beside a total that was fed back."""
    total = figure(given, OUTPUT)
    rows = [line.output for line in lines(given) if line.output]
    return bool(rows) and rows[0].n is not None and total.status in lookup.FED_BACK


def sum_gap(given: Overview) -> FigureRow:
    """企业汇总与反馈增速差 (百分点) of output, for the report's own period."""
    return output_gap(given.desk)


def output_gap(desk: Desk) -> FigureRow:
    """产值的企业汇总与反馈增速差 (百分点)."""
    fed_back = lookup.unit_figure(desk, OUTPUT)
    summed = lookup.unit_figure(desk, OUTPUT, scope="企业汇总")
    same = fed_back.period_used == summed.period_used and fed_back.status in lookup.FED_BACK
    rate = fed_back.growth_yoy_pct if same else None
    return FigureRow(
        desk.unit.code,
        desk.unit.name,
        value=difference_pp(summed.growth_yoy_pct, rate, 1),
        numerator=summed.growth_yoy_pct,
        denominator=rate,
        period_used=str(desk.period),
    )


def _lines(given: Overview) -> list[Line]:
    output = {r.code: r for r in lookup.industry_figures(given.desk, OUTPUT)}
    pull = {r.code: r for r in pulls(given.desk)}
    more = {i: {r.code: r for r in lookup.industry_figures(_desk(given, i), i)} for i in MORE}
    names = {r.code: r.name for rows in (*more.values(), output) for r in rows.values()}
    found = [
        Line(
            code,
            name,
            output.get(code),
            pull.get(code),
            {i: rows[code] for i, rows in more.items() if code in rows},
        )
        for code, name in names.items()
    ]
    return sorted(found, key=_order)


def _desk(given: Overview, indicator_id: str) -> Desk:
    """Where the industries of an indicator are: at the period its total is printed for."""
    desk = given.desk_of(indicator_id)
    known = figure(given, "revenue" if indicator_id in ("profit_margin", "loss_share") else OUTPUT)
    used = figure(given, indicator_id).period_used or known.period_used
    return desk.at(period=Period.parse(used)) if used else desk


def _order(line: Line) -> tuple[Decimal, Decimal, str]:
    output = line.output.value if line.output else None
    revenue = line.more.get("revenue")
    return -(output or Decimal(0)), -((revenue.value if revenue else None) or Decimal(0)), line.code


def _pull(row: FigureRow, total: FigureRow, whole: Decimal | None) -> FigureRow:
    pull, increase, base = row.pull_pp, row.increment, None
    if row.numerator is None:
        own = _base(row)
        same = (row.status, row.period_used) == (total.status, total.period_used)
        if own is not None and row.value is not None and whole and same:
            increase, base = row.value - own, whole
            pull = divide(increase, whole, HUNDRED)
    return replace(
        FigureRow(row.code, row.name),
        value=pull,
        numerator=increase,
        denominator=base,
        period_used=row.period_used,
        span=row.span,
        source_kind=row.source_kind,
        status=row.status,
    )


def _base(row: FigureRow) -> Decimal | None:
    """The base delivered, else the one a published rate implies; none at −100 % and below."""
    if row.denominator is not None:
        return row.denominator
    if row.value is None or row.growth_yoy_pct is None or row.growth_yoy_pct <= -HUNDRED:
        return None
    return divide(row.value * HUNDRED, HUNDRED + row.growth_yoy_pct)


def _growing(rows: list[FigureRow]) -> tuple[Decimal, Decimal]:
    rates = [round_half_away(r.growth_yoy_pct, 1) for r in rows if r.growth_yoy_pct is not None]
    return Decimal(sum(r > 0 for r in rates)), Decimal(len(rates))
