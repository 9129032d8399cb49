"""The desk of shared notebooks (对外工作台): one unit on ``shared.duckdb``, and nothing else.

The connection knows no snapshot: no firm, no project and no unrounded figure can be asked for.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from gxlab.disclosure import files
from gxlab.disclosure.figures import Cell, ref_of
from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory, Unit, territory

AUDIENCE = "shared"
READ = "shared|"
"""What a run notes of a shared release begins so; its digest belongs to the edition's key."""


@dataclass(frozen=True)
class Printed:
    """A figure as printed; ``number`` is the printed number as decimal text, None where ``*``."""

    ref: str
    text: str
    number: str | None
    unit: str
    period: str
    status: str


@dataclass(frozen=True)
class SharedDesk:
    """One unit (单元) and period of a prepared release; ``tables`` are those of shared.duckdb."""

    units: Territory
    unit: Unit
    period: Period
    tables: dict[str, pl.DataFrame]
    digests: dict[str, str]
    demo: bool
    reads: Path | None = None
    known: dict[str, Printed] = field(default_factory=dict)

    @property
    def audience(self) -> str:
        return AUDIENCE

    def figure(
        self,
        name: str,
        statistic: str = "value",
        *,
        unit: str = "",
        by: str = "",
        code: str = "",
        span: str = "ytd",
    ) -> Printed | None:
        """A figure of the release; None where it prints none there."""
        cell: Cell = (name, span, unit or self.unit.code, by, code)
        return self.known.get(ref_of(cell, str(self.period), statistic))

    def told(self, table: str, name: str, unit: str = "", **where: str) -> Printed | None:
        """A rate, count or target of a unit (rates, counts, targets); None where there is none."""
        rows = self.tables[table].filter(
            (pl.col("indicator") == name) & (pl.col("unit") == (unit or self.unit.code))
        )
        for column, value in where.items():
            rows = rows.filter(pl.col(column) == value)
        found = rows.head(1).to_dicts()
        return _printed(found[0]) if found else None

    def codes(self, name: str, by: str, *, span: str = "ytd") -> list[tuple[str, str]]:
        """The codes of a grouping that the unit's pages list, with their names, by code."""
        figures = self.tables["figures"]
        rows = figures.filter(
            (pl.col("indicator") == name)
            & (pl.col("unit") == self.unit.code)
            & (pl.col("by") == by)
            & (pl.col("span") == span)
        )
        called = self.tables["names"].filter(pl.col("by") == by)
        names = dict(called.select("code", "name").iter_rows())
        return [(code, names.get(code, code)) for code in rows["code"].unique().sort().to_list()]

    def inputs(self) -> str:
        """The digest of what was read; noted for the run where it asks for it."""
        if self.reads:
            self.reads.write_text(json.dumps(self.digests, ensure_ascii=False), encoding="utf-8")
        text = "\n".join(f"{k}={v}" for k, v in sorted(self.digests.items()))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def open_desk(
    folder: Path, unit: str, period: str, *, snapshot: str = "", reads: Path | None = None
) -> SharedDesk:
    """The desk on a release's folder. Raises NoRelease, UnknownUnitName."""
    tables = files.read(folder / files.SHARED, files.SHARED_TABLES)
    release = tables["release"].to_dicts()[0]
    if snapshot and snapshot != release["snapshot"]:
        raise files.NoRelease(
            f"发布数据出自快照“{release['snapshot']}”，要求的是“{snapshot}”，请重新生成对外版报告。"
        )
    units = territory(tables["units"].to_dicts())
    known = {
        row["ref"]: _printed(row)
        for name in ("figures", "rates", "counts", "targets")
        for row in tables[name].to_dicts()
    }
    return SharedDesk(
        units,
        units.find(unit) if unit else units.root,
        Period.parse(period),
        tables,
        {f"{READ}{period}": files.digest(tables)},
        bool(release["demo"]),
        reads,
        known,
    )


def _printed(row: dict[str, str | None]) -> Printed:
    names = ("ref", "text", "number", "unit_of_measure", "period", "status")
    ref, text, number, unit, period, status = (row[name] for name in names)
    return Printed(ref or "", text or "", number, unit or "", period or "", status or "")
