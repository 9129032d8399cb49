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
    schema = RECORDS["observation"].schema
    rows = pl.DataFrame(
        {
            "subject": keys.kind,
            "code": keys.code,
            "unit": keys.unit,
            "row_no": [data.row + 1 for data in block.rows],
            "kept": _kept(block),
        },
        schema={name: schema[name] for name in ("subject", "code", "unit", "row_no")}
        | {"kept": pl.Boolean},
    )
    frames = [_series_frame(block, rows, one) for one in series]
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)


def _series_frame(block: Block, rows: pl.DataFrame, series: Series) -> pl.DataFrame:
    """The standing rows of one series, with all columns of the observation table."""
    schema, shared = RECORDS["observation"].schema, series.coordinates
    whole = len(series.at) == rows.height
    of_rows = rows if whole else rows[series.at]
    code = pl.lit(shared.subject) if shared.subject else pl.col("code")
    frame = of_rows.with_columns(
        code.alias("code"),
        pl.Series("period", series.periods, dtype=pl.String),
        pl.Series("number", series.numbers, dtype=schema["number"]),
        pl.Series("missing", series.missing, dtype=pl.String),
        pl.lit(shared.indicator.id).alias("indicator"),
        pl.lit(shared.span, dtype=pl.String).alias("span"),
        pl.lit(shared.reading, dtype=pl.String).alias("reading"),
        pl.lit(shared.scope, dtype=pl.String).alias("scope"),
        pl.lit(series.column.letters).alias("col"),
        pl.lit(block.name).alias("sheet"),
    )
    return frame.filter("kept").select(list(schema))


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
