"""The cluster report in scope 集群直报: the counties' returns, firms below scale included.

Nothing here meets a figure of scope 规上: the two are told in editions of their own.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.measures import cluster_reports as reports
from gxlab.measures.cluster_reports import Returns
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.show import charts, grammar, pages
from gxlab.show.cluster_words import Cells, area, former, left, short, table, told, when
from gxlab.show.figures import printed, where
from gxlab.show.objects import (
    Cell,
    Chart,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Masthead,
    Part,
    Sentence,
    Sentences,
    Table,
)

YI = "亿元"
SCOPE = "口径：A-集群直报（县区集群月报汇总，含规下）"
Parts = tuple[Part, ...]


def masthead(given: Returns) -> Masthead:
    """眉头 of a 直报 edition."""
    row = reports.total(given)
    rows = [("集群营业收入", row)] if row.value is not None else []
    return pages.masthead(given.report, "县域特色产业集群运行月报", rows)


def headline(given: Returns) -> Sentence:
    """开头一句: level and growth of the counties that reported; the missing ones named."""
    row = reports.total(given)
    if row.value is None:
        text = f"{when(given.report.period)}，{area(given.report)}没有集群直报数据。"
        return Sentence((text,), "headline")
    units = f"{row.n}个单位合计，{'、'.join(given.missing)}未报，" if given.missing else ""
    found = reports.by_cluster(given)
    count = _fig(given, found[0], "rank_of", by="cluster", decimals=0, with_unit=False)
    which = told(area(given.report), count, "个产业集群实现营业收入")
    first = (*which, *told(_fig(given, row, measure=YI)))
    rate = _growth(given, row)
    scope: Parts = (f"（{units}集群直报，含规下）",)
    lowest = given.desk.policy_number("headline_coverage_minimum_pct")
    cover = row.coverage_pct
    if cover is not None and cover < lowest:
        rate, scope = (), (f"（{units}集群直报，含规下，上报面不足{lowest}%，不发布增速）",)
    ref = _ref(given, row, "change_pp")
    past = reports.former_total(given)
    change = grammar.change(row.growth_yoy_pct, past, former(given.period), ref)
    clauses = [(*first, *scope)] if not rate else [first, (*rate, *scope), change]
    return Sentence(grammar.join(when(given.period), *clauses), "headline")


def key_figures(given: Returns) -> KeyFigures:
    """营业收入、上缴税金、从业人员、企业总户数 of the returns."""
    found = []
    for subject, measure, decimals in (
        (reports.REVENUE, YI, 2),
        (reports.TAX, YI, 2),
        (reports.STAFF, "万人", 2),
        (reports.FIRMS, None, 0),
    ):
        row = reports.figures(given, subject)
        figure = _fig(given, row, subject=subject, measure=measure, decimals=decimals)
        rate = _growth(given, row, subject)
        if figure is not None:
            label = NAMES[subject]
            said = Sentence(rate) if rate else None
            found.append(KeyFigure(label, figure, when(given.period), row.status or "", said))
    return KeyFigures(tuple(found))


NAMES = {
    reports.REVENUE: "集群营业收入",
    reports.TAX: "上缴税金",
    reports.STAFF: "从业人员",
    reports.FIRMS: "企业总户数",
}


def key_points(given: Returns) -> Sentences:
    """要点: clusters by the size of their pull, and what is missing."""
    rows = [r for r in reports.by_cluster(given) if r.pull_pp is not None]
    ordered = sorted(rows, key=lambda r: (-abs(r.pull_pp or Decimal(0)), r.code))
    said = [_point(given, r) for r in ordered[:6]]
    if given.missing:
        said.append((f"{'、'.join(given.missing)}未报，本期数和基数均不计入。",))
    return Sentences(tuple(Sentence(p, "key_point") for p in said if p))


def _point(given: Returns, row: FigureRow) -> Parts:
    rate = _growth(given, row, by="cluster")
    tug = grammar.pull(row.pull_pp, "集群营收", _ref(given, row, "pull_pp", by="cluster"))
    return grammar.join((f"{short(row.name)}集群营业收入", *rate), tug) if rate else ()


def overview(given: Returns) -> Sentence:
    """一、总体: how many clusters grow."""
    rows = [r for r in reports.by_cluster(given) if r.growth_yoy_pct is not None]
    if not rows:
        return Sentence(("本期没有可比的集群直报增速。",), "judgement")
    up = sum(round_half_away(r.growth_yoy_pct or Decimal(0), 1) > 0 for r in rows)
    row = reports.total(given)
    said = grammar.join(
        (f"{when(given.period)}集群营业收入", *_growth(given, row)),
        f"{len(rows)}个集群中{up}个正增长",
    )
    return Sentence(said, "judgement")


def growth_chart(given: Returns) -> Chart | None:
    """Cumulative growth of the clusters over all together."""
    frame = reports.series(given, months=given.period.month + 12)
    if frame["period"].n_unique() < 2:
        return None
    named = frame.with_columns(pl.col("name").map_elements(short, return_dtype=pl.String))
    return charts.growth_lines(
        named,
        chart_id="growth",
        title=f"{when(given.period)}各集群营业收入累计增速（集群直报）",
        series="name",
        value="growth_yoy_pct",
        reference=("集群合计",),
        note="1月免报，线在1月断开。",
    )


def overview_table(given: Returns) -> Table:
    """A1 集群总表 in scope 集群直报."""
    rows = reports.by_cluster(given)
    total = reports.total(given)
    lines = [*rows, total] if len(rows) > 1 else rows
    more = {
        subject: {r.code: r for r in reports.by_cluster(given, subject)}
        | {total.code: reports.figures(given, subject)}
        for subject in (reports.FIRMS, reports.TAX, reports.STAFF)
    }

    def own(statistic: str, measure: str | None = None) -> list[Cell]:
        return [_cell(given, r, statistic, measure, total) for r in lines]

    def other(subject: str, measure: str | None = None) -> list[Cell]:
        return [
            _cell(given, more[subject].get(r.code), "value", measure, total, subject) for r in lines
        ]

    columns: Cells = [
        (
            left("name", "集群"),
            [*(short(r.name) for r in rows), *(["合计"] if len(rows) > 1 else [])],
        ),
        (Column("firms", ("企业总户数",), "户"), other(reports.FIRMS)),
        (Column("value", ("营业收入", "累计"), YI), own("value", YI)),
        (Column("growth", ("营业收入", "同比"), "%"), own("growth_yoy_pct")),
        (Column("change", ("营业收入", "比上期"), "百分点"), own("change_pp")),
        (Column("share", ("营业收入", "占比"), "%"), own("share_pct")),
        (Column("pull", ("营业收入", "拉动"), "百分点"), own("pull_pp")),
        (Column("tax", ("上缴税金",), "万元"), other(reports.TAX)),
        (Column("staff", ("从业人员",), "人"), other(reports.STAFF)),
    ]
    return table(
        "A1",
        f"{when(given.period)}{area(given.report)}分集群营业收入（集群直报）",
        columns if rows else [],
        ["" for _ in rows] + ["total"] * (len(rows) > 1),
        optional=frozenset(("firms", "change", "tax", "staff")),
        scope=SCOPE,
        note="占比和拉动相对集群合计；跨县区集群为各县区之和。" if rows else "",
        empty="本期没有集群直报数据。",
    )


def unit_table(given: Returns) -> Table | None:
    """A8 分县区 in scope 集群直报; None for a unit that is itself a county."""
    rows = reports.by_unit(given)
    if len(rows) < 2:
        return None

    def own(statistic: str, place: str = "", measure: str | None = None) -> list[Cell]:
        return [_placed(r, statistic, place, measure) for r in rows]

    columns: Cells = [
        (left("name", "单位"), [r.name for r in rows]),
        (Column("value", ("营业收入", "累计（位次）"), YI), own("value", "rank", YI)),
        (Column("growth", ("营业收入", "同比（位次）"), "%"), own("growth_yoy_pct", "growth_rank")),
    ]
    title = f"{when(given.period)}分县区集群营业收入（集群直报）"
    return table("A8", title, columns, scope=SCOPE, note="括号内为位次；未报单位不排位。")


def quality_notes(given: Returns) -> Sentences:
    """未报单位, and returns whose rate does not follow from their levels."""
    said = []
    if given.period != given.report.period:
        said.append(Sentence((f"集群直报为{when(given.period)}数，比报告期晚一个月。",), "note"))
    if given.missing:
        text = f"{'、'.join(given.missing)}未报，本期数和基数均不计入。"
        said.append(Sentence((text,), "warning"))
    return Sentences(tuple(said))


def doubt_table(given: Returns) -> Table:
    """疑似清单: only what looks odd, no suggested value."""
    found = reports.doubts(given)
    columns: Cells = [
        (left("unit", "报送单位"), [d.unit for d in found]),
        (left("cluster", "集群"), [short(d.cluster) for d in found]),
        (left("text", "异常"), [d.text for d in found]),
    ]
    return table(
        "doubts",
        "疑似问题清单",
        columns if found else [],
        note="只列异常，不列建议值；请报送单位核实，经重报后更新。" if found else "",
        empty="集群直报没有发现异常。",
    )


def _fig(
    given: Returns,
    row: FigureRow | None,
    statistic: str = "value",
    *,
    subject: str = reports.REVENUE,
    by: str | None = None,
    measure: str | None = None,
    decimals: int | None = None,
    with_unit: bool = True,
) -> Figure | None:
    if row is None:
        return None
    return printed(
        row,
        subject,
        given.desk.unit.code,
        statistic,
        by=by,
        measure=measure,
        decimals=decimals,
        with_unit=with_unit,
    )


def _cell(
    given: Returns,
    row: FigureRow | None,
    statistic: str,
    measure: str | None,
    total: FigureRow,
    subject: str = reports.REVENUE,
) -> Cell:
    by = None if row is not None and row.code == total.code else "cluster"
    return _fig(given, row, statistic, subject=subject, by=by, measure=measure, with_unit=False)


def _placed(row: FigureRow, statistic: str, place: str, measure: str | None) -> Cell:
    figure = printed(row, reports.REVENUE, row.code, statistic, measure=measure)
    at = getattr(row, place) if place else None
    if figure is None or at is None:
        return figure
    return Figure(f"{figure.text}（{at}）", figure.ref, figure.value)


def _growth(
    given: Returns, row: FigureRow, subject: str = reports.REVENUE, by: str | None = None
) -> Parts:
    ref = _ref(given, row, "growth_yoy_pct", subject=subject, by=by)
    return grammar.growth(row.growth_yoy_pct, ref)


def _ref(
    given: Returns,
    row: FigureRow,
    statistic: str,
    *,
    subject: str = reports.REVENUE,
    by: str | None = None,
) -> str:
    return where(row, subject, given.desk.unit.code, by).ref(statistic, row.code)
