"""要点 of the renovation report: what matters most this period, scored, five to eight."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures.renovation import GROWTH, Renovation, missing_ledgers, totals_by_unit
from gxlab.measures.renovation_leads import conclusion_counts, funnel_counts
from gxlab.measures.renovation_ledger import Project
from gxlab.measures.renovation_rows import count_row, ledger_row
from gxlab.measures.renovation_screen import READY
from gxlab.measures.renovation_summary import Totals, by_rule, totals
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.choosing import LARGE, Point, chosen
from gxlab.show.cluster_words import told
from gxlab.show.figures import ref
from gxlab.show.objects import Sentences
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
from gxlab.show.renovation_ledger_sentences import (
    GUIDED,
    benefit_rate,
    gains,
    lights,
    outlook,
    stuck,
    waiting_share,
)
from gxlab.show.renovation_sentences import reasons
from gxlab.show.renovation_words import (
    fig,
    ledger_fig,
)

# Scores run from 0 to about 100; below this a point is left out once five are there.
WORTH = Decimal(30)
HUNDRED = Decimal(100)


def key_points(found: Renovation) -> Sentences:
    """要点: scored by how far a figure moved, how much of the ledger it is, what is not covered."""
    points = [
        *_rate_points(found),
        *_county_points(found),
        *_ledger_points(found),
        *_coverage_points(found),
        *_outlook_points(found),
    ]
    return chosen(points, WORTH)


def _rate_points(found: Renovation) -> list[Point]:
    """The rate with its change and the causes; the rate against the target and the city."""
    row = found.rate(GROWTH)
    if row is None:
        return []
    moved = abs(row.change_pp or Decimal(0))
    turned = _turned(row.value, row.change_pp)
    lamp = {"red": 40, "yellow": 20}.get(_goal_light(found), 0)
    first = grammar.join(
        ("工业技改投资", *rate(found, GROWTH)), change(found, GROWTH, large=LARGE), _because(found)
    )
    second = grammar.join(
        ("工业技改投资增速", *against_goal(found)) if against_goal(found) else (),
        against_city(found),
        (*place(found), *_end_place(found)),
    )
    return [
        Point(60 + min(moved, Decimal(30)) + (20 if turned else 0), "rate", first),
        Point(Decimal(30 + lamp), "goal", second, 1),
    ]


def _end_place(found: Renovation) -> tuple[str, ...]:
    """为各县区最快 / 最慢: the two places that mean more than their number."""
    row = found.rate(GROWTH)
    if not place(found) or row is None or row.rank is None:
        return ()
    of = sum(r.rank is not None for r in found.rates[GROWTH].values())
    word = "最快" if row.rank == 1 else "最慢" if row.rank == of else ""
    return (f"，为各县区{word}",) if word else ()


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
        said.append(Point(Decimal(55), "falling", grammar.join(head, *clauses[1:]), 2))
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
        at = ref(row, unit.code, "ledger_investment", "gap_plan_pp")
        clauses.append((unit.name, *grammar.against(row.gap_plan_pp, "应达进度", at)))
    gap = abs(worst[0][1].gap_pp or Decimal(0))
    head: Clause = ("台账进度滞后较多的单位：", *clauses[0])
    return [Point(35 + min(gap, Decimal(25)), "behind", grammar.join(head, *clauses[1:]), 3)]


def _ledger_points(found: Renovation) -> list[Point]:
    """The lights and what holds up; late starts; 开工未入库. Completion stands in the headline."""
    if not found.projects:
        return []
    sums = totals(found.projects, found.unit)
    of = Decimal(sums.count)
    red_plan = sums.red_plan * HUNDRED / sums.plan if sums.plan else Decimal(0)
    said = lights(found, sums)
    held = stuck(found) if sums.red else ()
    waiting = [p for p in found.projects if "开工未入库" in _rules(p)]
    late = [p for p in found.projects if "逾期未开工" in _rules(p)]
    return [
        Point(25 + min(red_plan, Decimal(50)), "lights", (*said, *held), 4),
        Point(20 + HUNDRED * sums.overdue / of, "late", _late(found, sums, late), 5),
        Point(20 + HUNDRED * len(waiting) / of, "entered", _entered(found, waiting), 6),
    ]


def _rules(project: Project) -> list[str]:
    return [name for name, fired in by_rule([project]).items() if fired]


def _late(found: Renovation, sums: Totals, late: list[Project]) -> Clause:
    """已到计划开工月份仍未开工的台账项目3个，其中“××”年度计划最多，为8,000万元."""
    first = count(found, sums, "ledger_overdue_count", "已到计划开工月份仍未开工的台账项目")
    return grammar.join(first, _largest(found, late)) if first else ()


def _entered(found: Renovation, waiting: list[Project]) -> Clause:
    if not waiting:
        return ()
    row = count_row("开工未入库", len(waiting), found.ledger_period)
    figure = fig(row, found.unit, "ledger_project_count", by="rule")
    lead = told("台账中已开工、尚未纳入统计项目库的项目", figure)
    return (*grammar.join(lead, _largest(found, waiting), end="；"), GUIDED)


def _largest(found: Renovation, projects: list[Project]) -> Clause:
    """其中“××”年度计划最多，为8,000万元: internal, and only among several."""
    if len(projects) < 2 or found.desk.audience == "shared":
        return ()
    most = max(projects, key=lambda p: (p.annual_plan, p.key))
    sums = totals([most], most.key)
    plan = ledger_fig(found, sums, "ledger_plan", by="project", measure="万元", with_unit=True)
    return told(f"其中“{most.name}”年度计划最多，为", plan) if most.annual_plan else ()


def _coverage_points(found: Renovation) -> list[Point]:
    """待核线索, and units that have not reported."""
    said: list[Point] = []
    missing = [u.name for u in missing_ledgers(found)]
    if missing:
        text = f"{'、'.join(missing)}未报本期调度表，台账合计不含。"
        said.append(Point(Decimal(90), "missing", (text,), 7))
    if found.leads is None or found.desk.audience == "shared":
        return said
    counts = funnel_counts(found.own_leads)
    fit, unseen = counts["符合技改"], counts["待核"]
    if not unseen:
        return said
    ready = conclusion_counts(found.own_leads).get(READY, 0)
    part = HUNDRED * unseen / Decimal(fit)
    said.append(Point(15 + part / 2 + min(ready, 5) * 3, "leads", _leads(found, part, ready), 8))
    return said


def _leads(found: Renovation, part: Decimal, ready: int) -> Clause:
    """备案中符合技改统计要求的10个项目，未见在库待核的占四分之三以上，为8个，其中…"""
    counts = funnel_counts(found.own_leads)
    lead = stage(found, "符合技改", counts["符合技改"], "备案中符合技改统计要求的", "个项目")
    words = "均" if part == HUNDRED else grammar.portion(part)
    open_ = stage(found, "待核", counts["待核"], _unseen(words))
    fit = stage(found, READY, ready, "其中初判具备条件", by="conclusion") if ready else ()
    return (*grammar.join(lead, open_, fit, end="；"), GUIDED)


def _unseen(words: str) -> str:
    if words == "均":
        return "均未见在库，待核"
    return f"{words}未见在库，待核" if words else "未见在库待核"


def _outlook_points(found: Renovation) -> list[Point]:
    """What is planned still, and what finished projects bring against their plans."""
    said: list[Point] = []
    ahead, brought = outlook(found), gains(found)
    if ahead is not None:
        said.append(Point(15 + waiting_share(found) / 2, "ahead", ahead.parts, 9))
    reached = benefit_rate(found)
    if brought is not None and reached is not None:
        said.append(Point(15 + abs(reached - 85), "gains", brought.parts, 10))
    return said
