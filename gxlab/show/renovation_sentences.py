"""Judgements that open the statistical sections of the renovation report (各节判断句, ①)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from gxlab.measures.renovation import GROWTH, Renovation
from gxlab.measures.renovation_base import BaseMonth, structure
from gxlab.measures.renovation_register import renovation_projects
from gxlab.measures.renovation_rows import month_row, register_row
from gxlab.reference.numbers import round_half_away
from gxlab.show import grammar
from gxlab.show.cluster_words import told, when
from gxlab.show.objects import Part, Sentence
from gxlab.show.renovation_clauses import (
    Clause,
    against_city,
    amount,
    change,
    here,
    place,
    rate,
)
from gxlab.show.renovation_words import fig


def overview(found: Renovation) -> Sentence:
    """一、投资总体: 技改 beside 工业投资 and the city; which county is fastest, which slowest."""
    own = rate(found, GROWTH)
    if not own:
        said = f"统计局没有反馈{here(found)}{when(found.desk.period)}的技改投资增速。"
        if found.desk.unit.kind == "town":
            said = f"统计局不向镇街反馈投资增速，{here(found)}只看在库项目和台账。"
        return Sentence((said,), "judgement")
    first = grammar.join(
        (f"{when(found.desk.period)}{here(found)}工业技改投资", *own),
        _beside_industry(found),
        against_city(found),
        place(found),
    )
    return Sentence((*first, *_extremes(found)), "judgement")


def _beside_industry(found: Renovation) -> Clause:
    own, wider = found.rate(GROWTH), found.rate("industrial_investment_growth")
    if own is None or wider is None or own.value is None or wider.value is None:
        return ()
    gap = round_half_away(own.value, 1) - round_half_away(wider.value, 1)
    inside = rate(found, "industrial_investment_growth")
    return (
        (f"{beside(own.value, wider.value)}工业投资（", *inside, "）")
        if gap
        else ("与工业投资持平",)
    )


def beside(own: Decimal, wider: Decimal) -> str:
    """快于 / 慢于; of two falls 降幅大于 / 降幅小于.

    >>> beside(Decimal(5), Decimal(3)), beside(Decimal(-9), Decimal(-3))
    ('快于', '降幅大于')
    """
    if own < 0 and wider < 0:
        return "降幅小于" if own > wider else "降幅大于"
    return "快于" if own > wider else "慢于"


def _extremes(found: Renovation) -> Clause:
    """Of the counties: how many grow, which is fastest, which slowest; on the city's page only."""
    if found.desk.unit.parent is not None:
        return ()
    counties = {u.code: u for u in found.desk.units.children(found.unit) if u.kind == "county"}
    rows = [r for c, r in found.rates[GROWTH].items() if c in counties and r.value is not None]
    if len(rows) < 2:
        return ()
    ordered = sorted(rows, key=lambda r: (-(r.value or 0), r.code))
    ends = [
        (f"{counties[r.code].name}{word}（", *rate(found, GROWTH, r.code), "）")
        for r, word in ((ordered[0], "增速最高"), (ordered[-1], "最低"))
    ]
    growing = sum(1 for r in rows if r.value is not None and r.value > 0)
    return grammar.join(f"{len(rows)}个县区中{growing}个增长", *ends)


def causes(found: Renovation) -> Sentence | None:
    """二、为什么快或慢: the base of the month, new entries, what finished last year."""
    first = grammar.join(_moved(found))
    inside = found.desk.audience == "internal" and bool(found.base_months)
    second = grammar.join(*_made_of(found, found.base_months[-1])) if inside else ()
    return Sentence((*first, *second), "judgement") if first or second else None


def _moved(found: Renovation) -> Clause:
    """技改投资增速比1—4月回落…个百分点，主要受去年5月基数较高…影响."""
    moved = change(found, GROWTH)
    if not moved:
        return ()
    said: list[Part] = ["工业技改投资", *moved]
    for number, reason in enumerate(reasons(found)):
        said += ["和" if number else "，主要受", *reason]
    return (*said, "影响") if len(said) > 1 + len(moved) else tuple(said)


def reasons(found: Renovation) -> list[Clause]:
    """The reasons that point the way the rate moved; none is made up."""
    row, now = found.rate(GROWTH), found.register_period
    if found.desk.audience == "shared":
        return []
    month = next((m for m in found.base_months if m.period == now), None)
    if row is None or not row.change_pp or month is None or now is None:
        return []
    falls = row.change_pp < 0
    told_ = (_base_reason(found, month, falls), _entry_reason(found, month, falls))
    return [reason for reason in told_ if reason]


def _base_reason(found: Renovation, month: BaseMonth, falls: bool) -> Clause:
    """去年5月基数较高（当月占全年9.9%）: above or below a twelfth of the year for each month."""
    now = found.register_period
    if month.base_share is None or now is None or month.period is None:
        return ()
    covered = 2 if month.period.month == 2 else 1
    high = month.base_share * 12 > 100 * covered
    if high is not falls:
        return ()
    subject = "register_base_share"
    figure = fig(month_row(month, subject, found.unit, now), found.unit, subject, by="period")
    word = "较高" if high else "较低"
    return told(f"去年{month.period.label('month')}基数{word}（当月占全年", figure, "）")


def _entry_reason(found: Renovation, month: BaseMonth, falls: bool) -> Clause:
    """本月新入库项目比上年同月减少4个."""
    now, subject = found.register_period, "register_entries_change"
    gap = month.entries_change
    if not gap or now is None or (gap < 0) is not falls:
        return ()
    cell = fig(month_row(month, subject, found.unit, now), found.unit, subject, by="period")
    if cell is None:
        return ()
    shown = replace(cell, text=str(abs(gap)))
    first = month.period is not None and month.period.month == 2
    lead = "1—2月新入库项目比上年同期" if first else "本月新入库项目比上年同月"
    return (f"{lead}{'减少' if gap < 0 else '增加'}", shown)


def _made_of(found: Renovation, year: BaseMonth) -> list[Clause]:
    """在库项目中，本年新入库75个，完成投资…亿元；续建…；上年同期基数中已竣工项目…."""
    now = found.register_period
    if now is None:
        return []

    def money_of(subject: str, lead: str) -> Clause:
        row = month_row(year, subject, found.unit, now)
        return amount(row, subject, found.unit, lead) if row.value else ()

    base = money_of("register_base_investment", "上年同期完成投资")
    entries = month_row(year, "register_month_entries", found.unit, now)
    figure = fig(entries, found.unit, "register_month_entries")
    new = told("在库清单中本年新入库项目", figure) if year.entries else ()
    return [
        new,
        money_of("register_new_investment", "完成投资" if new else "本年新入库项目完成投资"),
        money_of("register_carried_investment", "续建项目完成投资"),
        (*base, *money_of("register_finished_base", "，其中已竣工项目")) if base else (),
    ]


def quality(found: Renovation) -> Sentence | None:
    """三、三量: equipment, high-tech and large shares of the registered projects."""
    now = found.register_period
    mine = renovation_projects(found.registered)
    if now is None or not mine:
        return None
    sums = structure(found.unit, mine, now)

    def clause(subject: str, lead: str, tail: str = "") -> Clause:
        row = register_row(sums, subject, now)
        return (*told(lead, fig(row, found.unit, subject)), tail) if row.value else ()

    large = clause("register_large_count", "亿元以上项目")
    said = grammar.join(
        clause("register_equipment_share", "在库技改项目完成投资中，设备工器具购置占"),
        clause("register_high_tech_share", "高技术制造业项目占"),
        (*large, *clause("register_large_share", "、占")) if large else "没有亿元以上项目",
    )
    return Sentence(said, "judgement")
