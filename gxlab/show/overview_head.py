"""The head of the monthly overview (工业经济运行月报): masthead, headline, key figures."""

from __future__ import annotations

from gxlab.measures import overview_units
from gxlab.measures.figures import FigureRow
from gxlab.measures.overview import HEAD, Overview, figure, net, rate_of
from gxlab.measures.overview_units import place
from gxlab.reference.indicators import indicator
from gxlab.show import grammar, pages
from gxlab.show.cluster_words import area, told
from gxlab.show.cluster_words import former as former_name
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Figure, KeyFigure, KeyFigures, Masthead, Sentence
from gxlab.show.overview_words import (
    Parts,
    amount,
    change,
    coverage,
    digits,
    growth,
    growth_of,
    listed,
    name,
    place_clause,
    source,
    thin_coverage,
    when,
)

TITLE = "工业经济运行月报"
LABELS = {
    "value_added_growth": "规上工业增加值增速",
    "renovation_investment_growth": "工业技改投资增速",
}
SHOWN = (*HEAD[:4], "profit_margin", *HEAD[4:])


def masthead(given: Overview) -> Masthead:
    """眉头: each figure with the period and source it really has (各指标各期)."""
    rows = [(LABELS.get(i) or name(i), figure(given, i)) for i in HEAD]
    return pages.masthead(given.desk, TITLE, rows)


def headline(given: Overview) -> Sentence:
    """开头一句: 增加值 as fed back, output, and the financial figures with their own period."""
    first = [c for c in (_value_added(given), _output(given)) if c]
    said = [c for c in (*first, _finance(given, headed=bool(first))) if c]
    if not said:
        period = given.desk.period.label("ytd")
        text = f"{period}，{area(given.desk)}没有规上工业的反馈数、直报数或预计数。"
        return Sentence((text,), "headline")
    return Sentence(listed(said), "headline")


def key_figures(given: Overview) -> KeyFigures:
    """关键指标, each with its period, status and place; one without a figure is left out."""
    found = [_key(given, i) for i in SHOWN]
    return KeyFigures(tuple(item for item in found if item is not None))


def _value_added(given: Overview) -> Parts:
    subject = "value_added_growth"
    row = figure(given, subject)
    rate = growth(given, subject)
    if not rate:
        return ()
    lead = "预计" if row.status == "预计" else ""
    opening = (f"{lead}{when(row)}，{area(given.desk)}规上工业增加值", *rate, source(row))
    return grammar.join(opening, change(given, subject), end="")


def _output(given: Overview) -> Parts:
    row = figure(given, "output")
    told_of = told("规上工业总产值", amount(row, given.desk.unit.code, "output"))
    rate = growth(given, "output", lead="同比" if told_of else "规上工业总产值同比")
    if not told_of and not rate:
        return ()
    alone = rate_of(figure(given, "value_added_growth"), "value_added_growth") is None
    opening = f"{when(row)}，{area(given.desk)}完成" if alone else "完成"
    mark = (source(row),) if alone or row.status not in ("反馈", "最终") else ()
    first = (opening if told_of else opening.removesuffix("完成"), *told_of)
    clauses = [first, (*rate, *mark) if rate else coverage(given, row)]
    return grammar.join(
        *(c for c in clauses if c), change(given, "output") if alone else (), end=""
    )


def _finance(given: Overview, *, headed: bool) -> Parts:
    """Revenue and profit of one period; ``headed`` where a clause before has named the unit."""
    row, unit = figure(given, "revenue"), given.desk.unit.code
    if row.period_used is None:
        return ()
    opening = when(row) if headed else f"{when(row)}，{area(given.desk)}"
    level = told(f"{opening}实现营业收入", amount(row, unit, "revenue"))
    if not level:
        rate = growth(given, "revenue", lead=f"{opening}营业收入同比")
        return (*rate, source(row)) if rate else ()
    rate = growth(given, "revenue")
    profit = figure(given, "profit")
    same = (profit.period_used, profit.status) == (row.period_used, row.status)
    earned = told("利润总额", amount(profit, unit, "profit")) if same else ()
    return grammar.join(
        level,
        (*rate, source(row)) if rate else coverage(given, row) or (source(row),),
        earned,
        profit_growth(given) if earned else (),
        end="",
    )


def profit_growth(given: Overview) -> Parts:
    """Growth of profit, or how it crossed zero (扭亏为盈、由盈转亏、减亏)."""
    row = figure(given, "profit")
    turn = grammar.profit_turn(row.value, row.base)
    if turn:
        return (turn,)
    return growth(given, "profit")


def _key(given: Overview, indicator_id: str) -> KeyFigure | None:
    row = figure(given, indicator_id)
    shown = _shown(given, row, indicator_id)
    if shown is None:
        return None
    return KeyFigure(
        LABELS.get(indicator_id) or name(indicator_id),
        shown,
        when(row),
        row.status or "",
        _beside(given, row, indicator_id),
        spark=(),
    )


def _shown(given: Overview, row: FigureRow, indicator_id: str) -> Figure | None:
    unit = given.desk.unit.code
    if row.period_used is None:
        return None
    if not indicator(indicator_id).is_rate and row.value is None:
        decimals = digits(row, indicator_id)
        return fig(row, unit, indicator_id, "growth_yoy_pct", decimals=decimals)
    if indicator(indicator_id).kind == "rate":
        return fig(row, unit, indicator_id, decimals=digits(row, indicator_id))
    return amount(row, unit, indicator_id)


def _beside(given: Overview, row: FigureRow, indicator_id: str) -> Sentence | None:
    """What stands under a key figure: growth, change, and the place among peers."""
    clauses = [_moved(given, row, indicator_id), _place(given, indicator_id)]
    said = grammar.join(*clauses, end="")
    return Sentence(said) if said else None


def _moved(given: Overview, row: FigureRow, indicator_id: str) -> Parts:
    unit = given.desk.unit.code
    if indicator_id == "above_scale_count":
        return _net(given)
    if indicator_id == "profit_margin":
        at = ref(row, unit, indicator_id, "change_yoy_pp")
        return grammar.points(row.change_yoy_pp, at, decimals=2)
    if indicator_id == "profit":
        return profit_growth(given)
    if indicator(indicator_id).is_rate:
        return change(given, indicator_id)
    return () if thin_coverage(given, row) else growth_of(row, unit, indicator_id)


def _net(given: Overview) -> Parts:
    row = net(given)
    if row.value is None:
        return ()
    figure_ = fig(row, given.desk.unit.code, "above_scale_net")
    if row.value < 0 and figure_ is not None:
        figure_ = Figure(figure_.text.lstrip("−"), figure_.ref, unit=figure_.unit)
        return told("比上年末净减", figure_)
    return told("比上年末净增", figure_) if row.value else ("与上年末持平",)


def _place(given: Overview, indicator_id: str) -> Parts:
    if indicator_id not in HEAD:
        return ()
    row = overview_units.own(given, indicator_id)
    if row is None:
        return ()
    tied = overview_units.is_tied(overview_units.peers(given), row, indicator_id)
    said = place_clause(given, row, indicator_id, tied=tied)
    before = overview_units.former_place(given, indicator_id) if _moves(indicator_id) else None
    moved = grammar.place_change(
        getattr(row, place(indicator_id)), before, former_name(given.desk_of(indicator_id).period)
    )
    return grammar.join(said, moved, end="") if said else ()


def _moves(indicator_id: str) -> bool:
    """Only the headline rate tells how its place has moved; the others would crowd the row."""
    return indicator_id == "value_added_growth"
