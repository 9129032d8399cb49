"""Readings of named firms with the cell each came from (企业读数与来源格).

The rows answer as ``lookup.by_enterprise`` does for firms in the register, and hold besides what
is known of firms outside it (培育企业的开票、用电).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from gxlab.measures import figures as fig
from gxlab.measures.cells import with_basis
from gxlab.measures.figures import FigureRow
from gxlab.warehouse.desk import Desk

Key = tuple[str, str, str, str]


@dataclass(frozen=True)
class Source:
    """Where a reading stands (来源格): file name, sheet, cell of the value and of its base.

    ``cell`` is empty where the reading is a sum over cells (用电: 户号之和).
    """

    file: str
    sheet: str = ""
    cell: str = ""
    base_cell: str = ""

    @property
    def text(self) -> str:
        """规上企业直报_5月.xlsx　直报!H35."""
        place = f"{self.sheet}!{self.cell}" if self.sheet and self.cell else self.cell
        return f"{self.file}　{place}" if place else self.file


@dataclass(frozen=True)
class Reading:
    """One reading of one firm: its figure, whether the firm was in the register, its source."""

    enterprise: str
    indicator: str
    row: FigureRow
    registered: bool
    source: Source

    @property
    def key(self) -> Key:
        """Enterprise, indicator, span, period."""
        return (self.enterprise, self.indicator, self.row.span, self.row.period_used or "")


def readings(desk: Desk, enterprises: Sequence[str], indicators: Sequence[str]) -> list[Reading]:
    """All readings of the firms named; money in 万元, growth from the base as everywhere."""
    if not enterprises or not indicators:
        return []
    rows = desk.read(
        "firm_facts", enterprises=sorted(set(enterprises)), indicators=sorted(set(indicators))
    )
    if rows.is_empty():
        return []
    names = dict(desk.read("enterprises").select("enterprise", "name").iter_rows())
    return [_reading(r, names) for r in desk.uses(with_basis(rows)).to_dicts()]


def by_key(found: Sequence[Reading]) -> dict[Key, Reading]:
    """Readings by enterprise, indicator, span and period."""
    return {r.key: r for r in found}


def available(desk: Desk) -> dict[tuple[str, str], list[str]]:
    """Which indicators firms have, by (indicator, span): the periods, oldest first."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in desk.read("firm_indicators").to_dicts():
        found.setdefault((row["indicator"], row["span"]), []).append(row["period"])
    return found


def _reading(row: Mapping[str, Any], names: Mapping[str, str]) -> Reading:
    code = row["enterprise"]
    figure = fig.from_firm({**row, "name": names.get(code, code)})
    return Reading(code, row["indicator"], figure, row["registered"], _source(row))


def _source(row: Mapping[str, Any]) -> Source:
    file = PurePosixPath(row["path"]).name if row["path"] else ""
    at = row["row_no"]
    cell = f"{row['value_col']}{at}" if row["value_col"] and at else ""
    base = f"{row['base_col']}{at}" if row["base_col"] and at else ""
    return Source(file, row["sheet"] or "", cell, base)
