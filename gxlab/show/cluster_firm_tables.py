"""Tables of firms (A2, A3, A6): for internal readers only; None in a shared edition."""

from __future__ import annotations

from gxlab.measures import cluster_chain, cluster_firms, cluster_projects, cluster_stopped, clusters
from gxlab.measures.cluster_firms import FirmMove
from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.show.cluster_words import Cells, Values, fig, left, scope, short, table, when
from gxlab.show.objects import Cell, Column, Figure, Table

MOST_RUNNERS = 2


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
        (left("name", "企业"), [m.row.name for m in found]),
        (left("cluster", "集群"), [_clusters(m) for m in found]),
        (left("place", "属地"), _unless_all_same([m.place for m in found], given)),
        (left("segment", "环节"), [m.segment for m in found]),
        *_move_figures(given, found),
        (left("cause_kind", "原因类别"), [m.cause_kind for m in found]),
        (left("cause", "说明"), [m.cause for m in found]),
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


def stopped(given: Edition) -> Table | None:
    """A3 停产半停产: who stands still, since when, and last year's revenue of the same months."""
    if given.desk.audience == "shared":
        return None
    found = cluster_stopped.stopped_members(given)
    about = {m.row.code: m for m in cluster_firms.moves(given)}
    rows = {r.code: r for r in clusters.by_firm(given)}
    known = [about.get(s.enterprise) for s in found]
    columns: Cells = [
        (left("name", "企业"), [s.name for s in found]),
        (left("cluster", "集群"), [_clusters(m) for m in known]),
        (left("place", "属地"), [m.place if m else "" for m in known]),
        (
            left("state", "状态"),
            [s.state if s.by_register else f"{s.state}（产值）" for s in found],
        ),
        (left("since", "自何月"), [s.since.label("month", with_year=True) for s in found]),
        (
            Column("base", ("上年同期营收",), "万元"),
            [
                fig(rows.get(s.enterprise), given, "base", by="enterprise", with_unit=False)
                for s in found
            ],
        ),
        (
            Column("power", ("用电同比",), "%"),
            [_other(m.electricity if m else None, given, "electricity") for m in known],
        ),
        (left("cause_kind", "原因类别"), [m.cause_kind if m else "" for m in known]),
        (left("cause", "说明"), [m.cause if m else "" for m in known]),
    ]
    limit = given.desk.policy("stopped_output_pct")
    return table(
        "A3",
        f"停产半停产企业{len(found)}户",
        columns if found else [],
        optional=frozenset(("place", "power", "cause_kind", "cause")),
        scope=scope(given),
        note=f"名录状态为停产、半停产，或本月产值不超过上年同月{limit}%；自何月按可查的连续月份。",
        empty="本期没有停产半停产的成员企业。",
    )


def _leaders_note(left_out: int) -> str:
    said = (
        "集群配套为本单位该集群角色为“配套”的规上成员户数；领跑者为中小企业，与链主、头部企业不同"
    )
    if not left_out:
        return f"{said}。"
    return f"{said}，每个集群列营业收入前{MOST_RUNNERS}户，另有{left_out}户未列。"


def _clusters(move: FirmMove | None) -> str:
    return "、".join(short(c) for c in move.clusters) if move else ""


def leaders(given: Edition) -> Table | None:
    """A6 链主、头部、领跑者: revenue, share of the chain, suppliers and ledger projects."""
    if given.desk.audience == "shared":
        return None
    everyone = cluster_chain.leaders(given)
    found = cluster_chain.leading(everyone, MOST_RUNNERS)
    names = given.names
    partners = {r.code: r for r in cluster_chain.role_counts(given)}
    projects = {r.code: r for r in cluster_projects.project_rows(given, "enterprise")}

    def own(statistic: str, measure: str | None = None) -> list[Cell]:
        return [
            fig(f.row, given, statistic, by="member", measure=measure, with_unit=False)
            for f in found
        ]

    def project(code: str) -> Cell:
        return fig(
            projects.get(code.split(":")[1]),
            given,
            "n",
            subject="cluster_ledger_investment",
            by="enterprise",
            decimals=0,
            with_unit=False,
        )

    columns: Cells = [
        (left("name", "企业"), [f.row.name for f in found]),
        (left("cluster", "集群"), [short(names[f.cluster]) for f in found]),
        (left("role", "角色"), [f.role for f in found]),
        (Column("value", ("营业收入",), "万元"), own("value", "万元")),
        (Column("growth", ("同比",), "%"), own("growth_yoy_pct")),
        (Column("share", ("占集群",), "%"), own("share_pct")),
        (
            Column("partners", ("集群配套",), "户"),
            [
                fig(
                    partners.get(f"{f.cluster}:配套"),
                    given,
                    subject="cluster_member_count",
                    by="role",
                    with_unit=False,
                )
                for f in found
            ],
        ),
        (Column("projects", ("台账项目",), "个"), [project(f.row.code) for f in found]),
    ]
    return table(
        "A6",
        f"{when(given.period)}链主、头部和领跑者企业",
        columns if found else [],
        optional=frozenset(("partners", "projects")),
        scope=scope(given),
        note=_leaders_note(len(everyone) - len(found)),
        empty="成员名单没有链主、头部和领跑者企业。",
    )
