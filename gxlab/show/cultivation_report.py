"""The head of the cultivation report (规上培育月报): masthead, headline, key figures."""

from __future__ import annotations

from dataclasses import replace

from gxlab.measures import (
    cultivation_figures,
    cultivation_risk,
    register_dynamics,
    register_figures,
)
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Register
from gxlab.measures.figures import FigureRow
from gxlab.reference.periods import Period
from gxlab.show import cultivation_words as words
from gxlab.show import grammar, pages
from gxlab.show.cultivation_tables import task_of
from gxlab.show.cultivation_words import (
    count,
    told,
)
from gxlab.show.figures import fig, ref
from gxlab.show.objects import KeyFigure, KeyFigures, Masthead, Part, Sentence
from gxlab.show.tables import light

Parts = tuple[Part, ...]


def masthead(given: Edition, risk: Register) -> Masthead:
    """眉头: title, issue, unit, and the month and source of each list."""
    revenue = cultivation_risk.count(risk)
    if revenue.value is not None:
        revenue = replace(revenue, span="ytd", source_kind="企业直报", status="快报")
    rows = [
        ("名录", register_figures.count(given.year, given.code)),
        ("培育库", cultivation_figures.count(given)),
        ("营业收入", revenue),
    ]
    return pages.masthead(given.desk, "规上企业培育月报", rows)


def headline(given: Edition) -> Sentence:
    """开头一句: the stock, what came and went by the register, what the task counts."""
    row = register_figures.count(given.year, given.code)
    if row.value is None or row.period_used is None:
        return Sentence((f"{words.area(given.desk)}还没有收到规上工业名录。",), "headline")
    when = f"截至{words.month_end(row.period_used)}，{words.area(given.desk)}"
    if row.value == 0:
        return Sentence((f"{when}没有在库规上工业企业。",), "headline")
    stock = told(f"{when}在库规上工业企业", fig(row, given.code, "above_scale_count"))
    return Sentence((*stock, "（统计局名录）", *_changes(given), *task_clause(given)), "headline")


def _changes(given: Edition) -> Parts:
    """比上年末净增×户：年度批次新增×户、月度新建×户，退出×户。"""
    net = register_figures.net(given.year, given.code)
    if net.value is None:
        return ("；缺上年末名录，不计算本年变动。",)
    return ("，比上年末", *net_words(net, given.code), *flows_clause(given))


def flows_clause(given: Edition) -> Parts:
    """：年度批次新增×户、月度新建×户，退出×户，另净划入×户。"""
    moved = register_figures.transfers(given.year, given.code)
    flows = _flows(given)
    shift: Parts = ()
    if moved.value:
        word = "划入" if moved.value > 0 else "划出"
        shift = (f"，另净{word}", count(moved, given.code, "above_scale_transfers"))
    return (*(("：", *flows) if flows else ()), *shift, "。")


def net_words(row: FigureRow, unit: str, subject: str = "above_scale_net") -> Parts:
    """净增16户, 净减2户, 户数持平."""
    if row.value is None:
        return ()
    if row.value == 0:
        return ("户数持平",)
    return ("净增" if row.value > 0 else "净减", count(row, unit, subject))


def _flows(given: Edition) -> Parts:
    year, code = given.year, given.code
    batch = register_figures.entries(year, code, register_dynamics.ANNUAL_DOORS)
    door = register_dynamics.MONTHLY_DOOR
    monthly = register_figures.entries(year, code, (door,))
    gone = register_figures.exits(year, code)
    came = [
        (text, count(replace(r, code=by, name=by), code, "above_scale_entries", by="door"))
        for text, r, by in (("年度批次新增", batch, "年度批次"), ("月度新建", monthly, door))
        if r.value
    ]
    said: list[Part] = []
    for text, figure in came:
        said += ["、" if said else "", text, figure]
    if gone.value:
        said += ["，" if said else "", "退出", count(gone, code, "above_scale_exits")]
    return tuple(p for p in said if p != "")


def task_clause(given: Edition) -> Parts:
    """计入2026年任务的新增×户，完成×%（考核口径）。"""
    task = task_of(given, "entries")
    row = task.measure(given.year, given.code)
    if row.value is None:
        return ()
    done = fig(row, given.code, task.subject, "completion_pct")
    rate = told("，完成年度任务的", done) if done else ()
    word = f"计入{given.year.year}年任务" if row.target else f"归属{given.year.year}年"
    lead = f"{word}的新增"
    return (lead, count(row, given.code, task.subject), *rate, f"（{task.basis}）。")


def key_figures(given: Edition, risk: Register) -> KeyFigures:
    """六个关键指标; one without a figure is left out."""
    found = [_stock(given), _net(given), _task(given), _pool(given)]
    if given.desk.audience != "shared":
        found += [_crossing(given), _risk(given, risk)]
    return KeyFigures(tuple(item for item in found if item is not None))


def _key(label: str, row: FigureRow, unit: str, subject: str, change: Parts) -> KeyFigure | None:
    figure = fig(row, unit, subject)
    if figure is None or row.period_used is None:
        return None
    said = Sentence(change) if change else None
    when = words.month_end(Period.parse(row.period_used))
    return KeyFigure(label, figure, when, row.status or "", said)


def _stock(given: Edition) -> KeyFigure | None:
    row = register_figures.count(given.year, given.code)
    opening = register_figures.opening(given.year, given.code)
    change = told("上年末", fig(opening, given.code, "above_scale_opening"))
    found = _key("在库规上工业企业", row, given.code, "above_scale_count", change)
    if found is None:
        return None
    spark = tuple(str(s.count) for s in register_dynamics.steps(given.year, given.code))
    return replace(found, spark=spark if len(spark) > 2 else ())


def _net(given: Edition) -> KeyFigure | None:
    row = register_figures.net(given.year, given.code)
    came = register_figures.entries(given.year, given.code)
    gone = register_figures.exits(given.year, given.code)
    if row.value is None:
        return None
    change: Parts = (
        "新增",
        count(came, given.code, "above_scale_entries"),
        "，退出",
        count(gone, given.code, "above_scale_exits"),
    )
    found = _key("净增（名录口径）", row, given.code, "above_scale_net", change)
    return _lit(given, found, "net", "above_scale_net")


def _task(given: Edition) -> KeyFigure | None:
    task = task_of(given, "entries")
    row = task.measure(given.year, given.code)
    done = fig(row, given.code, task.subject, "completion_pct")
    at = ref(row, given.code, task.subject, "gap_plan_pp")
    pace = grammar.pace(row.gap_plan_pp, at)
    change = grammar.join(told("完成", done) if done else (), pace, end="")
    label = f"{'任务' if row.target else '归属本年'}新增（{task.basis}）"
    return _lit(given, _key(label, row, given.code, task.subject, change), "entries", task.subject)


def _lit(given: Edition, found: KeyFigure | None, kind: str, subject: str) -> KeyFigure | None:
    """With the light of its task, where the task is measured by this very figure."""
    tasks = register_figures.tasks(given.year, given.code, kind)
    if found is None or not tasks or task_of(given, kind).subject != subject:
        return found
    return replace(found, light=light(tasks[0].light))


def _pool(given: Edition) -> KeyFigure | None:
    row = cultivation_figures.count(given)
    reviewed = cultivation_figures.in_review(given)
    change: Parts = ()
    if reviewed.value:
        change = told("在审", fig(reviewed, given.code, "candidate_in_review"))
    return _key("培育库", row, given.code, "candidate_count", change)


def _crossing(given: Edition) -> KeyFigure | None:
    if not given.sales:
        return None
    row = cultivation_figures.crossing(given)
    doors = [r for r in cultivation_figures.crossing_by_door(given) if r.value]
    clauses = [(r.name, count(r, given.code, "candidate_crossing_count", by="door")) for r in doors]
    change = grammar.join(*clauses, end="")
    return _key("年内测算达规", row, given.code, "candidate_crossing_count", change)


def _risk(given: Edition, risk: Register) -> KeyFigure | None:
    row, share = cultivation_risk.count(risk), cultivation_risk.share(risk)
    change: Parts = ()
    if row.value:
        change = told("上年营收占比", fig(share, given.code, "at_risk_share"))
    return _key("临退企业（测算低于2000万元）", row, given.code, "at_risk_count", change)
