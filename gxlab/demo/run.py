"""写出示例市的全部工作簿."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gxlab.demo import defects, truth_file
from gxlab.demo import world as worlds
from gxlab.demo.save import save
from gxlab.demo.sheet import Book
from gxlab.demo.world import World
from gxlab.demo.writers import (
    catalogue,
    cluster_monthly,
    clusters,
    counties,
    cultivation,
    direct,
    feedback,
    filings,
    investment,
    ledger,
    notes,
    plans,
    register,
    tax_power,
)


@dataclass(frozen=True)
class DemoSummary:
    """files 文件数,units 统计单位数,enterprises 期末规上户数,months 月数."""

    files: int
    units: int
    enterprises: int
    months: int


def write_demo(
    inbox: Path,
    planted: Path,
    *,
    counties: int = 8,
    enterprises: int = 640,
    months: int = 29,
    seed: int = 20260520,
    until: str = "2026-05",
    firm_returns: bool = False,
    truth: Path | None = None,
) -> DemoSummary:
    """写出虚构的示例市的工作簿到 inbox,缺陷登记到 planted.

    同一组参数每次写出的字节相同。firm_returns 为真时多写分企业财务(W05);
    truth 给出目录时,把真值写成 csv 供独立核对(见 truth_file)。

    Raises:
        ValueError: 参数超出可用范围(一句话说明参数、应为、现为).
    """
    world = worlds.build(counties, enterprises, months, seed, until)
    count = 0
    planted_items: list[defects.Planted] = []
    for book in books(world, firm_returns=firm_returns):
        outcome = defects.apply(world, book)
        planted_items += outcome.planted
        for ready in outcome.books:
            save(ready, inbox)
            count += 1
    _write_planted(planted, planted_items)
    if truth is not None:
        truth_file.write(world, truth)
    return DemoSummary(
        count, len(world.city.units), len(world.listed(world.calendar.until)), months
    )


def _write_planted(path: Path, items: Sequence[defects.Planted]) -> None:
    """planted.json:一个列表,字段 kind、form、file、sheet、cell、was、is、expected、note."""
    rows = [
        {
            "kind": item.kind,
            "form": item.form,
            "file": item.file,
            "sheet": item.sheet,
            "cell": item.cell,
            "was": item.was,
            "is": item.now,
            "expected": item.expected,
            "note": item.note,
        }
        for item in items
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def books(world: World, *, firm_returns: bool) -> Iterator[Book]:
    """全部工作簿(未加缺陷)."""
    yield from register.books(world)
    yield from feedback.books(world)
    yield from direct.books(world)
    for group in (
        clusters,
        counties,
        cluster_monthly,
        investment,
        ledger,
        catalogue,
        filings,
        tax_power,
        cultivation,
        plans,
        notes,
    ):
        yield from group.books(world)
    if firm_returns:
        yield from direct.firm_returns(world)
