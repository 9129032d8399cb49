"""A snapshot written directly, for measuring only (测速用快照): no workbooks, no intake, no store.

Its tables, their order and what follows from them (企业、在库范围) are those of any snapshot; where
a row came from cannot be looked up, and nothing can be imported on top of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb

from gxlab.intake.layouts import standard_layouts
from gxlab.intake.place import release_date
from gxlab.reference.periods import Period
from gxlab.warehouse import ledger
from gxlab.warehouse.snapshot import (
    Snapshot,
    file_sha256,
    point_to,
    resolve_into,
    resolver_digest,
    row_counts,
)
from gxlab.warehouse.store import in_memory
from gxlab.warehouse.tables import sql

BATCH = "B0001"


class NotEmpty(ValueError):
    """The workspace holds data already (工作区已有数据)."""


@dataclass(frozen=True)
class Written:
    """The snapshot and the rows of each of its tables (写成的快照)."""

    snapshot: Snapshot
    rows: Mapping[str, int]


def write(folder: Path, fill: Callable[[duckdb.DuckDBPyConnection], None]) -> Written:
    """Make a snapshot of what ``fill`` writes into the empty tables of ``snap``; make it current.

    ``fill`` writes records, facts and population as a snapshot holds them; firms follow.
    Raises NotEmpty where the warehouse has a database or a snapshot.
    """
    if (folder / "main.duckdb").exists() or (folder / "current").exists():
        raise NotEmpty(
            "工作区里已有数据，快速生成的快照不与它混放，请另建一个工作区（gxlab init）。"
        )
    target = folder / "snapshots" / f"S{BATCH[1:]}.duckdb"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    resolve_into(in_memory().con, partial)
    with duckdb.connect() as con:
        con.execute("attach '{}' as snap".format(str(partial).replace("'", "''")))
        _fill(con, fill)
        con.execute("checkpoint snap")
    partial.replace(target)
    rows = row_counts(target)
    entry = {
        "batch": BATCH,
        "snapshot": target.stem,
        "sha256": file_sha256(target),
        "resolver": resolver_digest(),
        "rows": rows,
        "main_rows": {},
    }
    ledger.append(folder / "ledger.jsonl", entry)
    point_to(folder / "current", target.stem)
    return Written(Snapshot(target.stem, target), rows)


def _fill(
    con: duckdb.DuckDBPyConnection, fill: Callable[[duckdb.DuckDBPyConnection], None]
) -> None:
    con.execute("drop table snap.enterprise_known")
    fill(con)
    _date(con)
    con.execute(sql("resolve", "enterprise"))


def _date(con: duckdb.DuckDBPyConnection) -> None:
    """Give the files their days of release (发布日), by the calendars of their layouts."""
    specs = {layout.name: layout.spec for layout in standard_layouts()}
    dated = "select distinct layout, period from snap.file where period is not null"
    for layout, period in con.sql(dated).fetchall():
        day = release_date(specs[layout], Period.parse(period)) if layout in specs else None
        con.execute(
            "update snap.file set release_date = $day where layout = $layout and period = $period",
            {"day": day, "layout": layout, "period": period},
        )
