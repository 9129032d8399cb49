"""集群营收月报, 对外版: clusters' revenue by unit, cluster and segment, as printed."""

from __future__ import annotations

from collections.abc import Sequence

from gxlab.disclosure.gather import CLUSTERS
from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.show import shared_parts as parts
from gxlab.show import shared_points as points
from gxlab.show.objects import Cell, Chart, Column, KeyFigures, Masthead, Sentence, Sentences, Table
from gxlab.show.shared_charts import bars

REPORT = "cluster_revenue"
NAME = "revenue"
NAMES = (NAME,)
BY, ALL = CLUSTERS
WHAT, MEASURE = "集群", "营业收入"
_COLUMNS = (
    Column("value", ("营业收入", "总量"), "亿元"),
    Column("growth", ("营业收入", "同比"), "%"),
    Column("share", ("占规上工业",), "%"),
    Column("n", ("成员企业",), "户"),
)
_PLACED = (*_COLUMNS[:2], Column("rank", ("增速位次",)), *_COLUMNS[2:])
_STATISTICS = ("value", "growth_yoy_pct", "share_pct", "n")
_PLACED_STATISTICS = ("value", "growth_yoy_pct", "rank", "share_pct", "n")


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    source = f"营业收入：{parts.when(desk)}，成员企业直报汇总"
    return parts.masthead(desk, "产业集群营收月报", [source])


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    value = _whole(desk, "value")
    if not parts.is_told(value):
        return parts.no_figures(desk, "产业集群营业收入")
    return parts.sentence(
        f"{parts.when(desk)}，{desk.unit.name}产业集群实现营业收入",
        parts.amount(value),
        parts.growth(_whole(desk, "growth_yoy_pct")),
        points.tail("，占规上工业的", _whole(desk, "share_pct")),
        "。",
        role="headline",
    )


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标."""
    return parts.key_figures(
        desk,
        ("集群营业收入", _whole(desk, "value")),
        ("同比", _whole(desk, "growth_yoy_pct")),
        ("占规上工业", _whole(desk, "share_pct")),
        ("成员企业", _whole(desk, "n")),
    )


def key_points(desk: SharedDesk) -> Sentences:
    """要点, of printed figures only."""
    return parts.points(
        (
            points.largest(desk, NAME, "cluster", WHAT, MEASURE),
            points.extreme(desk, NAME, "cluster", WHAT, MEASURE, best=False),
            points.extreme(desk, NAME, "segment", "环节", MEASURE, best=True),
            points.city(desk, NAME, "产业集群营业收入", BY, ALL),
        )
    )


def units(desk: SharedDesk) -> Sentence | None:
    """一、分单位, the judgement."""
    measure = "产业集群营业收入"
    return points.judged(
        points.leader(desk, measure, lambda unit: _whole(desk, "growth_yoy_pct", unit))
    )


def clusters(desk: SharedDesk) -> Sentence | None:
    """二、分集群, the judgement."""
    return points.judged(points.extreme(desk, NAME, "cluster", WHAT, MEASURE, best=True))


def segments(desk: SharedDesk) -> Sentence | None:
    """三、分环节, the judgement."""
    return points.judged(points.largest(desk, NAME, "segment", "环节", MEASURE))


def unit_table(desk: SharedDesk) -> Table:
    """分单位: the clusters' revenue of the city, its counties and zones."""
    rows = [
        (name, [parts.cell(_whole(desk, s, code)) for s in _STATISTICS], emphasis)
        for code, name, emphasis in parts.unit_rows(desk)
    ]
    return parts.table(desk, "S1", "分单位集群营业收入", [parts.label("单位"), *_COLUMNS], rows)


def cluster_chart(desk: SharedDesk) -> Chart | None:
    """分集群增速."""
    rows = [
        (name, desk.figure(NAME, "growth_yoy_pct", by="cluster", code=code))
        for code, name in desk.codes(NAME, "cluster")
    ]
    title = f"{parts.when(desk)}{desk.unit.name}各集群营业收入同比增速"
    return bars(rows, chart_id="cluster-growth", title=title)


def cluster_table(desk: SharedDesk) -> Table:
    """分集群."""
    rows = [
        (name, _cells(desk, "cluster", code, _PLACED_STATISTICS), "")
        for code, name in desk.codes(NAME, "cluster")
    ]
    return parts.table(desk, "S2", "分集群营业收入", [parts.label("集群"), *_PLACED], rows)


def segment_table(desk: SharedDesk) -> Table:
    """链条环节, cluster by cluster."""
    called = dict(desk.codes(NAME, "cluster"))
    rows = [
        (
            called.get(code.partition("/")[0], ""),
            [name, *_cells(desk, "segment", code, _STATISTICS)],
            "",
        )
        for code, name in desk.codes(NAME, "segment")
    ]
    columns = [parts.label("集群"), Column("segment", ("环节",), align="left"), *_COLUMNS]
    return parts.table(desk, "S3", "分环节营业收入", columns, rows)


def _whole(desk: SharedDesk, statistic: str, unit: str = "") -> Printed | None:
    return desk.figure(NAME, statistic, unit=unit, by=BY, code=ALL)


def _cells(desk: SharedDesk, by: str, code: str, statistics: Sequence[str]) -> list[Cell]:
    return [parts.cell(desk.figure(NAME, s, by=by, code=code)) for s in statistics]
