"""Tables A8 to A10 of the cluster report (分单位、梯队、强企俱乐部)."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.measures import cluster_tiers, cluster_units
from gxlab.measures.cluster_tiers import Club
from gxlab.measures.cluster_units import UnitLine
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show.cluster_words import (
    REVENUE,
    Cells,
    area,
    fig,
    kind_name,
    left,
    scope,
    short,
    table,
    when,
    whole_name,
)
from gxlab.show.figures import printed
from gxlab.show.objects import Cell, Column, Figure, Table

YI = "亿元"


def below(given: Edition) -> Table | None:
    """A8 分单位: the units below the page's with places; None where there are none."""
    found = cluster_units.below(given)
    kinds = {line.unit.kind for line in found}
    if not found:
        return None
    names = [kind_name(given.desk, k) for k in ("county", "town", "zone") if k in kinds]
    what = "、".join(dict.fromkeys(names))
    return _units(given, "A8", f"{area(given.report)}分{what}集群营业收入", found)


def peers(given: Edition) -> Table | None:
    """A8 同级单位: the unit among its peers, its own row marked; None for the city and a zone."""
    found = cluster_units.peers(given)
    if all(line.unit != given.desk.unit for line in found):
        return None
    parent = given.desk.units.find(given.desk.unit.parent or given.desk.units.root.code)
    kind = kind_name(given.desk, given.desk.unit.kind)
    return _units(given, "A8-peers", f"{parent.name}各{kind}集群营业收入", found)


def _units(given: Edition, table_id: str, title: str, found: Sequence[UnitLine]) -> Table:
    goals = [line.goal for line in found]
    columns: Cells = [
        (left("name", "单位"), [_unit_name(line) for line in found]),
        (Column("value", ("营业收入", "累计（位次）"), YI), _placed(found, "value", "rank", YI)),
        (
            Column("growth", ("营业收入", "同比（位次）"), "%"),
            _placed(found, "growth_yoy_pct", "growth_rank"),
        ),
        (Column("change", ("营业收入", "比上期"), "百分点"), _placed(found, "change_pp")),
        (left("move", "增速位次变化"), [_moved(line) for line in found]),
        (
            Column("done", (f"{whole_name(given)}营收目标", "完成（位次）"), "%"),
            [_goal(line, goal) for line, goal in zip(found, goals, strict=True)],
        ),
    ]
    own = given.desk.unit
    return table(
        table_id,
        f"{when(given.period)}{title}",
        columns,
        ["own" if line.unit == own else "" for line in found],
        optional=frozenset(("change", "move", "done")),
        scope=scope(given),
        note="括号内为位次，同级单位之间排位；园区企业同时计在所在县区，不参加排位，不得相加。"
        if any(line.unit.kind == "zone" for line in found)
        else "括号内为位次，同级单位之间排位。",
    )


def _unit_name(line: UnitLine) -> str:
    return f"其中：{line.unit.name}" if line.unit.kind == "zone" else line.unit.name


def _placed(
    found: Sequence[UnitLine], statistic: str, place: str = "", measure: str | None = None
) -> list[Cell]:
    """Each unit's figure under its own coordinate, its place in brackets behind it."""
    return [_with_place(line.row, line, statistic, place, measure) for line in found]


def _with_place(
    row: FigureRow, line: UnitLine, statistic: str, place: str, measure: str | None
) -> Cell:
    figure = printed(row, REVENUE, line.unit.code, statistic, measure=measure)
    at = getattr(row, place) if place else None
    if figure is None or at is None:
        return figure
    return Figure(f"{figure.text}（{at}）", figure.ref, figure.value)


def _moved(line: UnitLine) -> str:
    now, then = line.row.growth_rank, line.place_before
    if now is None or then is None:
        return ""
    if now == then:
        return "持平"
    return f"{'前移' if now < then else '后移'}{abs(now - then)}位"


def _goal(line: UnitLine, goal: FigureRow | None) -> Cell:
    if goal is None:
        return None
    own = printed(goal, REVENUE, line.unit.code, "completion_pct")
    if own is None:
        return None
    ref = f"{own.ref}|goal=whole"
    text = own.text if goal.rank is None else f"{own.text}（{goal.rank}）"
    return Figure(text, ref, own.value)


def tiers(given: Edition) -> Table:
    """A9 集群梯队: full year and last twelve months of each cluster, its tier, the next one up."""
    found = cluster_tiers.tiers(given)
    names = cluster_tiers.tier_names(cluster_tiers.bounds(given, "tier_bounds"))
    lowest = f"{names[-1].split('—')[0]}亿元以下"

    def year(statistic: str) -> list[Cell]:
        subject = "cluster_rolling_revenue"
        return [
            fig(t.row, given, statistic, subject=subject, by="cluster", measure=YI, with_unit=False)
            for t in found
        ]

    def tier(place: int | None) -> str:
        return lowest if place is None else names[place]

    columns: Cells = [
        (left("name", "集群"), [short(t.name) for t in found]),
        (Column("year", ("营业收入", "上年全年"), YI), year("base")),
        (Column("rolling", ("营业收入", "滚动12个月"), YI), year("value")),
        (left("before", "上年档次"), [tier(t.tier_before) for t in found]),
        (left("tier", "现档次"), [tier(t.tier) for t in found]),
        (Column("short", ("距上一档",), YI), year("shortfall")),
    ]
    out = sum(t.left_out for t in found)
    missing = f"；{out}户成员企业没有上年全年数，两栏均未计入" if out else ""
    return table(
        "A9",
        "集群梯队（互斥档）",
        columns if found else [],
        optional=frozenset(("short",)),
        scope=scope(given),
        note="按现成员企业上年全年（年报）和滚动12个月（本年累计＋上年全年−随表上年同期）分档，"
        f"不用本年累计{missing}。",
        empty="没有上年全年数，不能分档。",
    )


def tier_counts(given: Edition) -> Table | None:
    """A9 分档个数: 互斥档 and 累计档 in columns of their own; None without a full year."""
    rows = {r.code: r for r in cluster_tiers.tier_counts(given)}
    if not cluster_tiers.tiers(given):
        return None
    names = cluster_tiers.tier_names(cluster_tiers.bounds(given, "tier_bounds"))
    codes = [f"T{n}" for n in range(len(names))]

    def count(code: str, statistic: str) -> Cell:
        return fig(
            rows[code],
            given,
            statistic,
            subject="cluster_tier_count",
            by="tier",
            decimals=0,
            with_unit=False,
        )

    columns: Cells = [
        (left("name", "档次"), list(names)),
        (Column("year", ("互斥档", "上年全年"), "个"), [count(c, "base") for c in codes]),
        (Column("rolling", ("互斥档", "滚动12个月"), "个"), [count(c, "value") for c in codes]),
        (Column("year+", ("累计档", "上年全年"), "个"), [count(f"{c}+", "base") for c in codes]),
        (
            Column("rolling+", ("累计档", "滚动12个月"), "个"),
            [count(f"{c}+", "value") for c in codes],
        ),
    ]
    note = "互斥档每个集群只计入一档；累计档含更高档。"
    return table("A9-counts", "集群分档个数", columns, scope=scope(given), note=note)


def clubs(given: Edition) -> Table:
    """A10 强企俱乐部: firms by size of a full year, cumulative, with who came and who left."""
    found = cluster_tiers.clubs(given)
    any_firm = any(c.row.value or c.row.base for c in found)

    def count(club: Club, statistic: str) -> Cell:
        return fig(
            club.row,
            given,
            statistic,
            subject="enterprise_club_count",
            by="club",
            decimals=0,
            with_unit=False,
        )

    columns: Cells = [
        (left("name", "档次（营业收入）"), [c.name for c in found]),
        (Column("year", ("上年全年",), "户"), [count(c, "base") for c in found]),
        (Column("rolling", ("滚动12个月",), "户"), [count(c, "value") for c in found]),
        (left("came", "新进"), [_named(c.came) for c in found]),
        (left("gone", "退出"), [_named(c.left) for c in found]),
    ]
    return table(
        "A10",
        f"{whole_name(given)}强企俱乐部",
        columns if any_firm else [],
        optional=frozenset(("came", "gone")),
        scope=scope(given).replace("成员企业", "企业"),
        note="各档均含更高档；上年全年为年报数；没有上年全年数的企业不计入，也不算退出。",
        empty="没有上年全年数，不能分档。",
    )


def _named(names: Sequence[str]) -> str:
    """Up to four names; a long list only counts."""
    if len(names) <= 4:
        return "、".join(names)
    return "、".join(names[:4]) + f"等{len(names)}户"
