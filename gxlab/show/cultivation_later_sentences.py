"""Judgements that open sections five to eight of the cultivation report (后四节判断句)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gxlab.measures import (
    cultivation_filings,
    cultivation_lookback,
    cultivation_outlook,
    cultivation_risk,
    register_figures,
    register_stopped,
)
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Register
from gxlab.measures.figures import FigureRow
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.show import cultivation_words as words
from gxlab.show import grammar
from gxlab.show.cultivation_report import net_words
from gxlab.show.cultivation_sentences import Parts, judged
from gxlab.show.cultivation_words import (
    count,
    told,
)
from gxlab.show.figures import fig, ref
from gxlab.show.objects import Figure, Sentence


def at_risk(given: Edition, risk: Register) -> Sentence:
    """五、临退与停产."""
    name = words.area(given.desk)
    if risk.period is None:
        return Sentence((f"{name}没有在库企业的营业收入数据，不作临退测算。",), "judgement")
    silent = f"按累计营收测算，{name}在库企业全年均在2500万元以上，没有停产半停产企业。"
    return judged(
        risk_clause(given, risk), watch_clause(given, risk), stopped_clause(given), silent=silent
    )


def risk_clause(given: Edition, risk: Register) -> Parts:
    """22户规上企业测算全年营收低于2000万元，存在退库风险，其上年营收占全市1.0%。"""
    row, share = cultivation_risk.count(risk), cultivation_risk.share(risk)
    if not row.value:
        return ()
    part = fig(share, given.code, "at_risk_share") if share.value else None
    year = "测算全年"
    if risk.period is not None and risk.period.year != given.desk.period.year:
        year = f"{risk.period.year}年全年"
    return grammar.join(
        (count(row, given.code, "at_risk_count"), f"规上企业{year}营收低于2000万元"),
        "存在退库风险",
        told(f"其上年营收占{words.area(given.desk)}规上工业的", part) if part else (),
    )


def watch_clause(given: Edition, risk: Register) -> Parts:
    """另有40户测算在2000—2500万元之间。"""
    row = next(r for r in cultivation_risk.by_level(risk) if r.code == "watch")
    if not row.value:
        return ()
    ceiling = words.whole(given.desk.policy_number("at_risk_ceiling")).replace(",", "")
    lead = "另有" if risk.below else f"{words.area(given.desk)}有"
    figure = count(row, given.code, "at_risk_count", by="level")
    return (lead, figure, f"测算在2000—{ceiling}万元之间，列入观察。")


def stopped_clause(given: Edition) -> Parts:
    """名录标明停产、半停产的4户。"""
    row = register_stopped.count(given)
    if not row.value:
        return ()
    return ("名录标明停产、半停产的", count(row, given.code, "register_stopped_count"), "。")


def calendar(given: Edition) -> Sentence:
    """六、申报日历: the nearest last day and whom it concerns."""
    silent = f"未来90天{words.area(given.desk)}没有待申报的培育企业。"
    return judged(calendar_clause(given), silent=silent)


def calendar_clause(given: Edition) -> Parts:
    """最近的申报截止日为6月20日（月度门），涉及7户，其中5户材料未备齐。"""
    due = zip(cultivation_filings.deadlines(given), cultivation_filings.rows(given), strict=True)
    found = next(((d, r) for d, r in due if d.filings), None)
    if found is None:
        return ()
    first, row = found
    unit, subject, by = given.code, "filing_due_count", "deadline"
    door = "月度门" if first.door == "月度" else "年度批次"
    lacking = fig(row, unit, subject, "n", by=by, decimals=0, with_unit=False)
    return grammar.join(
        f"最近的申报截止日为{words.day(first.day)}（{door}）",
        ("涉及", count(row, unit, subject, by=by)),
        _papers(row, lacking),
    )


def _papers(row: FigureRow, lacking: Figure | None) -> Parts:
    if not row.n:
        return ("材料均已备齐",)
    if row.n == row.value:
        return ("材料均未备齐",)
    return told("其中", lacking, "户材料未备齐")


def outlook(given: Edition, risk: Register) -> Sentence:
    """七、年度测算: 新增 and 净增 against their tasks, each on its way of counting."""
    name = words.area(given.desk)
    return judged(
        outlook_clause(given, risk), silent=f"{name}缺上年末名录或培育数据，不作年度测算。"
    )


def outlook_clause(given: Edition, risk: Register) -> Parts:
    """按考核口径，测算全年新增63户，比任务多10户…；按名录口径，测算12月末比上年末净增34户…"""
    rate = cultivation_lookback.conversion(given)
    entries = cultivation_outlook.rows(given, TASK_BASIS, "entries", risk, rate)
    nets = cultivation_outlook.rows(given, TASK_BASIS, "net", risk, rate)
    register = cultivation_outlook.rows(given, REGISTER_BASIS, "net", risk, rate)
    if not entries or given.pool.period is None:
        return ()
    unit = given.code
    said = grammar.join(
        (f"按{TASK_BASIS}，测算全年新增", count(entries[1], unit, "outlook_entries", by="tier")),
        _gap(given, "entries", risk, TASK_BASIS),
        _range(nets, unit, "outlook_net_credited"),
        _gap(given, "net", risk, TASK_BASIS),
        end="；",
    )
    middle = net_words(register[1], unit, "outlook_register_net")
    point = _by_tier(middle, register[1], unit, "outlook_register_net")
    return (
        *said,
        *grammar.join(
            (f"按{REGISTER_BASIS}，测算12月末比上年末", *point),
            _gap(given, "entries", risk, REGISTER_BASIS),
            _gap(given, "net", risk, REGISTER_BASIS),
        ),
    )


def _by_tier(parts: Parts, row: FigureRow, unit: str, subject: str) -> Parts:
    """The same words with the coordinate of the tier."""
    at = ref(row, unit, subject, "value", by="tier")
    return tuple(replace(p, ref=at) if isinstance(p, Figure) else p for p in parts)


def _range(rows: list[FigureRow], unit: str, subject: str) -> Parts:
    """净增40户（低方案净增1户，高方案净增52户）; one number where all are the same."""
    said = [_by_tier(net_words(r, unit, subject), r, unit, subject) for r in rows]
    if len({r.value for r in rows}) == 1:
        return said[1]
    return (*said[1], "（低方案", *said[0], "，高方案", *said[2], "）")


def _gap(given: Edition, kind: str, risk: Register, basis: str) -> Parts:
    """比任务多10户 / 比任务少3户 / 与任务持平, on the basis the task is set on."""
    if register_figures.task_basis(given.desk, kind) != basis:
        return ()
    found = cultivation_outlook.for_task(given, kind, risk)
    row = cultivation_outlook.gap(given, kind, found)
    if row is None or row.value is None:
        return ()
    if row.value == 0:
        return ("与任务持平",)
    word = "多" if row.value > 0 else "少"
    return (f"比任务{word}", count(row, given.code, f"outlook_{kind}_gap"))


def look_back(given: Edition) -> Sentence:
    """八、回看: what last year's list of the same month was worth."""
    period = given.desk.period.prior_year
    silent = f"没有{period.year}年{period.month}月的名单可回看。"
    return judged(look_back_clause(given), silent=silent)


def look_back_clause(given: Edition) -> Parts:
    """2025年5月测算达规92户，过半已入库，为55户，占59.8%；未入库的主要原因是…"""
    found = cultivation_lookback.look_back(given)
    if found is None or not found.outcomes:
        return ()
    rows = {r.code: r for r in cultivation_lookback.figures(found)}
    unit, subject, by = given.code, "candidate_lookback", "outcome"
    listed = count(rows["listed"], unit, subject, by=by)
    lead = f"{found.period.year}年{found.period.month}月测算达规"
    entered = rows["entered"]
    came: Parts = ("至今均未入库",)
    if entered.value:
        share = fig(entered, unit, subject, "share_pct", by=by)
        pct = entered.share_pct or Decimal(0)
        word = "多数" if pct >= 75 else "过半" if pct >= 50 else "不足一半"
        came = (f"{word}已入库，为", count(entered, unit, subject, by=by), "，占", *told(share))
    reason: Parts = ()
    if len(found.reasons) == 1:
        reason = (f"；未入库的{words.wide(found.reasons[0][0])}",)
    elif found.reasons:
        text = found.reasons[0][0]
        figure = count(rows[text], unit, subject, by=by)
        reason = (f"；未入库的以“{words.wide(text)}”居多，计", figure)
    return (lead, listed, "，", *came, *reason, "。")
