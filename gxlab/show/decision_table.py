"""人工判定 in 数据质量: what people have decided about the objects of this page, and until when."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from gxlab.measures.remembered import remembered
from gxlab.show.objects import Column, Row, Table
from gxlab.warehouse.desk import Desk


def decision_table(desk: Desk, kinds: Collection[str], names: Mapping[str, str]) -> Table | None:
    """D: 人工判定. ``names`` are the objects of the page; nothing outside the office."""
    if desk.audience != "internal":
        return None
    heads = ("对象", "名称", "判定", "理由", "经办", "判定日期", "有效至", "状态")
    columns = tuple(Column(f"decision_{n}", (h,), align="left") for n, h in enumerate(heads))
    rows = tuple(
        Row(
            (
                one.kind,
                one.name,
                one.verdict,
                one.reason,
                one.author,
                one.decided_on.isoformat(),
                one.valid_until.isoformat() if one.valid_until else "长期",
                one.state,
            )
        )
        for one in remembered(desk, kinds, names)
    )
    return Table(
        "decisions",
        "人工判定",
        columns,
        rows,
        note="有效期内不再重问；到期的重新列入待核。判定只改本页的清单和测算，不改来源数据。",
        empty="本页涉及的对象没有人工判定。",
    )
