"""Tables A1 to A3 of the cluster report (集群总表、拉动企业、停产半停产)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxlab.measures import cluster_figures, cluster_firms, clusters, lookup
from gxlab.measures.cluster_firms import FirmMove
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show.cluster_words import (
    REVENUE,
    Cells,
    Values,
    area,
    fig,
    scope,
    short,
    table,
    when,
    whole_name,
)
from gxlab.show.objects import Column, Figure, Table

Rows = Mapping[str, FigureRow]


def overview(given: Edition) -> Table:
    """A1 集群总表: revenue, growth, share and pull of the whole, profit and electricity."""
    revenue = _both(given, "revenue")
    codes = [r.code for r in clusters.by_cluster(given)]
    own = {r.code: r for r in clusters.by_cluster(given)}
    own[given.list_name] = clusters.total(given)
    lines = [*codes, given.list_name]
    heads = {r["cluster"]: r for r in given.clusters.to_dicts()}
    names = given.names
    count = _counts(given)
    columns: Cells = [
        (_left("name", "集群"), [*(short(names[c]) for c in codes), "合计"]),
        (_left("leader", "链长"), [heads.get(c, {}).get("leader") or "" for c in lines]),
        (_left("office", "牵头科室"), [heads.get(c, {}).get("office") or "" for c in lines]),
        (
            Column("members", ("规上成员",), "户"),
            _column(count, lines, given, "cluster_member_count"),
        ),
        *_revenue_columns(revenue, own, lines, given),
        *_efficiency_columns(lines, given),
    ]
    return table(
        "A1",
        f"{when(given.period)}{area(given.report)}分集群营业收入",
        columns,
        ["" for _ in codes] + ["total"],
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
        listed = "、".join(shared["name"].head(5).to_list())
        more = "等" if shared.height > 5 else ""
        said.append(f"{listed}{more}{shared.height}户同属两个以上集群，合计中只计一次")
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
    changes = [
        *_column(own, lines[:-1], given, REVENUE, "change_pp"),
        fig(own[given.list_name], given, "change_pp", with_unit=False),
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


def pulling(given: Edition) -> Table | None:
    """A2 正拉动前10户; nothing in a shared edition."""
    up, _ = cluster_firms.leading(cluster_firms.moves(given), _top(given))
    return _moves_table(given, "A2", "正拉动前{n}户企业", up)


def dragging(given: Edition) -> Table | None:
    """A2 负拉动前10户, the largest drag first; nothing in a shared edition."""
    _, down = cluster_firms.leading(cluster_firms.moves(given), _top(given))
    return _moves_table(given, "A2-drag", "负拉动前{n}户企业", down)


def _top(given: Edition) -> int:
    return int(given.desk.policy_number("top_n"))


def _moves_table(given: Edition, table_id: str, title: str, found: list[FirmMove]) -> Table | None:
    if given.desk.audience == "shared":
        return None
    columns: Cells = [
        (_left("name", "企业"), [m.row.name for m in found]),
        (_left("cluster", "集群"), ["、".join(short(c) for c in m.clusters) for m in found]),
        (_left("place", "属地"), _unless_all_same([m.place for m in found], given)),
        (_left("segment", "环节"), [m.segment for m in found]),
        *_move_figures(given, found),
        (_left("cause_kind", "原因类别"), [m.cause_kind for m in found]),
        (_left("cause", "说明"), [m.cause for m in found]),
    ]
    return table(
        table_id,
        title.format(n=len(found)),
        columns,
        optional=frozenset(("place", "segment", "power", "invoices", "cause_kind", "cause")),
        scope=scope(given),
        note="拉动相对集群营业收入合计；原因为企业直报所填。"
        if any(m.cause for m in found)
        else "拉动相对集群营业收入合计。",
        empty="本期没有这样的企业。",
    )


def _unless_all_same(places: list[str], given: Edition) -> Values:
    """属地 says nothing where the page's unit has no units below it."""
    return [*places] if set(places) != {given.desk.unit.name} else ["" for _ in places]


def _move_figures(given: Edition, found: list[FirmMove]) -> Cells:
    def column(statistic: str, measure: str | None = None) -> Values:
        return [
            fig(m.row, given, statistic, by="enterprise", measure=measure, with_unit=False)
            for m in found
        ]

    growth = [
        "新投产" if m.row.basis == "new" else cell
        for m, cell in zip(found, column("growth_yoy_pct"), strict=True)
    ]
    power: Values = [_other(m.electricity, given, "electricity") for m in found]
    invoices: Values = [_other(m.invoices, given, "invoice_sales") for m in found]
    return [
        (Column("value", ("营业收入",), "万元"), column("value", "万元")),
        (Column("growth", ("同比",), "%"), growth),
        (Column("increment", ("增减额",), "万元"), column("increment", "万元")),
        (Column("pull", ("拉动",), "百分点"), column("pull_pp")),
        (Column("power", ("用电同比",), "%"), power),
        (Column("invoices", ("开票同比",), "%"), invoices),
    ]


def _other(row: FigureRow | None, given: Edition, subject: str) -> Figure | None:
    return fig(row, given, "growth_yoy_pct", subject=subject, by="enterprise", with_unit=False)


def _left(key: str, label: str) -> Column:
    return Column(key, (label,), align="left")
