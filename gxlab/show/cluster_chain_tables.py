"""Table A5 of the cluster report (分环节): a hint is a hint until a person confirms it."""

from __future__ import annotations

from typing import Any

from gxlab.measures import cluster_chain, cluster_projects
from gxlab.measures.clusters import Edition
from gxlab.show.cluster_words import Cells, fig, left, scope, short, table, when
from gxlab.show.objects import Cell, Column, Table

YI = "亿元"


def segments(given: Edition) -> Table:
    """A5 环节: firms, revenue, share of the chain, gap of local supply, projects, data hint."""
    found = cluster_chain.segments(given)
    names = given.names
    counts = {r.code: r for r in cluster_chain.segment_counts(given)}
    projects = {r.code: r for r in cluster_projects.project_rows(given, "segment")}

    def count(code: str, statistic: str) -> Cell:
        subject = "cluster_member_count"
        return fig(
            counts[code],
            given,
            statistic,
            subject=subject,
            by="segment",
            decimals=0,
            with_unit=False,
        )

    def project(code: str, statistic: str, **more: Any) -> Cell:
        return fig(
            projects.get(code),
            given,
            statistic,
            subject="cluster_ledger_investment",
            by="segment",
            with_unit=False,
            **more,
        )

    def revenue(statistic: str, measure: str | None = None) -> list[Cell]:
        return [
            fig(s.row, given, statistic, by="segment", measure=measure, with_unit=False)
            for s in found
        ]

    codes = [s.row.code for s in found]
    columns: Cells = [
        (left("cluster", "集群"), _once([short(names[s.cluster]) for s in found])),
        (left("segment", "环节"), [s.name for s in found]),
        (Column("members", ("企业", "成员"), "户"), [count(c, "n") for c in codes]),
        (Column("listed", ("企业", "规上"), "户"), [count(c, "value") for c in codes]),
        (Column("value", ("营业收入", "累计"), YI), revenue("value", YI)),
        (Column("growth", ("营业收入", "同比"), "%"), revenue("growth_yoy_pct")),
        (Column("share", ("营业收入", "占链"), "%"), revenue("share_pct")),
        (left("gap", "本地配套"), [s.gap for s in found]),
        (
            Column("projects", ("台账项目", "个数"), "个"),
            [project(c, "n", decimals=0) for c in codes],
        ),
        (
            Column("planned", ("台账项目", "总投资"), YI),
            [project(c, "value", measure=YI) for c in codes],
        ),
        (
            Column("done", ("台账项目", "完成计划"), "%"),
            [project(c, "completion_pct") for c in codes],
        ),
        (left("hint", "数据提示"), [s.hint for s in found]),
    ]
    return table(
        "A5",
        f"{when(given.period)}集群分环节营业收入",
        columns if found else [],
        optional=frozenset(("gap", "projects", "planned", "done", "hint")),
        scope=scope(given),
        note="数据提示按全市全链判断，只供核实，未经人工确认不作为短板；台账项目为成员企业列入调度台账的技改项目（台账口径）。",
        empty="没有分环节的成员名单。",
    )


def _once(names: list[str]) -> list[Cell]:
    """A cluster's name stands at its first segment only."""
    return [name if n == 0 or names[n - 1] != name else "" for n, name in enumerate(names)]
