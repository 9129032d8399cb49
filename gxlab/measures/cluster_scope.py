"""Which list of clusters is in force (集群名单), and which files decide who counts."""

from __future__ import annotations

import polars as pl

from gxlab.warehouse.desk import Desk, valid_on

LISTS = ("省重点", "省厅统计", "全部")
"""From the narrowest to the widest."""


def list_on(desk: Desk) -> tuple[str, pl.DataFrame]:
    """The list in force: the narrowest of those that have clusters at the period's end."""
    rows = valid_on(desk.read("clusters"), desk.period.last_day)
    present = set(rows["list"].to_list())
    chosen = next((name for name in LISTS if name in present), "全部")
    found = desk.uses(rows.filter(pl.col("list") == chosen))
    latest = found.unique(subset="cluster", keep="last", maintain_order=True)
    return chosen, latest.select("cluster", "name", "leader", "office").sort("cluster")


def note_sources(desk: Desk, members: pl.DataFrame) -> None:
    """The register and the member list decide who counts: their files feed the page as well."""
    rows = desk.read("cluster_members").join(
        members.select("cluster", "enterprise"), on=["cluster", "enterprise"], how="semi"
    )
    desk.uses(rows)
    registers = desk.read("cluster_register_files").filter(pl.col("period") <= str(desk.period))
    desk.uses(registers.filter(pl.col("period") == pl.col("period").max()))
