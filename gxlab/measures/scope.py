"""Which firms belong to a unit, a cluster, an industry at a period (范围)."""

from __future__ import annotations

from datetime import date

import polars as pl

from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, valid_on


def unit_firms(desk: Desk, code: str, firms: pl.DataFrame, on: date) -> pl.DataFrame:
    """The firm rows that belong to a unit; each firm once.

    ``firms`` needs ``enterprise`` and ``unit`` (the town or county it stands in). A zone's firms
    are its dated members, listed by firm or by town.
    """
    unit = desk.units.find(code)
    if unit.kind != "zone":
        return firms.filter(pl.col("unit").is_in(desk.units.descendants(code)))
    members = valid_on(desk.read("zone_members"), on).filter(pl.col("zone") == code)
    own = members.filter(pl.col("member_kind") == "enterprise")["member"].to_list()
    towns = members.filter(pl.col("member_kind") == "town")["member"].to_list()
    return firms.filter(pl.col("enterprise").is_in(own) | pl.col("unit").is_in([*towns, code]))


def unit_of_rows(desk: Desk, code: str, rows: pl.DataFrame, column: str = "unit") -> pl.DataFrame:
    """Rows of a list (项目, 备案, 培育企业) that stand in a unit; zones by their towns."""
    unit = desk.units.find(code)
    if unit.kind != "zone":
        return rows.filter(pl.col(column).is_in(desk.units.descendants(code)))
    members = valid_on(desk.read("zone_members"), desk.period.last_day)
    own = members.filter(pl.col("zone") == code)["member"].to_list()
    inside = pl.col(column).is_in([*own, code])
    if "enterprise" in rows.columns:
        inside = inside | pl.col("enterprise").is_in(own)
    return rows.filter(inside)


def members_on(desk: Desk, period: Period) -> pl.DataFrame:
    """Cluster members valid at a period's end: cluster, enterprise, segment, role (成员).

    Membership is frozen at the period's end, so that joining is not mistaken for growth.
    """
    valid = valid_on(desk.read("cluster_members"), period.last_day)
    return valid.select("cluster", "enterprise", "segment", "role").unique(
        subset=["cluster", "enterprise"], keep="last", maintain_order=True
    )


def list_members_on(desk: Desk, period: Period) -> pl.DataFrame:
    """Which firms stand on which list of clusters (集群名单): list, enterprise, each pair once.

    Without any list of clusters all members stand on 全部.
    """
    members = members_on(desk, period)
    lists = valid_on(desk.read("clusters"), period.last_day).select("cluster", "list")
    if lists.is_empty():
        return members.select(pl.lit("全部").alias("list"), "enterprise").unique()
    return members.join(lists, on="cluster").select("list", "enterprise").unique()
