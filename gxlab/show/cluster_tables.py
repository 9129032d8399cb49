"""Tables A1 and A4 of the cluster report (集群总表、增量构成)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxlab.measures import cluster_bridge, cluster_figures, clusters, lookup
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show.bridge_note import bridge_note
from gxlab.show.cluster_words import (
    Cells,
    Values,
    area,
    fig,
    left,
    scope,
    short,
    signed,
    table,
    when,
    whole_name,
)
from gxlab.show.objects import Cell, Column, Table

Rows = Mapping[str, FigureRow]
YI = "亿元"


def overview(given: Edition) -> Table:
    """A1 集群总表: revenue, growth, share and pull of the whole, profit and electricity."""
    revenue = _both(given, "revenue")
    codes = [r.code for r in clusters.by_cluster(given)]
    own = {r.code: r for r in clusters.by_cluster(given)}
    own[given.list_name] = clusters.total(given)
    # One cluster alone needs no total beside it.
    lines = [*codes, given.list_name] if len(codes) > 1 else codes
    heads = {r["cluster"]: r for r in given.clusters.to_dicts()}
    names = given.names
    count = _counts(given)
    columns: Cells = [
        (left("name", "集群"), [short(names[c]) if c in names else "合计" for c in lines]),
        (left("leader", "链长"), [heads.get(c, {}).get("leader") or "" for c in lines]),
        (left("office", "牵头科室"), [heads.get(c, {}).get("office") or "" for c in lines]),
        (
            Column("members", ("规上成员" if given.has_register else "成员",), "户"),
            _column(count, lines, given, "cluster_member_count"),
        ),
        *_revenue_columns(revenue, own, lines, given),
        *_efficiency_columns(lines, given),
    ]
    return table(
        "A1",
        f"{when(given.period)}{area(given.report)}分集群营业收入",
        columns,
        ["" if c in names else "total" for c in lines],
        optional=frozenset(c.key for c, _ in columns[1:3]) | frozenset(OPTIONAL),
        scope=scope(given),
        source=revenue[given.list_name].source_kind or "" if given.list_name in revenue else "",
        note=_overview_note(given),
        empty=f"{area(given.report)}没有名单内的集群企业。",
    )


OPTIONAL = ("change", "profit", "margin", "margin_change", "loss", "power")


def _overview_note(given: Edition) -> str:
    said = [f"占比和拉动相对{whole_name(given)}营业收入（企业汇总）"]
    shared = clusters.overlap(given)
    if not shared.is_empty():
        listed = "、".join(shared["name"].head(5).to_list()) + ("等" if shared.height > 5 else "")
        who = listed if given.desk.audience != "shared" else "有"
        said.append(f"{who}{shared.height}户同属两个以上集群，合计中只计一次")
    return "；".join(said) + "。"


def _both(given: Edition, indicator_id: str) -> dict[str, FigureRow]:
    """Rows of one indicator by cluster, and of the list together under the list's name."""
    rows = lookup.by_group(given.desk, indicator_id, "cluster")
    whole = lookup.by_group(given.desk, indicator_id, "cluster_list")
    names = given.names
    found = {r.code: r for r in rows if r.code in names}
    return found | {r.code: r for r in whole if r.code == given.list_name}


def _counts(given: Edition) -> dict[str, FigureRow]:
    return {r.code: r for r in cluster_figures.member_counts(given)}


def _column(
    rows: Rows,
    lines: Sequence[str],
    given: Edition,
    subject: str,
    statistic: str = "value",
    *,
    measure: str | None = None,
    decimals: int | None = None,
) -> Values:
    """One column of A1: the last line is the list as a whole."""
    return [
        fig(
            rows.get(code),
            given,
            statistic,
            subject=subject,
            by="cluster_list" if code == given.list_name else "cluster",
            measure=measure,
            decimals=decimals,
            with_unit=False,
        )
        for code in lines
    ]


def _revenue_columns(revenue: Rows, own: Rows, lines: Sequence[str], given: Edition) -> Cells:
    changes: Values = [
        fig(
            own[code],
            given,
            "change_pp",
            by=None if code == given.list_name else "cluster",
            with_unit=False,
        )
        for code in lines
    ]
    spanner = "营业收入"
    return [
        (
            Column("value", (spanner, "累计"), "亿元"),
            _column(revenue, lines, given, "revenue", measure="亿元"),
        ),
        (
            Column("growth", (spanner, "同比"), "%"),
            _column(revenue, lines, given, "revenue", "growth_yoy_pct"),
        ),
        (Column("change", (spanner, "比上期"), "百分点"), changes),
        (
            Column("share", (spanner, "占比"), "%"),
            _column(revenue, lines, given, "revenue", "share_pct"),
        ),
        (
            Column("pull", (spanner, "拉动"), "百分点"),
            _column(revenue, lines, given, "revenue", "pull_pp"),
        ),
    ]


def _efficiency_columns(lines: Sequence[str], given: Edition) -> Cells:
    profit, margin = _both(given, "profit"), _both(given, "profit_margin")
    loss, power = _both(given, "loss_share"), _both(given, "electricity")
    return [
        (
            Column("profit", ("利润", "总额"), "亿元"),
            _column(profit, lines, given, "profit", measure="亿元"),
        ),
        (Column("margin", ("利润", "利润率"), "%"), _column(margin, lines, given, "profit_margin")),
        (
            Column("margin_change", ("利润", "同比"), "百分点"),
            _column(margin, lines, given, "profit_margin", "change_yoy_pp"),
        ),
        (Column("loss", ("亏损面",), "%"), _column(loss, lines, given, "loss_share")),
        (
            Column("power", ("用电同比",), "%"),
            _column(power, lines, given, "electricity", "growth_yoy_pct"),
        ),
    ]


def bridge(given: Edition) -> Table:
    """A4 增量从哪来: what moved the base, what moved the revenue, part by part to the total."""
    rows = {r.code: r for r in cluster_bridge.components(given)}
    parts = [r for r in rows.values() if r.n is not None]
    total = cluster_bridge.summed(given)
    subject, by = "cluster_bridge", "component"

    def base_of(row: FigureRow) -> Cell:
        return signed(fig(row, given, "base", subject=subject, by=by, measure=YI, with_unit=False))

    def increase_of(row: FigureRow) -> Cell:
        return signed(fig(row, given, subject=subject, by=by, measure=YI, with_unit=False))

    def level(code: str) -> Cell:
        return fig(rows[code], given, subject=subject, by=by, measure=YI, with_unit=False)

    columns: Cells = [
        (left("part", "构成"), [rows["former"].name, *(r.name for r in parts), "可比合计"]),
        (
            Column("firms", ("户数",), "户"),
            [
                None,
                *(
                    fig(r, given, "n", subject=subject, by=by, decimals=0, with_unit=False)
                    for r in parts
                ),
                None,
            ],
        ),
        (
            Column("base", ("基数", "上年同期"), YI),
            [level("former"), *map(base_of, parts), level("comparable")],
        ),
        (
            Column("increase", ("增减", "本期增减"), YI),
            [
                None,
                *map(increase_of, parts),
                signed(fig(total, given, subject=subject, measure=YI, with_unit=False)),
            ],
        ),
        (
            Column("pull", ("增减", "拉动"), "百分点"),
            [
                None,
                *(fig(r, given, "pull_pp", subject=subject, by=by, with_unit=False) for r in parts),
                fig(total, given, "pull_pp", subject=subject, with_unit=False),
            ],
        ),
        (
            Column("nominal", ("增减", "名义"), "百分点"),
            [
                None,
                *(
                    fig(r, given, "nominal_pp", subject=subject, by=by, with_unit=False)
                    for r in parts
                ),
                fig(total, given, "nominal_pp", subject=subject, with_unit=False),
            ],
        ),
    ]
    return table(
        "A4",
        f"{when(given.period)}集群营业收入增量构成",
        columns if total.base is not None and parts else [],
        ["", *("" for _ in parts), "total"],
        scope=scope(given),
        note=bridge_note(parts),
        empty="本期没有可以分解的增量。",
    )
