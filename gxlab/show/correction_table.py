"""数值更正 in 数据质量: what was delivered, what it was corrected to, why, by whom and when."""

from __future__ import annotations

from decimal import Decimal
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from gxlab.reference.periods import Period
from gxlab.show.objects import Column, Row, Table
from gxlab.warehouse.desk import Desk

OUTCOMES = {
    "applied": "已采用",
    "stale": "没有采用：原数与现行入库数不符",
    "not_found": "没有采用：没有这个数",
    "ambiguous": "没有采用：不止一个",
}
_HEADS = (
    "表",
    "属地",
    "对象",
    "栏目",
    "报告期",
    "原报",
    "更正为",
    "理由",
    "经办",
    "日期",
    "采用情况",
    "原件位置",
)


def corrections(desk: Desk) -> Table | None:
    """数值更正 of the figures behind this page; None where there is none, or outside the office.

    The source is not altered: its row stands in the warehouse as it was sent.
    """
    if desk.audience != "internal":
        return None
    read = desk.read("figure_corrections", file_ids=sorted(desk.fed_by))
    rows = [row for row in read.to_dicts() if _is_here(desk, row)]
    if not rows:
        return None
    desk.uses(read.filter(pl.col("outcome") == "applied"))
    columns = tuple(Column(f"overlay_{n}", (h,), align="left") for n, h in enumerate(_HEADS))
    return Table(
        "overlay",
        "数值更正（自有台账、集群直报）",
        columns,
        tuple(Row(_cells(desk, row)) for row in rows),
        note="金额为万元。来源原件不改，更正只在本快照里代替原数；统计机构反馈的数不作更正。",
    )


def _is_here(desk: Desk, row: dict[str, Any]) -> bool:
    """A county's page tells of its own and of what cannot be placed; the city's of all."""
    if desk.unit.kind in ("city", "zone"):
        return True
    inside = {desk.unit.code, *desk.units.descendants(desk.unit.code)}
    named = {u.name for u in desk.units.units if u.code in inside}
    here = row["unit"] in inside or row["place"] in inside | named
    return here or (row["unit"] is None and row["place"] is None)


def _cells(desk: Desk, row: dict[str, Any]) -> tuple[str, ...]:
    names = {u.code: u.name for u in desk.units.units}
    return (
        row["form"],
        names.get(row["unit"], row["place"] or "—"),
        row["object"],
        row["item"],
        Period.parse(row["period"]).label("point"),
        _number(row["was"]),
        _number(row["becomes"]),
        row["reason"],
        row["author"],
        row["decided_on"].isoformat(),
        OUTCOMES[row["outcome"]],
        _place(row),
    )


def _number(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _place(row: dict[str, Any]) -> str:
    if row["source_path"] is None:
        return "—"
    where = f"{row['source_sheet'] or ''}第{row['source_row']}行"
    return f"{PurePosixPath(row['source_path']).name} {where}"
