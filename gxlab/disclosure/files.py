"""The two files of a release (发布数据): what it was made of, and what may be read from it.

``internal.duckdb`` keeps readings, groups, pattern and figures; it never leaves the bureau and is
what later releases are judged against. ``shared.duckdb`` is all that shared notebooks can open:
figures at print precision, names of units and groups, rates, counts, targets and released texts.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl

from gxlab.disclosure.model import FIGURES, GROUPS, READINGS, WANTED, Gathered, Released
from gxlab.warehouse.interruption import uninterrupted

INTERNAL, SHARED = "internal.duckdb", "shared.duckdb"
PATTERN = {**WANTED, "status": pl.String}
RELEASE = {
    "period": pl.String,
    "snapshot": pl.String,
    "city": pl.String,
    "city_name": pl.String,
    "demo": pl.Boolean,
}
INTERNAL_TABLES = ("release", "readings", "groups", "pattern", "figures", "sources")
SHARED_TABLES = (
    *("release", "figures", "units", "names"),
    *("rates", "counts", "targets", "texts"),
)


class NoRelease(ValueError):
    """The release's file is missing or is none (没有发布数据)."""


def write(path: Path, tables: Mapping[str, pl.DataFrame]) -> None:
    """Write a database file beside and move it over: whole or the former one.

    A file that tells the same already stays as it is, to the byte.
    """
    if _tells(path, tables):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.new")
    beside.unlink(missing_ok=True)
    with duckdb.connect(str(beside)) as con:
        for name, frame in tables.items():
            with uninterrupted():
                con.register("rows_of_table", frame)
                con.execute(f"create table {_known(name)} as select * from rows_of_table")
                con.unregister("rows_of_table")
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    beside.replace(path)


def _tells(path: Path, tables: Mapping[str, pl.DataFrame]) -> bool:
    if not path.is_file():
        return False
    try:
        there = read(path, tuple(tables))
    except NoRelease:
        return False
    return all(there[name].equals(frame) for name, frame in tables.items())


def read(path: Path, names: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    """The tables of a file. Raises NoRelease."""
    if not path.is_file():
        raise NoRelease(f"没有发布数据文件“{path.name}”，请重新生成对外版报告。")
    try:
        with duckdb.connect(str(path), read_only=True) as con:
            return {name: con.sql(f"select * from {_known(name)}").pl() for name in names}
    except duckdb.Error:
        raise NoRelease(f"发布数据文件“{path.name}”打不开，请重新生成对外版报告。") from None


def read_internal(path: Path) -> Released:
    """A release as it was prepared: its data and its printed figures. Raises NoRelease."""
    found = read(path, INTERNAL_TABLES)
    data = Gathered(
        str(found["release"]["period"][0]),
        found["groups"].select(list(GROUPS)),
        found["readings"].select(list(READINGS)),
        found["pattern"].select(list(WANTED)),
    )
    return Released(data, found["figures"].select(list(FIGURES)))


def digest(tables: Mapping[str, pl.DataFrame]) -> str:
    """A digest of what a release tells (内容摘要): the same rows, the same digest.

    The number of the snapshot is left out: it may move without a printed figure moving.
    """
    whole = hashlib.sha256()
    for name in sorted(tables):
        frame = tables[name].drop("snapshot", strict=False)
        rows = frame.sort(frame.columns) if frame.width else frame
        whole.update(f"{name}\n{','.join(rows.columns)}\n{rows.write_csv()}".encode())
    return whole.hexdigest()[:16]


def _known(name: str) -> str:
    """The table's name, from the fixed lists alone: no data reaches the text of a query."""
    if name not in (*INTERNAL_TABLES, *SHARED_TABLES):
        raise ValueError(name)
    return name
