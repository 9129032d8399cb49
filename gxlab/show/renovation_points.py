"""要点 of the renovation report: what matters most this period, scored, at most eight."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.renovation import GROWTH, Renovation, missing_ledgers, totals_by_unit
from gxlab.measures.renovation_checks import doubts
from gxlab.measures.renovation_leads import conclusion_counts, funnel_counts
from gxlab.measures.renovation_rows import count_row, ledger_row
from gxlab.measures.renovation_screen import READY
from gxlab.measures.renovation_summary import by_rule, totals
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.cluster_words import told
from gxlab.show.objects import Sentence, Sentences
from gxlab.show.renovation_clauses import (
    Clause,
    against_city,
    against_goal,
    change,
    count,
    place,
    rate,
    stage,
)
from gxlab.show.renovation_ledger_sentences import GUIDED, gains, lights, outlook
from gxlab.show.renovation_sentences import reasons
from gxlab.show.renovation_words import fig, ref

MOST = 8
Point = tuple[Decimal, Clause]


def key_points(found: Renovation) -> Sentences:
    """要点: scored by how far a figure moved, how heavy its light is, what is not covered."""
    scored = [
        *_rate_points(found),
        *_county_points(found),
        *_ledger_points(found),
        *_coverage_points(found),
        *_outlook_points(found),
    ]
    said = sorted((p for p in scored if p[1]), key=lambda p: -p[0])[:MOST]
    return Sentences(tuple(Sentence(parts, "key_point") for _, parts in said))


def _rate_points(found: Renovation) -> list[Point]:
    """The rate with its change and the causes; the rate against the target and the city."""
    row = found.rate(GROWTH)
    if row is None:
        return []
    moved = abs(row.change_pp or Decimal(0))
    turned = (
        row.value is not None and row.change_pp is not None and _turned(row.value, row.change_pp)
    )
    lamp = {"red": 40, "yellow": 20}.get(_goal_light(found), 0)
    first = grammar.join(
        ("工业技改投资", *rate(found, GROWTH)), change(found, GROWTH), _because(found)
    )
    second = grammar.join(
        ("工业技改投资增速", *against_goal(found)) if against_goal(found) else (),
        against_city(found),
        place(found),
    )
    return [
        (60 + min(moved, Decimal(30)) + (20 if turned else 0), first),
        (Decimal(30 + lamp), second),
    ]


def _turned(value: Decimal | None, change_pp: Decimal | None) -> bool:
    if value is None or change_pp is None:
        return False
    before = round_half_away(value, 1) - change_pp
    return (value > 0) != (before > 0)


def _goal_light(found: Renovation) -> str:
    goal = found.goals.get(found.unit)
    return goal.progress.light if goal else "none"


def _because(found: Renovation) -> Clause:
    why = reasons(found)
    return ("主要受", *why[0], "影响") if why else ()


def _county_points(found: Renovation) -> list[Point]:
    """On the city's page: the units whose investment falls, and the ledgers furthest behind."""
    if found.desk.unit.parent is not None:
        return []
    below = {u.code: u for u in found.desk.units.children(found.unit)}
    rows = [r for c, r in found.rates[GROWTH].items() if c in below and r.value is not None]
    falling = sorted((r for r in rows if (r.value or 0) < 0), key=lambda r: (r.value or 0, r.code))
    said: list[Point] = []
    if falling:
        clauses = [(below[r.code].name, *rate(found, GROWTH, r.code)) for r in falling[:3]]
        head: Clause = ("工业技改投资下降的单位：", *clauses[0])
        said.append((Decimal(55), grammar.join(head, *clauses[1:])))
    return [*said, *_behind(found)]


def _behind(found: Renovation) -> list[Point]:
    """The units whose ledgers stand furthest behind what should be reached."""
    rows = [(u, t) for u, t in totals_by_unit(found)[1:] if t.gap_pp is not None and t.gap_pp < 0]
    worst = sorted(rows, key=lambda x: (x[1].gap_pp or 0, x[0].code))[:2]
    if len(rows) < 2:
        return []
    clauses: list[Clause] = []
    for unit, sums in worst:
        row = ledger_row(sums, "ledger_investment", found.ledger_period)
        at = ref(row, "ledger_investment", unit.code, "gap_plan_pp")
        clauses.append((unit.name, *grammar.against(row.gap_plan_pp, "应达进度", at)))
    gap = abs(worst[0][1].gap_pp or Decimal(0))
    head: Clause = ("台账进度滞后较多的单位：", *clauses[0])
    return [(35 + min(gap, Decimal(25)), grammar.join(head, *clauses[1:]))]


def _ledger_points(found: Renovation) -> list[Point]:
    """The lights; late starts; 开工未入库. Completion itself stands in the headline."""
    if not found.projects:
        return []
    sums = totals(found.projects, found.unit)
    red = Decimal(sums.red * 100) / Decimal(sums.count)
    late = count(found, sums, "ledger_overdue_count", "已到计划开工月份仍未开工的台账项目")
    waiting = by_rule(found.projects).get("开工未入库", 0)
    row = count_row("开工未入库", waiting, found.ledger_period)
    figure = fig(row, "ledger_project_count", found.unit, by="rule")
    lead = told("台账中已开工、尚未纳入统计项目库的项目", figure) if waiting else ()
    entered: Clause = (*grammar.join(lead, end="；"), GUIDED) if lead else ()
    return [
        (40 + min(red, Decimal(30)), lights(found, sums)),
        (Decimal(30 + min(sums.overdue, 20)), grammar.join(late)),
        (Decimal(42 + min(waiting, 20)), entered),
    ]


def _coverage_points(found: Renovation) -> list[Point]:
    """待核线索, and units that have not reported."""
    said: list[Point] = []
    missing = [u.name for u in missing_ledgers(found)]
    if missing:
        said.append((Decimal(70), (f"{'、'.join(missing)}未报本期调度表，台账合计不含。",)))
    if found.leads is None or found.desk.audience == "shared":
        return said
    counts = funnel_counts(found.own_leads)
    if not counts["待核"]:
        return said
    ready = conclusion_counts(found.own_leads).get(READY, 0)
    fit = stage(found, READY, ready, "其中初判具备条件", by="conclusion") if ready else ()
    clause = grammar.join(
        stage(found, "符合技改", counts["符合技改"], "备案中符合技改统计要求的项目"),
        stage(found, "待核", counts["待核"], "未见在库待核"),
        fit,
        end="；",
    )
    return [*said, (Decimal(38 + min(counts["待核"], 25)), (*clause, GUIDED))]


def _outlook_points(found: Renovation) -> list[Point]:
    """What is planned still, what finished projects bring, what is to be verified."""
    said: list[Point] = []
    ahead, brought = outlook(found), gains(found)
    if ahead is not None:
        said.append((Decimal(28), ahead.parts))
    if brought is not None:
        said.append((Decimal(12), brought.parts))
    if found.desk.audience == "internal" and doubts(found):
        text = "台账和在库清单有疑似问题待向报送单位核实，见数据质量。"
        said.append((Decimal(22), (text,)))
    return said
