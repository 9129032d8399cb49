"""The head of the cluster report (集群营收月报): masthead, headline, key figures."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from gxlab.measures import (
    cluster_figures,
    cluster_reports,
    cluster_stopped,
    cluster_targets,
    clusters,
)
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import light as progress_light
from gxlab.reference.numbers import format_number
from gxlab.show import grammar, pages
from gxlab.show.cluster_words import (
    area,
    at,
    basis,
    fig,
    former,
    kind,
    money,
    short,
    told,
    when,
    whole_name,
)
from gxlab.show.objects import Figure, KeyFigure, KeyFigures, Masthead, Part, Sentence
from gxlab.show.tables import light


def masthead(given: Edition) -> Masthead:
    """眉头: title, issue, unit, and the period and source of the revenue."""
    title = f"{kind(given)}运行月报"
    row = clusters.total(given)
    told_of = [("营业收入", row)] if row.value is not None else []
    return pages.masthead(given.report, title, told_of)


def headline(given: Edition) -> Sentence:
    """开头一句: level, growth with its change, share and pull; by coverage 快报 or no growth."""
    row = clusters.total(given)
    if row.value is None:
        said = f"{when(given.report.period)}，{area(given.report)}没有"
        reported = cluster_reports.returns(given.report)
        more = ""
        if not reported.rows.is_empty():
            more = f"，只有{when(reported.period)}集群直报数据，见集群直报口径的一期"
        return Sentence((f"{said}名单内集群的规上企业营业收入数据{more}。",), "headline")
    return Sentence(
        grammar.join(
            f"{when(given.period)}",
            (*_which(given), "实现营业收入", *told(money(row, given))),
            *_growth_clauses(given, row),
            end="",
        )
        + _weight(given, row),
        "headline",
    )


def _which(given: Edition) -> tuple[Part, ...]:
    """全市6个重点产业集群, or the one cluster by name."""
    rows = clusters.by_cluster_at(given)
    if len(rows) == 1:
        return (f"{area(given.report)}{short(rows[0].name)}产业集群",)
    count = fig(rows[0], given, "rank_of", by="cluster", decimals=0, with_unit=False)
    return told(area(given.report), count, f"个{kind(given)}")


def _growth_clauses(given: Edition, row: FigureRow) -> list[tuple[Part, ...]]:
    cover = row.coverage_pct
    lowest = given.desk.policy_number("headline_coverage_minimum_pct")
    flash = given.desk.policy_number("headline_coverage_flash_pct")
    shown = told("上报面", fig(row, given, "coverage_pct")) if cover is not None else ()
    if cover is not None and cover < lowest:
        short_of = f"，低于{format_number(lowest, 0)}%，本期不发布增速"
        return [(*shown, short_of)]
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct"))
    words: tuple[Part, ...] = (f"（{basis(row)}）",)
    if cover is not None and cover < flash:
        words = (f"（快报，{basis(row)}，", *shown, "）")
    past = clusters.former_total(given)
    change = grammar.change(
        row.growth_yoy_pct, past, former(given.period), at(row, given, "change_pp")
    )
    return [(*rate, *words) if rate else (), change]


def _weight(given: Edition, row: FigureRow) -> tuple[Part, ...]:
    """Share and pull, said only where the clusters are a part of something larger."""
    whole = clusters.whole(given)
    if row.share_pct is None or whole.value == row.value:
        return ("。",)
    name = whole_name(given)
    pull = grammar.pull(row.pull_pp, f"{name}营业收入", at(row, given, "pull_pp"))
    share: tuple[Part, ...] = told(f"占{name}营业收入的", fig(row, given, "share_pct"))
    cover = row.coverage_pct
    lowest = given.desk.policy_number("headline_coverage_minimum_pct")
    clauses = [share] if cover is not None and cover < lowest else [share, pull]
    return ("；", *grammar.join(*clauses))


def key_figures(given: Edition) -> KeyFigures:
    """四至六个关键指标; one without a figure is left out."""
    found = [
        _revenue(given),
        _share(given),
        _growing(given),
        _target(given),
        *_roles(given),
        _stopped(given),
    ]
    return KeyFigures(tuple(item for item in found if item is not None))


def _revenue(given: Edition) -> KeyFigure | None:
    row = clusters.total(given)
    figure = money(row, given)
    if figure is None:
        return None
    rate = grammar.growth(row.growth_yoy_pct, at(row, given, "growth_yoy_pct"))
    return KeyFigure(
        "集群营业收入",
        figure,
        when(given.period),
        row.status or "",
        Sentence(rate) if rate else None,
        spark=_spark(given, "total"),
    )


def _share(given: Edition) -> KeyFigure | None:
    row = cluster_figures.share(given)
    if row.value is None or row.value == Decimal(100):
        return None
    figure = fig(row, given, subject="cluster_share")
    ref = at(row, given, "change_yoy_pp", subject="cluster_share")
    change = grammar.points(row.change_yoy_pp, ref)
    if figure is None:
        return None
    name = f"占{whole_name(given)}营收比重"
    said = Sentence(change) if change else None
    return KeyFigure(name, figure, when(given.period), row.status or "", said)


def _growing(given: Edition) -> KeyFigure | None:
    row = cluster_figures.growing_share(given)
    if not row.denominator or row.denominator < 2:
        return None
    subject = "cluster_growing_share"
    up = fig(row, given, "numerator", subject=subject, decimals=0, with_unit=False)
    of = fig(row, given, "denominator", subject=subject, decimals=0, with_unit=False)
    share = fig(row, given, subject=subject)
    if up is None or share is None or of is None:
        return None
    said = Sentence(("共", of, "个，增长面", share))
    up = Figure(up.text, up.ref, unit="个")
    return KeyFigure("正增长集群", up, when(given.period), "", said)


def _roles(given: Edition) -> list[KeyFigure | None]:
    rows = {r.code: r for r in cluster_figures.by_role(given)}
    row = rows.get("链主")
    if row is None or row.growth_yoy_pct is None:
        return []
    figure = fig(row, given, "growth_yoy_pct", by="role")
    change = grammar.change(
        row.growth_yoy_pct,
        cluster_figures.former_by_role(given).get("链主"),
        former(given.period),
        at(row, given, "change_pp", by="role"),
    )
    if figure is None:
        return []
    said = Sentence(change) if change else None
    return [KeyFigure("链主企业营收增速", figure, when(given.period), row.status or "", said)]


def _target(given: Edition) -> KeyFigure | None:
    """Completion of the clusters' level targets together, against their plans together."""
    done = [g.row for g in cluster_targets.goals(given) if g.code != cluster_targets.WHOLE]
    row = cluster_targets.together(given)
    if row is None or not done:
        return None
    figure = fig(row, given, "completion_pct", by="goal")
    ref = at(row, given, "gap_plan_pp", by="goal")
    gap, yardstick = row.gap_plan_pp, "计划进度"
    if gap is None:
        gap, yardstick = row.gap_linear_pp, "序时进度"
        ref = at(row, given, "gap_linear_pp", by="goal")
    pace = grammar.pace(gap, ref, yardstick=yardstick)
    if figure is None:
        return None
    limits = [given.desk.policy_number(f"target_{c}_pp") for c in ("yellow", "red")]
    shown = light(progress_light(gap, *limits))
    return KeyFigure(
        "完成年度目标",
        figure,
        when(given.period),
        "确保目标",
        Sentence(pace) if pace else None,
        shown,
    )


def _stopped(given: Edition) -> KeyFigure | None:
    (row,) = cluster_stopped.counts(given)
    if not given.has_register:
        return None
    figure = fig(row, given, subject="stopped_count", by="cluster_list")
    if figure is None:
        return None
    before = given.period.previous_month
    moved = row.increment
    said: tuple[Part, ...] = ()
    if moved is not None:
        ref = at(row, given, "increment", subject="stopped_count", by="cluster_list")
        word = "增加" if moved > 0 else "减少"
        said = (f"与{before.month}月末持平",)
        if moved:
            said = (
                f"比{before.month}月末{word}",
                Figure(format_number(abs(moved), 0), ref, unit="户"),
            )
    label = given.period.label("point")
    return KeyFigure("停产半停产企业", figure, label, "", Sentence(said) if said else None)


def _spark(given: Edition, code: str) -> tuple[str | None, ...]:
    rows = cluster_figures.series(given, months=13).filter(pl.col("code") == code)
    return tuple(format(v, "f") for v in rows["growth_yoy_pct"].to_list())
