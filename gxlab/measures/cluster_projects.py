"""Ledger projects of cluster members (集群成员台账项目), from the bureau's own ledger."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from gxlab.measures.clusters import Edition
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import divide

ZERO = Decimal(0)


@dataclass(frozen=True)
class Projects:
    """Ledger projects of a group of firms (台账项目). Money in 万元, completion in %."""

    count: int
    planned: Decimal
    completion_pct: Decimal | None


def project_rows(given: Edition, by: str) -> list[FigureRow]:
    """Ledger projects of members by ``segment`` or ``enterprise``: value 总投资, ``n`` projects."""
    return [
        FigureRow(
            code,
            code,
            value=found.planned,
            n=found.count,
            completion_pct=found.completion_pct,
            period_used=str(given.report.period),
        )
        for code, found in sorted(projects_by(given, by).items())
    ]


def projects_by(given: Edition, by: str) -> dict[str, Projects]:
    """Ledger projects of member firms by ``segment`` code or by ``enterprise``."""
    rows = given.desk.read("cluster_projects", period=str(given.report.period))
    joined = rows.join(given.members, on="enterprise", how="inner")
    if joined.is_empty():
        return {}
    given.desk.uses(joined)
    code = (
        pl.concat_str("cluster", "segment", separator=":")
        if by == "segment"
        else pl.col("enterprise")
    )
    own = joined.with_columns(code.alias("code")).drop_nulls("code")
    own = own.unique(subset=["code", "project"], keep="first", maintain_order=True)
    return {code: _projects(own.filter(pl.col("code") == code)) for code in own["code"].unique()}


def _projects(rows: pl.DataFrame) -> Projects:
    done, plan = _sum(rows["ytd_investment"]), _sum(rows["annual_plan"])
    return Projects(rows.height, _sum(rows["planned_investment"]), divide(done, plan, Decimal(100)))


def _sum(column: pl.Series) -> Decimal:
    return sum(column.drop_nulls().to_list(), ZERO)
