"""把真值写成 csv,供独立核对:不经产品的任何代码,金额千元、用电千瓦时、开票分、投资万元."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

from gxlab.demo import months
from gxlab.demo.sheet import Cell
from gxlab.demo.truth import FLOWS, STOCKS
from gxlab.demo.world import World


def write(world: World, folder: Path) -> None:
    """写七份:firms、changes、months、returns、register、projects、project_months."""
    folder.mkdir(parents=True, exist_ok=True)
    _save(folder / "firms.csv", _FIRM, (_firm_rows(world)))
    _save(folder / "months.csv", ("firm", "month", *FLOWS, *STOCKS), _month_rows(world))
    _save(folder / "changes.csv", _CHANGE, _change_rows(world))
    _save(folder / "returns.csv", _RETURN, _return_rows(world))
    _save(folder / "register.csv", _REGISTER, _register_rows(world))
    _save(folder / "projects.csv", _PROJECT, _project_rows(world))
    _save(folder / "project_months.csv", ("project", "month", "plan", "paid"), _paid_rows(world))


_FIRM = (
    "firm",
    "code",
    "name",
    "industry",
    "county",
    "town",
    "zone",
    "door",
    "entered",
    "left",
    "exit_reason",
    "began",
    "halted_from",
    "halted_to",
    "pool",
)
_CHANGE = ("firm", "month", "kind", "old_name", "old_code", "old_county", "partner")
_RETURN = (
    "firm",
    "month",
    "has_base",
    *[f"{key}{end}" for key in ("revenue", "output", "profit") for end in ("", "_base")],
)
_REGISTER = ("firm", "month", "code", "name", "county", "town", "door", "entered")
_PROJECT = (
    "project",
    "code",
    "name",
    "firm",
    "industry",
    "nature",
    "total",
    "plan_start",
    "plan_end",
    "started",
    "finished",
    "entered",
    "catalogue",
    "direction",
    "before",
)


def _save(path: Path, head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def _iso(month: int | None) -> str:
    return "" if month is None else months.iso(month)


def _firm_rows(world: World) -> Iterable[Sequence[Cell]]:
    for f in world.firms:
        halted = f.halted or (None, None)
        county = world.counties[f.county]
        yield (
            f.index,
            f.code,
            f.name,
            f.industry,
            county.code,
            world.city.towns[f.county][f.town].code,
            int(f.in_zone),
            f.door,
            _iso(f.entered),
            _iso(f.left),
            f.exit_reason,
            _iso(f.began),
            _iso(halted[0]),
            _iso(halted[1]),
            f.pool,
        )


def _change_rows(world: World) -> Iterable[Sequence[Cell]]:
    """沿革;吸收合并的 partner 是被吸收方,自该月起累计和基数并入."""
    for c in world.changes:
        county = world.counties[c.old_county].name
        partner = c.partner if c.kind == "merge" else None
        yield (c.firm, months.iso(c.month), c.kind, c.old_name, c.old_code, county, partner)


def _return_rows(world: World) -> Iterable[Sequence[Cell]]:
    """统计报表口径的年内累计与随表上年同期(千元),在库企业,1月除外."""
    for month in world.report_months:
        if months.number(month) == 1:
            continue
        data = [world.filed(key, month) for key in ("revenue", "output", "profit")]
        for f in world.listed(month):
            cells: list[Cell] = []
            for reading in data:
                cells += [int(reading.value[f.index]), int(reading.base[f.index])]
            yield (f.index, months.iso(month), int(data[0].has_base[f.index]), *cells)


def _month_rows(world: World) -> Iterable[Sequence[Cell]]:
    flow, stock, calendar = world.truth.flow, world.truth.stock, world.calendar
    for f in world.firms:
        for t in range(calendar.length):
            values = [int(flow[k][f.index, t]) for k in FLOWS]
            values += [int(stock[k][f.index, t]) for k in STOCKS]
            yield (f.index, months.iso(calendar.first + t), *values)


def _register_rows(world: World) -> Iterable[Sequence[Cell]]:
    for month in world.report_months:
        effective = month - 1 if months.number(month) == 1 else month
        for f in world.listed(effective):
            who = world.identity(f, effective)
            yield (
                f.index,
                months.iso(month),
                who.code,
                who.name,
                world.counties[who.county].name,
                world.town_name(who, month),
                f.door,
                _iso(f.entered),
            )


def _project_rows(world: World) -> Iterable[Sequence[Cell]]:
    for p in world.projects:
        yield (
            p.index,
            p.code,
            p.name,
            p.firm,
            p.industry,
            p.nature,
            p.total,
            _iso(p.plan_start),
            _iso(p.plan_end),
            _iso(p.started),
            _iso(p.finished),
            _iso(p.entered),
            p.catalogue,
            p.direction,
            p.before,
        )


def _paid_rows(world: World) -> Iterable[Sequence[Cell]]:
    first = world.calendar.first
    for p in world.projects:
        for t, (plan, paid) in enumerate(zip(p.plan, p.paid, strict=True)):
            if plan or paid:
                yield (p.index, months.iso(first + t), plan, paid)
