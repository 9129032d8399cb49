"""Tables C5, C5b and C6: firms at risk of leaving, firms standing still, the filing calendar.

They name firms and are of the internal audience only.
"""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import cultivation_filings, cultivation_risk, register_stopped
from gxlab.measures.cultivation import Edition
from gxlab.measures.cultivation_risk import Firm, Register
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_firm_tables import DOORS
from gxlab.show.cultivation_words import (
    Cells,
    left,
    right,
    signed,
    table,
    words_of,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Column, Table


def calendar(given: Edition) -> Table:
    """C6 申报日历: the last days of filing, the door, who is concerned, what is missing."""
    found = cultivation_filings.deadlines(given)
    rows = cultivation_filings.rows(given)
    due: Cells = [
        fig(r, given.code, "filing_due_count", by="deadline", with_unit=False) for r in rows
    ]
    listed = [words.names([f.name for f in d.filings], 8) for d in found]
    lacking = ["、".join(f"{p}{n}户" for p, n in d.missing.items()) for d in found]
    columns = [
        (left("day", "截止日"), words_of([words.day(d.day, year=True) for d in found])),
        (left("door", "门"), words_of([DOORS[d.door] for d in found])),
        (right("n", "涉及企业", unit="户"), due),
        (left("firms", "企业"), words_of(listed)),
        (left("missing", "缺件"), words_of(lacking)),
    ]
    return table(
        "C6",
        f"{words.area(given.desk)}未来90天申报日历",
        columns,
        scope="口径：企业列在其最近一次可申报的截止日；县审及以后的不再列",
        source="规则参数（申报截止日）、培育库台账、税务开票",
        note="截止日为向县级报送的最后一天，逾期顺延至下一批次。",
        empty="未来90天没有申报截止日。",
    )


def at_risk(given: Edition, found: Register) -> Table:
    """C5 临退: firms of the register whose year is reckoned near or under the threshold."""
    firms = [*found.below, *found.watched][: words.limit(given.desk)]
    columns = [
        *_firm_columns(given, firms),
        *_risk_figures(given, found, firms),
        (left("level", "类别"), words_of([_level(f, found) for f in firms])),
        (left("reason", "原因（企业填报）"), words_of([words.wide(f.reason) for f in firms])),
        (left("measure", "措施"), words_of([_measure(given, f) for f in firms])),
    ]
    count = len(found.below) + len(found.watched)
    note = (
        "测算＝累计营业收入÷上年同期占上年全年比重；停产企业按已实现数。"
        "全年低于2000万元的，由统计机构在下年初核定。"
    )
    empty = f"{words.area(given.desk)}没有测算全年营业收入低于2500万元的在库企业。"
    return table(
        "C5",
        f"{words.area(given.desk)}临退企业",
        columns,
        scope="口径：在库企业直报营业收入测算。金额单位：万元",
        source="企业直报、年报、供电",
        note=note + words.cut(given.desk, count),
        empty=empty,
    )


def _firm_columns(
    given: Edition, firms: Sequence[Firm] | Sequence[register_stopped.Stopped]
) -> list[tuple[Column, Cells]]:
    found = [(left("name", "企业"), words_of([f.name for f in firms]))]
    if given.desk.unit.kind != "town":
        places = [words.place_of(given.desk, f.unit) for f in firms]
        found.append((left("place", "属地"), words_of(places)))
    return [*found, (left("state", "状态"), words_of([f.state for f in firms]))]


def _risk_figures(
    given: Edition, found: Register, firms: Sequence[Firm]
) -> list[tuple[Column, Cells]]:
    rows = {
        "at_risk_revenue": cultivation_risk.revenue(found),
        "at_risk_estimate": cultivation_risk.estimates(found),
        "at_risk_gap": cultivation_risk.estimates(found, gap=True),
        "at_risk_electricity": cultivation_risk.electricity(found),
    }
    by_code = {s: {r.code: r for r in given_rows} for s, given_rows in rows.items()}

    def cells(subject: str, statistic: str = "value") -> Cells:
        unit, by = given.code, "enterprise"
        return [
            fig(
                by_code[subject].get(f.enterprise), unit, subject, statistic, by=by, with_unit=False
            )
            for f in firms
        ]

    return [
        (right("revenue", "累计营收"), cells("at_risk_revenue")),
        (right("estimate", "全年测算"), cells("at_risk_estimate")),
        (right("gap", "距2000万元"), signed(cells("at_risk_gap"))),
        (
            right("power", "用电同比", unit="%"),
            cells("at_risk_electricity", "growth_yoy_pct"),
        ),
    ]


def _level(firm: Firm, found: Register) -> str:
    return "测算低于2000万元" if firm.estimate.mid < found.threshold else "临界观察"


def _measure(given: Edition, firm: Firm) -> str:
    decided = given.decisions.get(firm.enterprise)
    return decided.text if decided else ""


def stopped(given: Edition, risk: Register) -> Table:
    """C5b 停产半停产: firms the register marks as standing still, and since when."""
    found = register_stopped.stopped(given)
    firms = {f.enterprise: f for f in risk.firms}
    known = [firms.get(s.enterprise) for s in found]
    base = {r.code: r for r in cultivation_risk.revenue(risk)}
    power = {r.code: r for r in cultivation_risk.electricity(risk)}
    unit, by = given.code, "enterprise"
    last: Cells = [
        fig(base.get(s.enterprise), unit, "at_risk_revenue", "base", by=by, with_unit=False)
        for s in found
    ]
    burnt: Cells = [
        fig(
            power.get(s.enterprise),
            unit,
            "at_risk_electricity",
            "growth_yoy_pct",
            by=by,
            with_unit=False,
        )
        for s in found
    ]
    since = [f"{s.since.year}年{s.since.month}月" for s in found]
    columns = [
        *_firm_columns(given, found),
        (left("since", "自何月"), words_of(since)),
        (right("base", "上年同期营收", unit="万元"), last),
        (right("power", "用电同比", unit="%"), burnt),
        (
            left("reason", "原因（企业填报）"),
            words_of([words.wide(f.reason) if f else "" for f in known]),
        ),
    ]
    return table(
        "C5b",
        f"{words.area(given.desk)}停产半停产企业",
        columns,
        scope="口径：统计局名录运行状态",
        source="统计局名录、企业直报、供电",
        empty=f"{words.area(given.desk)}没有停产半停产的在库企业。",
    )
