"""全年测算 in words and cells: a range in the table, 左右 in the sentence."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import landing
from gxlab.measures.cluster_targets import WHOLE, Goal
from gxlab.measures.clusters import Edition
from gxlab.show import grammar
from gxlab.show.cluster_words import Cells, area, at, fig, money, short, told, whole_name
from gxlab.show.objects import Column, Part

SUBJECT = "cluster_landing"
NOTE = (
    "全年测算为余下月份按累计增速、以同一批企业上年同月为基数推出的数，低、高方案的余下月份增速低、高若干个"
    "百分点（规则参数），只供研判，不是目标"
)


def columns(given: Edition, goals: Sequence[Goal]) -> Cells:
    """The two ends of each goal's range, in 亿元; for internal readers only."""
    if given.desk.audience == "shared":
        return []
    rows = {r.code: r for r in landing.landing_rows(given)}
    return [
        (
            Column(f"landing_{tier}", ("全年测算", name), "亿元"),
            [
                fig(
                    rows.get(f"{goal.code}:{tier}"),
                    given,
                    subject=SUBJECT,
                    by="goal",
                    measure="亿元",
                    with_unit=False,
                )
                for goal in goals
            ],
        )
        for tier, name in (("low", "低"), ("high", "高"))
    ]


def sentence(given: Edition, goal: Goal) -> tuple[Part, ...]:
    """按累计增速测算，全市规上工业全年营业收入1128.13亿元左右，增长6.5%左右。"""
    if given.desk.audience == "shared":
        return ()
    row = next((r for r in landing.landing_rows(given) if r.code == goal.code), None)
    amount = money(row, given, subject=SUBJECT, by="goal")
    if row is None or amount is None:
        return ()
    name = f"{short(goal.name)}集群"
    who = f"{area(given.report)}{whole_name(given)}" if goal.code == WHOLE else name
    ref = at(row, given, "growth_yoy_pct", subject=SUBJECT, by="goal")
    rate = grammar.growth(row.growth_yoy_pct, ref, lead="", about=True)
    return grammar.join("按累计增速测算", told(f"{who}全年营业收入", amount, "左右"), rate)
