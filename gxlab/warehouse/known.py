"""What the intake may look up (对照): names to codes, from the rows already active.

Each group of layouts sees only what the groups before it delivered: units first, registers next,
facts last. So a file is read alike whenever and with whatever else it is imported.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Protocol

import polars as pl

from gxlab.intake.labels import normal
from gxlab.intake.lookups import firm_name
from gxlab.intake.model import Context, Correction
from gxlab.reference.industries import industries
from gxlab.reference.periods import Period
from gxlab.reference.territory import territory

UNITS_KNOWN, REGISTERS_KNOWN = 1, 2


class Rows(Protocol):
    """Whatever gives the standing rows of a table: the writer's store, or a snapshot."""

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of one table."""
        ...


@dataclass(frozen=True)
class SnapshotRows:
    """The rows of a snapshot (快照), for looking names up without opening the writer's file.

    A snapshot keeps no 更正对照: what it corrected stands corrected.
    """

    con: Any

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of one table."""
        if table == "correction":
            return pl.DataFrame(schema=dict.fromkeys(f.name for f in fields(Correction)))
        frame: pl.DataFrame = self.con.table(table).pl()
        return frame


def context_of(store: Rows, order: int, today: date) -> Context:
    """The lookups for layouts of this order (0 units, 1 registers, 2 facts)."""
    latest = Period(today.year, today.month)
    if order < UNITS_KNOWN:
        return Context(latest=latest)
    registers = Context(
        units=territory(store.rows("unit").to_dicts()).units,
        industries=_industries(),
        latest=latest,
        corrections=_corrections(store),
    )
    if order < REGISTERS_KNOWN:
        return registers
    return replace(
        registers,
        enterprises=_unique(_firm_names(store)),
        clusters=_unique(_cluster_names(store)),
    )


def context_digest(context: Context) -> str:
    """A digest of the rows looked up, without the calendar (对照表摘要)."""
    parts = [
        repr(sorted(repr(unit) for unit in context.units)),
        repr(sorted(context.enterprises.items())),
        repr(sorted(context.clusters.items())),
        repr(context.corrections),
    ]
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()


def _firm_names(store: Rows) -> Iterable[tuple[str, str]]:
    for table in ("enterprise", "register"):
        rows = store.rows(table).select("name", "former_name", "enterprise").unique()
        for name, former, code in rows.iter_rows():
            yield firm_name(name), code
            if former:
                yield firm_name(former), code


def _cluster_names(store: Rows) -> Iterable[tuple[str, str]]:
    rows = store.rows("industry_cluster").select("name", "former_name", "cluster").unique()
    for name, former, code in rows.iter_rows():
        yield name, code
        if former:
            yield former, code


def _corrections(store: Rows) -> tuple[Correction, ...]:
    """更正对照 in force: the latest word on a writing; one that gives it back has ended it."""
    names = [field.name for field in fields(Correction)]
    rows = [Correction(**row) for row in store.rows("correction").select(names).to_dicts()]
    latest = {(c.kind, normal(c.written), normal(c.file_name)): c for c in rows}
    standing = (c for c in latest.values() if normal(c.written) != normal(c.corrected))
    return tuple(sorted(standing, key=lambda c: (c.kind, c.written, c.file_name)))


def _industries() -> dict[str, str]:
    return {entry.name: entry.code for entry in reversed(industries())}


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Names that lead to exactly one code; a name of two firms is never guessed."""
    frame = pl.DataFrame(list(pairs), schema=["name", "code"], orient="row")
    if frame.is_empty():
        return {}
    single = (
        frame.group_by("name").agg(pl.col("code").unique()).filter(pl.col("code").list.len() == 1)
    )
    return {name: codes[0] for name, codes in single.sort("name").iter_rows()}
