"""What a corrected file changes (更正): cells that differ from the rows it takes the place of."""

from __future__ import annotations

import polars as pl

from gxlab.warehouse.incoming import IncomingFile
from gxlab.warehouse.store import Store
from gxlab.warehouse.tables import OBSERVATION_KEY, RECORD_TABLES

_LINEAGE = ("file_id", "sheet", "row_no", "col")


def changed_cells(store: Store, incoming: IncomingFile) -> int | None:
    """How many cells differ from the rows superseded; None where nothing is superseded.

    A file of the whole set also counts the cells of rows that are no longer in it.
    """
    counts = [
        _changed(store.superseded(table, incoming), frame, key_of(table), incoming.scope == "whole")
        for table, frame in incoming.tables.items()
    ]
    known = [count for count in counts if count is not None]
    return sum(known) if known else None


def key_of(table: str) -> tuple[str, ...]:
    """The columns that make a row of a table the same row."""
    if table == "observation":
        return (*OBSERVATION_KEY, "reading")
    return next(record.key for record in RECORD_TABLES if record.name == table)


def _changed(old: pl.DataFrame, new: pl.DataFrame, key: tuple[str, ...], whole: bool) -> int | None:
    if old.is_empty():
        return None
    values = [c for c in new.columns if c not in key and c not in _LINEAGE]
    before = old.select(*key, *values).unique(key, keep="last", maintain_order=True)
    after = new.select(*key, *values).unique(key, keep="last", maintain_order=True)
    met = before.join(after, on=key, how="inner", nulls_equal=True, suffix="_new")
    if met.is_empty():
        return None
    differing = [pl.col(v).ne_missing(pl.col(f"{v}_new")).sum() for v in values]
    count = sum(met.select(differing).row(0)) if values else 0
    count += _cells(after.join(before, on=key, how="anti", nulls_equal=True), values)
    if whole:
        count += _cells(before.join(after, on=key, how="anti", nulls_equal=True), values)
    return int(count)


def _cells(rows: pl.DataFrame, values: list[str]) -> int:
    """Filled cells of rows that have come or gone; a row without values counts as one."""
    if rows.is_empty():
        return 0
    filled = [pl.col(v).is_not_null().cast(pl.Int64) for v in values]
    each = pl.max_horizontal(pl.sum_horizontal(filled), pl.lit(1)) if filled else pl.lit(1)
    return int(rows.select(each.sum()).item())
