"""集群营收月报, 对外版: clusters' revenue by unit, cluster and segment, as printed."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.disclosure.gather import CLUSTERS
from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.show import shared_parts as parts
from gxlab.show.objects import (
    Cell,
    Chart,
    Column,
    KeyFigures,
    Masthead,
    Part,
    Sentence,
    Sentences,
    Table,
)
from gxlab.show.shared_charts import growth_bars

REPORT = "cluster_revenue"
NAME = "revenue"
NAMES = (NAME,)
BY, ALL = CLUSTERS
COLUMNS = (
    Column("value", ("营业收入", "总量"), "亿元"),
    Column("growth", ("营业收入", "同比"), "%"),
    Column("share", ("占规上工业",), "%"),
    Column("n", ("成员企业",), "户"),
)
PLACED = (*COLUMNS[:2], Column("rank", ("增速位次",)), *COLUMNS[2:])


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    return parts.masthead(
        desk, "产业集群营收月报", [f"营业收入：{parts.when(desk)}，成员企业直报汇总"]
    )


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    value = _whole(desk, "value")
    if not parts.is_told(value):
        return parts.no_figures(desk, "产业集群营业收入")
    return parts.sentence(
        f"{parts.when(desk)}，{desk.unit.name}产业集群实现营业收入",
        parts.amount(value),
        parts.growth(_whole(desk, "growth_yoy_pct")),
        _tail("，占规上工业的", _whole(desk, "share_pct")),
        "。",
        role="headline",
    )


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标."""
    wanted = (
        ("集群营业收入", _whole(desk, "value")),
        ("同比", _whole(desk, "growth_yoy_pct")),
        ("占规上工业", _whole(desk, "share_pct")),
        ("成员企业", _whole(desk, "n")),
    )
    return KeyFigures(tuple(parts.key_figure(desk, k, p) for k, p in wanted if p is not None))


def key_points(desk: SharedDesk) -> Sentences:
    """要点, of printed figures only."""
    return parts.points((_largest(desk), _fastest(desk), _slowest(desk), _against_city(desk)))


def unit_table(desk: SharedDesk) -> Table:
    """分单位: the clusters' revenue of the city, its counties and zones."""
    rows = [
        (name, [parts.cell(_whole(desk, s, code)) for s in _STATISTICS], emphasis)
        for code, name, emphasis in parts.unit_rows(desk)
    ]
    return parts.table(desk, "S1", "分单位集群营业收入", [_label("单位"), *COLUMNS], rows)


def cluster_table(desk: SharedDesk) -> Table:
    """分集群."""
    rows = [
        (name, _cells(desk, "cluster", code, _PLACED_STATISTICS), "")
        for code, name in desk.codes(NAME, "cluster")
    ]
    return parts.table(desk, "S2", "分集群营业收入", [_label("集群"), *PLACED], rows)


def cluster_chart(desk: SharedDesk) -> Chart | None:
    """分集群增速."""
    rows = [(n, _growth(desk, "cluster", c)) for c, n in desk.codes(NAME, "cluster")]
    title = f"{parts.when(desk)}{desk.unit.name}各集群营业收入同比增速"
    return growth_bars(rows, chart_id="cluster-growth", title=title)


def segment_table(desk: SharedDesk) -> Table:
    """链条环节, cluster by cluster."""
    clusters = dict(desk.codes(NAME, "cluster"))
    rows = [
        (
            clusters.get(code.partition("/")[0], ""),
            [name, *_cells(desk, "segment", code, _STATISTICS)],
            "",
        )
        for code, name in desk.codes(NAME, "segment")
    ]
    columns = [_label("集群"), Column("segment", ("环节",), align="left"), *COLUMNS]
    return parts.table(desk, "S3", "分环节营业收入", columns, rows)


_STATISTICS = ("value", "growth_yoy_pct", "share_pct", "n")
_PLACED_STATISTICS = ("value", "growth_yoy_pct", "rank", "share_pct", "n")


def _label(text: str) -> Column:
    return Column("name", (text,), align="left")


def _whole(desk: SharedDesk, statistic: str, unit: str = "") -> Printed | None:
    return desk.figure(NAME, statistic, unit=unit, by=BY, code=ALL)


def _growth(desk: SharedDesk, by: str, code: str) -> Printed | None:
    return desk.figure(NAME, "growth_yoy_pct", by=by, code=code)


def _cells(desk: SharedDesk, by: str, code: str, statistics: Sequence[str]) -> list[Cell]:
    return [parts.cell(desk.figure(NAME, s, by=by, code=code)) for s in statistics]


def _tail(words: str, printed: Printed | None) -> tuple[Part, ...]:
    told = parts.amount(printed)
    return (words, *told) if told else ()


def _largest(desk: SharedDesk) -> Sentence | None:
    known = _told(desk, "value")
    if len(known) < 2:
        return None
    code, name = max(known, key=lambda one: known[one])
    return parts.sentence(
        f"公布的集群中，{name}规模最大，营业收入",
        parts.amount(desk.figure(NAME, by="cluster", code=code)),
        parts.growth(_growth(desk, "cluster", code)),
        _tail("，占规上工业的", desk.figure(NAME, "share_pct", by="cluster", code=code)),
        "。",
        role="key_point",
    )


def _fastest(desk: SharedDesk) -> Sentence | None:
    return _extreme(desk, best=True)


def _slowest(desk: SharedDesk) -> Sentence | None:
    return _extreme(desk, best=False)


def _extreme(desk: SharedDesk, *, best: bool) -> Sentence | None:
    known = _told(desk, "growth_yoy_pct")
    if len(known) < 2 or len(set(known.values())) == 1:
        return None
    edge = (max if best else min)(known.values())
    named = [one for one, rate in known.items() if rate == edge]
    if len(named) > 1:
        return None
    code, name = named[0]
    words = "增速最高" if best else "增速最低"
    return parts.sentence(
        f"公布的集群中，{name}{words}",
        parts.growth(_growth(desk, "cluster", code)),
        "。",
        role="key_point",
    )


def _against_city(desk: SharedDesk) -> Sentence | None:
    root = desk.units.root
    if desk.unit == root:
        return None
    told = parts.growth(_whole(desk, "growth_yoy_pct", root.code))
    if not told:
        return None
    return parts.sentence(f"{root.name}产业集群营业收入", told, "。", role="key_point")


def _told(desk: SharedDesk, statistic: str) -> dict[tuple[str, str], Decimal]:
    pairs = {
        (code, name): parts.number(desk.figure(NAME, statistic, by="cluster", code=code))
        for code, name in desk.codes(NAME, "cluster")
    }
    return {one: value for one, value in pairs.items() if value is not None}
