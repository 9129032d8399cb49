"""What does not fit together (数据质量): lists against results, invoices against revenue.

Nothing here is corrected: what looks odd goes back to its sender with a question, no suggested
value.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from gxlab.measures import register_dynamics, register_figures
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Register
from gxlab.measures.figures import FigureRow
from gxlab.measures.register_moves import Move
from gxlab.reference.codes import normalise_name
from gxlab.reference.numbers import divide

NO_EXIT_LIST = "名录不再列、退库名单没有"
NO_RESULT = "名录新列、入库审核结果没有"
NOT_LISTED = "审核通过、名录未列"
STILL_LISTED = "退库名单已列、名录仍在"
LEFT_OUT = "个别月份名录漏列"


@dataclass(frozen=True)
class Mismatch:
    """One firm on which two lists disagree (对不上的户)."""

    kind: str
    name: str
    month: str
    unit: str | None


def mismatches(given: Edition) -> list[Mismatch]:
    """Firms of the unit on which the lists of this year disagree, by kind and name."""
    year = given.year
    found = register_dynamics.unit_year(year, given.code)
    if found is None or found.opening is None:
        return []
    has = received(given)
    gone = [m for m in found.exits if not m.stated] if "exit" in has else []
    came = [m for m in found.entries if not m.stated] if "entry" in has else []
    listed = [
        *(Mismatch(NO_EXIT_LIST, m.name, m.step, m.before) for m in gone),
        *(Mismatch(NO_RESULT, m.name, m.step, m.after) for m in came),
    ]
    whole_city = given.desk.unit == given.desk.units.root
    gaps = [Mismatch(LEFT_OUT, name, "", None) for name in year.gaps] if whole_city else []
    both = [*listed, *_events_without_moves(given), *gaps]
    return sorted(both, key=lambda m: (m.kind, m.name))


def received(given: Edition) -> set[str]:
    """Which kinds of results have come this year: entry (审核结果), exit (退库名单)."""
    year = given.year
    opening, closing = year.opening or "", year.closing or ""
    return {e["event"] for e in year.evidence.events if opening < e["effective"] <= closing}


def _events_without_moves(given: Edition) -> list[Mismatch]:
    """Results and exits of the year that no list bears out."""
    year = given.year
    seen = {(m.kind, key) for m in year.moves for key in _keys(given, m)}
    opening, closing = year.opening or "", year.closing or ""
    belongs = year.inside(given.code, closing)
    found = []
    for event in year.evidence.events:
        if not opening < event["effective"] <= closing:
            continue
        code = year.known.current(event["enterprise"] or "")
        keys = {(event["event"], code), (event["event"], normalise_name(event["name"]))}
        if keys & seen or not belongs(code, event["unit"]):
            continue
        kind = NOT_LISTED if event["event"] == "entry" else STILL_LISTED
        found.append(Mismatch(kind, event["name"], event["effective"], event["unit"]))
    return found


def _keys(given: Edition, move: Move) -> tuple[str, str]:
    return given.year.known.current(move.enterprise), normalise_name(move.name)


def unstated(given: Edition) -> list[FigureRow]:
    """How many firms of the unit the lists disagree on, by kind."""
    found = mismatches(given)
    kinds = sorted({m.kind for m in found})
    return [_row(given, kind, kind, sum(m.kind == kind for m in found)) for kind in kinds]


def register_gap(given: Edition) -> FigureRow:
    """名录户数减反馈户数: the list's own count less the one fed back with the main indicators."""
    own = register_figures.count(given.year, given.code)
    fed_back = register_figures.published(given.year, given.code)
    if own.value is None or fed_back.value is None or given.year.closing is None:
        return replace(own, value=None, missing="no_data")
    return replace(own, value=own.value - fed_back.value)


def refused_rows(given: Edition) -> int:
    """Rows of the last list that were sent back (名录退回行)."""
    lists = given.desk.read("register_lists", until=str(given.desk.period))
    if lists.is_empty():
        return 0
    file_id = lists["file_id"].to_list()[-1]
    files = given.desk.read("files")
    rows = files.filter(files["file_id"] == file_id)["rows_refused"].to_list()
    return int(rows[0] or 0) if rows else 0


@dataclass(frozen=True)
class InvoiceGap:
    """A firm whose invoices and revenue lie far apart (开票与营收差异). Money in 万元."""

    enterprise: str
    name: str
    unit: str
    revenue: Decimal
    invoices: Decimal
    gap_pct: Decimal


def invoice_gaps(given: Edition, risk: Register) -> list[InvoiceGap]:
    """Firms of the register whose two readings differ by more than the rule allows, widest first.

    Small amounts are passed over: both below half a month of the threshold.
    """
    if risk.period is None or given.year.closing is None:
        return []
    rows = given.desk.uses(
        given.desk.read("register_invoices", register=given.year.closing, period=str(risk.period))
    )
    invoices = {
        code: v for code, v in rows.select("enterprise", "value").iter_rows() if v is not None
    }
    limit = given.desk.policy_number("invoice_gap_pct")
    floor = given.rules.threshold / 24 * risk.period.month
    found = []
    for firm in risk.firms:
        value = invoices.get(firm.enterprise)
        if value is None or firm.ytd <= 0 or max(value, firm.ytd) < floor:
            continue
        gap = divide(value - firm.ytd, firm.ytd, Decimal(100)) or Decimal(0)
        if abs(gap) > limit:
            found.append(InvoiceGap(firm.enterprise, firm.name, firm.unit, firm.ytd, value, gap))
    return sorted(found, key=lambda f: (-abs(f.invoices - f.revenue), f.name))


def invoice_rows(given: Edition, risk: Register, what: str) -> list[FigureRow]:
    """累计开票 (invoices) or its gap to revenue (gap, %) of those firms."""
    return [
        FigureRow(
            f.enterprise,
            f.name,
            value=f.invoices if what == "invoices" else f.gap_pct,
            period_used=str(risk.period),
            source_kind="税务开票",
            status="快报",
        )
        for f in invoice_gaps(given, risk)
    ]


def _row(given: Edition, code: str, name: str, value: int) -> FigureRow:
    return FigureRow(
        code,
        name,
        value=Decimal(value),
        period_used=given.year.closing,
        source_kind="统计局名录",
        status="最终",
    )
