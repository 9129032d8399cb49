"""A desk (工作台): one unit and period on one immutable snapshot; what measures read from.

Every read is a static SQL file of ``views`` with bound parameters; the rows read are digested, so
that an edition knows what it depends on.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory, Unit, territory
from gxlab.warehouse.releases import Issued, Printed, printed_before
from gxlab.warehouse.snapshot import Snapshot, default_policies, open_reader
from gxlab.warehouse.tables import sql

# The digest of a figure looked up in the signed releases is noted under this name.
RELEASED = "released"


class NoUnits(ValueError):
    """The snapshot holds no statistical unit valid at the period (没有统计单元)."""


@dataclass(frozen=True)
class Desk:
    """One unit (单元) and period (报告期) on one snapshot.

    ``units`` is the territory valid at the period's end; ``digests`` collects what was read, and
    ``reads`` is the file in which a batch run wants it noted. ``releases`` is the folder of signed
    releases (定稿); without one nothing has been signed. ``cache`` holds the rows of a read and
    ``known`` their digest; desks of one process may share both (:func:`share_reads`). ``city`` is
    the city whose rows are read where the snapshot holds several (一库多市); None: there is one.
    """

    con: duckdb.DuckDBPyConnection
    units: Territory
    unit: Unit
    period: Period
    audience: str = "internal"
    snapshot: str = ""
    folder: Path = Path()
    digests: dict[str, str] = field(default_factory=dict, compare=False)
    cache: dict[str, pl.DataFrame] = field(default_factory=dict, compare=False)
    known: dict[str, str] = field(default_factory=dict, compare=False)
    worked_out: dict[tuple[str | None, ...], Any] = field(default_factory=dict, compare=False)
    fed_by: set[int] = field(default_factory=set, compare=False)
    rules: dict[tuple[str, str, Period], str] = field(default_factory=dict, compare=False)
    reads: Path | None = None
    releases: Path | None = None
    city: str | None = None

    def at(self, unit: str | None = None, period: Period | None = None) -> Desk:
        """The same snapshot seen from another unit or period."""
        moved = self.units.find(unit) if unit else self.unit
        return replace(self, unit=moved, period=period or self.period)

    def read(self, view: str, **params: Any) -> pl.DataFrame:
        """The rows of one view (视图); the same view and parameters are read once."""
        text = sql("views", view)
        if "$city" in text:
            params = {"city": self.city, **params}
        key = _key(view, params)
        if key not in self.cache:
            query = self.con.sql(text, params=params) if params else self.con.sql(text)
            self.cache[key] = query.pl()
            self.known[key] = _digest(self.cache[key])
        self.digests[key] = self.known[key]
        return self.cache[key]

    def uses(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Note which files the rows of a figure came from (溯源); returns the rows."""
        if "file_id" in rows.columns:
            self.fed_by.update(int(i) for i in rows["file_id"].drop_nulls().unique().to_list())
        return rows

    def issued_before(self, ref: str) -> tuple[Printed, Issued] | None:
        """A figure as the last signed edition of an earlier period printed it (上期印出的数).

        ``ref`` is the coordinate of a printed figure. What is found, or that nothing is, belongs
        to the inputs: an edition is made again when the release before it is signed or corrected.
        """
        if self.releases is None:
            return None
        params: dict[str, Any] = {
            "ref": ref,
            "before": str(self.period),
            "units": [self.unit.code, self.units.root.code],
            "audience": self.audience,
        }
        found = printed_before(self.releases, **params)
        self.digests[_key(RELEASED, params)] = _issue_digest(found)
        return found

    def policy(self, name: str) -> str:
        """The value of a rule parameter (规则参数) for this unit at this period's end."""
        asked = (name, self.unit.code, self.period)
        if asked not in self.rules:
            self.rules[asked] = self._policy(name)
        return self.rules[asked]

    def _policy(self, name: str) -> str:
        rows = self.read("policies").filter(pl.col("policy") == name).to_dicts()
        # A snapshot older than the parameter: the product's own value stands.
        rows = rows or default_policies().filter(pl.col("policy") == name).to_dicts()
        valid = [r for r in rows if _covers(r, self.period.last_day)]
        above = (*self.units.ancestors(self.unit.code), None)
        ranked = sorted(
            (r for r in valid if r["unit"] in above),
            key=lambda r: (-above.index(r["unit"]), r["valid_from"] or date.min),
        )
        if not ranked:
            raise KeyError(f"没有名为“{name}”的规则参数。")
        return str(ranked[-1]["value"])

    def policy_number(self, name: str) -> Decimal:
        """A rule parameter that is a number."""
        return Decimal(self.policy(name))

    def inputs(self) -> str:
        """One digest of everything read so far (数据摘要), independent of the order of reading."""
        if self.reads:
            self.reads.write_text(json.dumps(self.digests, ensure_ascii=False), encoding="utf-8")
        text = "\n".join(f"{k}={v}" for k, v in sorted(self.digests.items()))
        return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


@dataclass
class _Shared:
    """What the desks of this process have read so far, by snapshot file; None: each its own."""

    by_file: dict[Path, tuple[dict[str, pl.DataFrame], dict[str, str]]] | None = None


_shared = _Shared()


def share_reads() -> None:
    """From now on desks of this process on one snapshot share the rows they read (共用读数).

    A snapshot never changes, so what one desk read another need not read again; each still notes
    for itself what it read.
    """
    _shared.by_file = {}


def open_desk(
    snapshot: Snapshot,
    unit: str | None,
    period: Period,
    *,
    audience: str = "internal",
    cells: Path | None = None,
    folder: Path = Path(),
    reads: Path | None = None,
    releases: Path | None = None,
) -> Desk:
    """A desk on a snapshot file. Raises UnknownUnitName, DamagedSnapshot."""
    con = open_reader(snapshot.path, cells=cells)
    desk = desk_on(con, unit, period, audience=audience, snapshot=snapshot.id, folder=folder)
    if _shared.by_file is not None:
        cache, known = _shared.by_file.setdefault(snapshot.path.resolve(), ({}, {}))
        desk = replace(desk, cache=cache, known=known)
    return replace(desk, reads=reads, releases=releases)


def desk_on(
    con: duckdb.DuckDBPyConnection,
    unit: str | None,
    period: Period,
    *,
    audience: str = "internal",
    snapshot: str = "",
    folder: Path = Path(),
) -> Desk:
    """A desk on an open connection that holds a snapshot's tables."""
    city = _city_of(con, unit, period.last_day)
    rows = con.sql(sql("views", "city_units"), params={"city": city}).pl()
    units = territory(rows.to_dicts(), period.last_day)
    if not units.units:
        raise NoUnits(
            f"快照里没有{period}有效的统计单元，请先导入统计单元表（gxlab template units）。"
        )
    found = units.find(unit) if unit else units.root
    digests = {_key("city_units", {"city": city}): _digest(rows)}
    desk = Desk(con, units, found, period, audience, snapshot, folder, digests)
    return replace(desk, city=city)


def _city_of(con: duckdb.DuckDBPyConnection, unit: str | None, on: date) -> str | None:
    """The city a unit belongs to, where the snapshot holds more than one and the unit is known."""
    asked = {"unit": unit or None, "on": on}
    cities = con.sql(sql("views", "city_of"), params=asked).fetchall() if unit else []
    return str(cities[0][0]) if len(cities) == 1 else None


def digest_now(desk: Desk, key: str) -> str | None:
    """The digest that a noted read would have on this desk's snapshot; None if it cannot be read.

    Keys are those of ``Desk.digests``: the view and its parameters.
    """
    try:
        view, params = asked_of(key)
        if view == RELEASED:
            return _issue_digest(printed_before(desk.releases, **params) if desk.releases else None)
        desk.read(view, **params)
    except (ValueError, SyntaxError, FileNotFoundError, duckdb.Error):
        return None
    return desk.digests.get(key)  # None: noted by a version whose views were asked otherwise


def asked_of(key: str) -> tuple[str, dict[str, Any]]:
    """The view and parameters of a noted read. Raises ValueError, SyntaxError for other keys."""
    view, _, text = key.partition("|")
    return view, {name: _revived(value) for name, value in ast.literal_eval(text)}


def valid_on(frame: pl.DataFrame, on: date) -> pl.DataFrame:
    """The rows of a dated frame (valid_from, valid_to) that hold on a day."""
    starts = pl.col("valid_from").is_null() | (pl.col("valid_from") <= on)
    ends = pl.col("valid_to").is_null() | (pl.col("valid_to") >= on)
    return frame.filter(starts & ends)


def _key(view: str, params: dict[str, Any]) -> str:
    """The key of a read, written so that :func:`digest_now` can read it again."""
    return f"{view}|{[(name, _plain(value)) for name, value in sorted(params.items())]!r}"


def _plain(value: Any) -> Any:
    # A date's repr is no literal; as such it could not be read back and counted as changed data.
    return ("date", value.isoformat()) if isinstance(value, date) else value


def _revived(value: Any) -> Any:
    dated = isinstance(value, tuple) and value[0] == "date"
    return date.fromisoformat(value[1]) if dated else value


def _covers(row: dict[str, Any], on: date) -> bool:
    starts = row["valid_from"] is None or row["valid_from"] <= on
    return starts and (row["valid_to"] is None or on <= row["valid_to"])


def _digest(frame: pl.DataFrame) -> str:
    body = frame.sort(_sortable(frame)).write_csv() if frame.width else ""
    return hashlib.sha256(body.encode("utf-8")).hexdigest()


def _issue_digest(found: tuple[Printed, Issued] | None) -> str:
    told = f"{found[0]}|{found[1].period}|{found[1].title}" if found else ""
    return hashlib.sha256(told.encode("utf-8")).hexdigest()


def _sortable(frame: pl.DataFrame) -> Sequence[str]:
    return frame.columns
