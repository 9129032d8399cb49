"""What the blocks gave, as frames of the warehouse's tables (成表): refused rows taken out."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from gxlab.intake.block import Block
from gxlab.intake.findings import Findings
from gxlab.intake.keys import Keys
from gxlab.intake.model import MAP_SCHEMA
from gxlab.intake.records import RECORDS
from gxlab.intake.tables import Fields
from gxlab.intake.values import Series


@dataclass
class Gathered:
    """What the blocks of a file gave, before refused rows are taken out."""

    tables: list[tuple[Block, Fields]] = field(default_factory=list)
    observations: list[tuple[Block, Keys, list[Series]]] = field(default_factory=list)
    notes: list[dict[str, Any]] = field(default_factory=list)

    def blocks(self) -> list[Block]:
        """All blocks, tables first."""
        return [*(b for b, _ in self.tables), *(b for b, _, _ in self.observations)]


def table_frames(gathered: Gathered, findings: Findings) -> dict[str, pl.DataFrame]:
    """One frame per table, by table name, with exactly the table's columns but ``file_id``."""
    parts: dict[str, list[pl.DataFrame]] = {}
    for block, fields in gathered.tables:
        parts.setdefault(block.section.record, []).append(_table_frame(block, fields))
    for block, keys, series in gathered.observations:
        parts.setdefault("observation", []).append(_observation_frame(block, keys, series))
    kept = [n for n in gathered.notes if (n["sheet"], n["row_no"] - 1) not in findings.refused_rows]
    if kept:
        parts["note"] = [pl.DataFrame(kept, schema=RECORDS["note"].schema)]
    return {name: pl.concat(frames) for name, frames in sorted(parts.items())}


def _kept(block: Block) -> list[bool]:
    dropped = block.dropped
    kept = [not block.is_refused(d.row) and d.row not in dropped for d in block.rows]
    rows = (data.row for data, keep in zip(block.rows, kept, strict=True) if keep)
    block.findings.kept_rows.update((block.name, row) for row in rows)
    return kept


def _table_frame(block: Block, fields: Fields) -> pl.DataFrame:
    record = RECORDS[block.section.record]
    columns = {
        **fields,
        "sheet": [block.name] * len(block.rows),
        "row_no": [data.row + 1 for data in block.rows],
    }
    frame = pl.DataFrame(columns, schema=record.schema)
    return frame.filter(pl.Series(_kept(block), dtype=pl.Boolean))


def _observation_frame(block: Block, keys: Keys, series: list[Series]) -> pl.DataFrame:
    kept = _kept(block)
    columns: dict[str, list[Any]] = {name: [] for name in RECORDS["observation"].schema}
    for one in series:
        _append_series(block, keys, one, kept, columns)
    return pl.DataFrame(columns, schema=RECORDS["observation"].schema)


def _append_series(
    block: Block, keys: Keys, series: Series, kept: list[bool], columns: dict[str, list[Any]]
) -> None:
    """Add the standing rows of one series to the columns of the observation table."""
    shared = series.coordinates
    stand = [n for n, at in enumerate(series.at) if kept[at]]
    rows = [series.at[n] for n in stand]
    columns["subject"] += [keys.kind[at] for at in rows]
    columns["code"] += [shared.subject or keys.code[at] for at in rows]
    columns["unit"] += [keys.unit[at] for at in rows]
    columns["period"] += [series.periods[n] for n in stand]
    columns["number"] += [series.numbers[n] for n in stand]
    columns["missing"] += [series.missing[n] for n in stand]
    columns["row_no"] += [block.rows[at].row + 1 for at in rows]
    for name, value in (
        ("indicator", shared.indicator.id),
        ("span", shared.span),
        ("reading", shared.reading),
        ("scope", shared.scope),
        ("col", series.column.letters),
        ("sheet", block.name),
    ):
        columns[name] += [value] * len(rows)


def column_map(gathered: Gathered) -> pl.DataFrame:
    rows = {
        (block.name, f"{block.section.record}.{column.spec.field}", column.letters)
        for block in gathered.blocks()
        for column in block.binding.columns
        if column.spec.field
    }
    for block, _, series in gathered.observations:
        for one in series:
            c = one.coordinates
            rows.add((block.name, f"{c.indicator.id}|{c.span}|{c.reading}", one.column.letters))
    return pl.DataFrame(sorted(rows), schema=MAP_SCHEMA, orient="row")
