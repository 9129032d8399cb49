"""The head of the renovation report (技改投资月报): masthead, headline, key figures."""

from __future__ import annotations

from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import light as gap_light
from gxlab.measures.renovation import GROWTH, Renovation
from gxlab.measures.renovation_answer import figures
from gxlab.measures.renovation_leads import funnel_counts
from gxlab.measures.renovation_rows import filing_row, ledger_row
from gxlab.measures.renovation_summary import totals
from gxlab.show import grammar, pages
from gxlab.show.cluster_words import when
from gxlab.show.figures import ref
from gxlab.show.objects import KeyFigure, KeyFigures, Masthead, Part, Sentence
from gxlab.show.renovation_charts import spark
from gxlab.show.renovation_clauses import (
    against_goal,
    change,
    here,
    ledger_done,
    ledger_pace,
    rate,
    share,
)
from gxlab.show.renovation_words import (
    fig,
)
from gxlab.show.tables import light

TITLE = "工业技改投资月报"


def masthead(found: Renovation) -> Masthead:
    """眉头: the period and source of the fed-back rate, the ledger and the register list."""
    desk = found.desk
    growth = found.rate(GROWTH)
    sums = totals(found.projects, found.unit)
    told: list[tuple[str, FigureRow]] = [("技改投资增速", growth)] if growth else []
    if found.projects:
        told.append(("项目台账", ledger_row(sums, "ledger_investment", found.ledger_period)))
    if found.register_period and found.registered:
        told.append(("在库项目清单", list_row(found)))
    return pages.masthead(desk, TITLE, told)


def list_row(found: Renovation) -> FigureRow:
    """What the register list adds up to (在库项目清单合计)."""
    (row,) = figures(found.desk, "register_investment", None)
    return row


def headline(found: Renovation) -> Sentence:
    """开头一句: the rate fed back, its change, target and share; then the ledger's progress."""
    own = rate(found, GROWTH)
    period = when(found.desk.period)
    first: tuple[Part, ...] = ()
    if own:
        first = grammar.join(
            (f"{period}，{here(found)}工业技改投资", *own, f"（{_source(found)}）"),
            change(found, GROWTH),
            against_goal(found),
            share(found),
        )
    sums = totals(found.projects, found.unit)
    second = (
        grammar.join(ledger_done(found, sums), ledger_pace(found, sums)) if found.projects else ()
    )
    if not first and not second:
        said = f"{period}，{here(found)}没有统计反馈的技改投资增速，也没有列入台账的重点技改项目。"
        return Sentence((said,), "headline")
    lead = () if first else (f"{when(found.ledger_period or found.desk.period)}，{here(found)}",)
    return Sentence((*first, *lead, *second), "headline")


def _source(found: Renovation) -> str:
    row = found.rate(GROWTH)
    return row.source_kind if row and row.source_kind else "统计局反馈"


def key_figures(found: Renovation) -> KeyFigures:
    """四至六个关键指标; one without a figure is left out."""
    items = [
        _growth(found),
        _share(found),
        _registered(found),
        _completed(found),
        _red(found),
        _open(found),
    ]
    return KeyFigures(tuple(item for item in items if item is not None))


def _growth(found: Renovation) -> KeyFigure | None:
    row = found.rate(GROWTH)
    figure = fig(row, found.unit, GROWTH)
    if row is None or figure is None:
        return None
    goal = found.goals.get(found.unit)
    lamp = light(goal.progress.light) if goal and goal.progress.light != "none" else None
    moved = change(found, GROWTH)
    return KeyFigure(
        "工业技改投资增速",
        figure,
        when(found.desk.period),
        row.status or "",
        Sentence(moved) if moved else None,
        lamp,
        spark(found, GROWTH),
    )


def _share(found: Renovation) -> KeyFigure | None:
    row = found.rate("renovation_share")
    figure = fig(row, found.unit, "renovation_share")
    if row is None or figure is None:
        return None
    at = ref(row, found.unit, "renovation_share", "change_pp")
    past = found.desk.period.previous
    lead = f"比{'上年全年' if past.year < found.desk.period.year else past.label('ytd')}"
    moved = grammar.points(row.change_pp, at, lead=lead)
    said = Sentence(moved) if moved else None
    return KeyFigure("占工业投资比重", figure, when(found.desk.period), row.status or "", said)


def _registered(found: Renovation) -> KeyFigure | None:
    (count,) = figures(found.desk, "register_project_count", None)
    (new,) = figures(found.desk, "register_project_entries", None)
    figure = fig(count, found.unit, "register_project_count")
    if figure is None:
        return None
    entries = fig(new, found.unit, "register_project_entries")
    said = Sentence(("本年新入库", entries)) if entries else None
    period = when(found.desk.period)
    return KeyFigure("在库技改项目", figure, period, count.status or "", said)


def _completed(found: Renovation) -> KeyFigure | None:
    if not found.projects:
        return None
    row = ledger_row(totals(found.projects, found.unit), "ledger_investment", found.ledger_period)
    figure = fig(row, found.unit, "ledger_investment", "completion_pct")
    if figure is None:
        return None
    desk = found.desk
    limits = (desk.policy_number("progress_yellow_pp"), desk.policy_number("progress_red_pp"))
    at = ref(row, found.unit, "ledger_investment", "gap_plan_pp")
    gap = grammar.against(row.gap_plan_pp, "应达进度", at)
    return KeyFigure(
        "台账完成年度计划",
        figure,
        when(found.ledger_period or desk.period),
        row.status or "",
        Sentence(gap) if gap else None,
        light(gap_light(row.gap_plan_pp, *limits)),
    )


def _red(found: Renovation) -> KeyFigure | None:
    if not found.projects:
        return None
    sums = totals(found.projects, found.unit)
    row = ledger_row(sums, "ledger_red_count", found.ledger_period)
    figure = fig(row, found.unit, "ledger_red_count")
    yellow = fig(
        ledger_row(sums, "ledger_yellow_count", found.ledger_period),
        found.unit,
        "ledger_yellow_count",
    )
    if figure is None:
        return None
    said = Sentence(("另有黄灯", yellow)) if yellow and sums.yellow else None
    period = when(found.ledger_period or found.desk.period)
    return KeyFigure("红灯项目", figure, period, row.status or "", said)


def _open(found: Renovation) -> KeyFigure | None:
    if found.leads is None or found.desk.audience == "shared" or not found.own_leads:
        return None
    counts = funnel_counts(found.own_leads)
    rows = {
        k: filing_row(k, k, counts[k], found.desk.period, "filing_count")
        for k in ("待核", "符合技改")
    }
    figure = fig(rows["待核"], found.unit, "filing_count", by="stage")
    of = fig(rows["符合技改"], found.unit, "filing_count", by="stage")
    if figure is None:
        return None
    said = Sentence(("符合技改统计要求的备案", of)) if of else None
    return KeyFigure("待核线索", figure, found.desk.period.label("point"), "", said)
