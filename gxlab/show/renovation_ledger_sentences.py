"""Judgements that open the ledger and filing sections (各节判断句, ②台账、③备案线索)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from gxlab.measures.figures import FigureRow
from gxlab.measures.rates import share_pct
from gxlab.measures.renovation import Renovation
from gxlab.measures.renovation_answer import whole
from gxlab.measures.renovation_leads import funnel_counts, month_counts
from gxlab.measures.renovation_outlook import benefit_total, moves
from gxlab.measures.renovation_rows import (
    ahead_row,
    benefit_row,
    count_row,
    ledger_row,
    move_counts,
)
from gxlab.measures.renovation_summary import Totals, by_obstacle, by_rule, totals
from gxlab.show import grammar
from gxlab.show.cluster_words import told
from gxlab.show.objects import Part, Sentence
from gxlab.show.renovation_clauses import (
    Clause,
    amount,
    count,
    here,
    ledger_pace,
    linear_pace,
    stage,
)
from gxlab.show.renovation_words import fig, money

GUIDED = "符合条件的，指导依法申报。"


def ledger(found: Renovation) -> Sentence:
    """四、重点项目推进: completion against what should be reached, and the lights."""
    if not found.projects:
        return Sentence((f"{here(found)}没有列入台账的重点技改项目。",), "judgement")
    sums = totals(found.projects, found.unit)
    pace = grammar.join(ledger_pace(found, sums), linear_pace(found, sums))
    lead: Clause = ("台账项目", *pace) if pace else ()
    return Sentence((*lead, *lights(found, sums)), "judgement")


def lights(found: Renovation, sums: Totals) -> Clause:
    """台账160个项目中，绿灯109个、黄灯29个、红灯22个；红灯项目年度计划投资…亿元，占…%."""
    names = (("绿灯", "green"), ("黄灯", "yellow"), ("红灯", "red"))
    colours = [c for n, k in names if (c := count(found, sums, f"ledger_{k}_count", n))]
    said: list[Part] = [*count(found, sums, "ledger_project_count", "台账", "个项目中，")]
    for number, colour in enumerate(colours):
        said += ["、" if number else "", *colour]
    return (*said, *_red_plan(found, sums), "。")


def _red_plan(found: Renovation, sums: Totals) -> Clause:
    row = ledger_row(sums, "ledger_red_plan", found.ledger_period)
    if not row.value:
        return ()
    ratio = ledger_row(sums, "ledger_red_plan_share", found.ledger_period)
    plan = amount(row, "ledger_red_plan", found.unit, "；红灯项目年度计划投资")
    words = grammar.portion(ratio.value or Decimal(0))
    share = told(
        f"，占{words}（" if words else "，占", fig(ratio, found.unit, "ledger_red_plan_share")
    )
    return (*plan, *share, *(("）",) if share and words else ()))


def held_up(found: Renovation) -> Sentence | None:
    """五、红黄灯: which rules fired, and what holds the projects up."""
    if not found.projects:
        return None
    rules = [(n, k) for n, k in by_rule(found.projects).items() if k]
    if not rules:
        return Sentence(("台账项目均为绿灯。",), "judgement")
    first = grammar.join(("红灯、黄灯项目中", *_listed(found, rules, "rule")))
    stuck = list(by_obstacle(found.projects).items())[:4]
    second = grammar.join(("卡点主要在", *_listed(found, stuck, "blocked"))) if stuck else ()
    return Sentence((*first, *second), "judgement")


def stuck(found: Renovation) -> Clause:
    """红灯、黄灯项目主要卡在用地2个、资金1个: the two things that hold up most; internal."""
    most = list(by_obstacle(found.projects).items())[:2]
    if not most or found.desk.audience == "shared":
        return ()
    return ("红灯、黄灯项目主要卡在", *_listed(found, most, "blocked"), "。")


def _listed(
    found: Renovation,
    counts: list[tuple[str, int]],
    by: str,
    named: Callable[[str], str] = str,
) -> Clause:
    """进度滞后22个、逾期未开工14个: counts one after the other, each a figure."""
    said: list[Part] = []
    for number, (name, n) in enumerate(counts):
        row = count_row(name, n, found.ledger_period)
        figure = fig(row, found.unit, "ledger_project_count", by=by)
        said += ["、" if number else "", *told(named(name), figure)]
    return tuple(said)


def lists(found: Renovation) -> Sentence | None:
    """六、三张清单: what moved since the ledger before, and what is overdue."""
    if not found.projects:
        return None
    sums = totals(found.projects, found.unit)
    late = count(found, sums, "ledger_overdue_count", "已到计划开工月份仍未开工的")
    if not found.before:
        return Sentence(grammar.join("没有上期台账可比", late), "judgement")
    counts = move_counts(moves(found.before, found.projects))
    moved = [(c, n) for c, n in counts.items() if n and _is_move(c)]
    said: Clause = ("与上期相比，", *_listed(found, moved, "move", _move_name)) if moved else ()
    return Sentence(grammar.join(said or "与上期相比各清单没有变动", late), "judgement")


def _move_name(code: str) -> str:
    before, arrow, after = code.partition("→")
    return f"由{before}转为{after}" if arrow else code


def _is_move(code: str) -> bool:
    before, arrow, after = code.partition("→")
    return not arrow or before != after


def coverage(found: Renovation) -> Sentence | None:
    """七、应统尽统: the funnel in one sentence, and the month's new filings in another."""
    if found.desk.audience == "shared":
        return Sentence(("备案线索仅供内部核对，本版不列。",), "note")
    if found.leads is None:
        return Sentence(("没有导入在线审批监管平台的备案，本期无法比对。",), "judgement")
    counts = funnel_counts(found.own_leads)
    if not counts["备案"]:
        return Sentence((f"回看期内{here(found)}没有备案项目。",), "judgement")
    first = grammar.join(
        stage(found, "备案", counts["备案"], "回看期内备案项目"),
        stage(found, "工业", counts["工业"], "其中工业"),
        stage(found, "符合技改", counts["符合技改"], "符合技改统计要求"),
        stage(found, "已在库", counts["已在库"], "已在库"),
        stage(found, "待核", counts["待核"], "待核"),
        end="；" if counts["待核"] else "。",
    )
    guided: Clause = (GUIDED,) if counts["待核"] else ()
    return Sentence((*first, *guided), "judgement")


def filed_this_month(found: Renovation) -> Sentence | None:
    """5月新增备案工业项目×个，其中符合技改统计要求×个，已入库×个，尚不具备条件×个."""
    if not found.own_leads or found.desk.audience == "shared":
        return None
    counts = month_counts(found.own_leads, found.desk.period)
    month = found.desk.period.label("month", has_january=True)
    if not counts["工业"]:
        return Sentence((f"{month}没有新增备案工业项目。",), "body")
    heads = (
        ("工业", f"{month}新增备案工业项目"),
        ("符合技改", "其中符合技改统计要求"),
        ("已在库", "已入库"),
        ("尚不具备条件", "尚不具备条件"),
    )
    told_ = [stage(found, k, counts[k], lead, by="month_stage") for k, lead in heads]
    if not counts["符合技改"]:
        return Sentence(grammar.join(told_[0], "其中没有符合技改统计要求的项目"), "body")
    return Sentence(grammar.join(*told_), "body")


def outlook(found: Renovation) -> Sentence | None:
    """八、后续支撑: what is left of the year's plans, over last year's ledger."""
    if found.ledger_period is None or not found.projects:
        return None
    if not found.ahead:
        return Sentence(("年度计划的月份已满，没有结转到后续月份的投资。",), "judgement")
    subject = "ledger_remaining_investment"
    total = _whole(found, subject)
    waiting = _whole(found, "ledger_remaining_not_started")
    gap = _whole(found, "ledger_remaining_gap")
    said = grammar.join(
        amount(total, subject, found.unit, "台账年度计划尚余投资"),
        _not_started(found, waiting),
        _over_last_year(found, gap),
        _starting(found),
    )
    return Sentence(said, "judgement") if said else None


def _not_started(found: Renovation, waiting: FigureRow) -> Clause:
    """其中未开工项目1.47亿元，占四分之一以上."""
    if not waiting.value:
        return ()
    words = grammar.portion(waiting_share(found))
    said = amount(waiting, "ledger_remaining_not_started", found.unit, "其中未开工项目")
    return (*said, f"、占{words}") if words else said


def _whole(found: Renovation, subject: str) -> FigureRow:
    assert found.ledger_period is not None
    rows = [ahead_row(m, subject, found.ledger_period) for m in found.ahead]
    return replace(whole(rows), code=found.unit)


def _over_last_year(found: Renovation, gap: FigureRow) -> Clause:
    if not gap.value:
        return ()
    figure = money(replace(gap, value=abs(gap.value)), "ledger_remaining_gap", found.unit)
    return told(f"比上年同期各月台账完成投资{'多' if gap.value > 0 else '少'}", figure)


def waiting_share(found: Renovation) -> Decimal:
    """未开工项目占结转投资 (%)."""
    if found.ledger_period is None or not found.ahead:
        return Decimal(0)
    total = _whole(found, "ledger_remaining_investment").value
    waiting = _whole(found, "ledger_remaining_not_started").value
    return share_pct(waiting, total) or Decimal(0)


def _starting(found: Renovation) -> Clause:
    row = _whole(found, "ledger_starting_count")
    if not row.value:
        return ()
    return told("后续计划开工项目", fig(row, found.unit, "ledger_starting_count"))


def gains(found: Renovation) -> Sentence | None:
    """九、达产效益: what finished projects bring, and how much of the plan that is."""
    if not found.benefits:
        return None
    total = replace(benefit_total(found.benefits), key=found.unit)

    def clause(subject: str, lead: str) -> Clause:
        row = benefit_row(total, subject, found.ledger_period)
        if row.value is None:
            return ()
        if subject in ("benefit_jobs", "benefit_output_rate"):
            return told(lead, fig(row, found.unit, subject))
        return amount(row, subject, found.unit, lead)

    said = grammar.join(
        clause("benefit_output", "竣工技改项目新增产值"),
        clause("benefit_tax", "新增税收"),
        clause("benefit_jobs", "新增就业"),
        clause("benefit_output_rate", _reached(benefit_rate(found))),
    )
    return Sentence(said, "judgement") if said else None


def benefit_rate(found: Renovation) -> Decimal | None:
    """达产率 (%): new output over what was planned of it."""
    if not found.benefits:
        return None
    total = replace(benefit_total(found.benefits), key=found.unit)
    return benefit_row(total, "benefit_output_rate", found.ledger_period).value


def _reached(rate: Decimal | None) -> str:
    if rate is None or 75 <= rate < 90:
        return "新增产值为达产计划的"
    return "新增产值仅为达产计划的" if rate < 75 else "新增产值接近或达到计划，为达产计划的"
