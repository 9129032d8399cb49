"""A workspace with two small forms of its own, for the tests of importing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from gxlab.warehouse.imported import ImportResult
from gxlab.warehouse.importing import Places, import_paths
from gxlab.warehouse.snapshot import current, open_reader

TODAY = date(2026, 6, 20)

UNITS = """code,name,parent,kind,in_county_total,valid_from,valid_to,aliases
3300,示例市,,city,,,,全市
330101,东山县,3300,county,,,,
330102,西水县,3300,county,,,,
"""

LAYOUT = """
name = "t_revenue"
title = "测试直报"
file_name = '测试直报'
contains = ["企业代码", "营业收入"]
status = "快报"
source_kind = "企业直报"
scope = "{scope}"

[period]
source = "file_name"

[[section]]
record = "observation"
subject = "enterprise"
anchor = "企业代码"
constants = {{ span = "ytd", reading = "value" }}
column = [
  {{ label = "企业代码", field = "subject", type = "code", required = true }},
  {{ label = "营业收入", indicator = "revenue", uom = "{uom}", required = true }},
  {{ label = "上年同期", indicator = "revenue", uom = "{uom}", reading = "base" }},
]
"""

FIRMS = """
name = "t_firms"
title = "测试名单"
file_name = '测试名单'
contains = ["企业代码", "属地"]
status = "最终"
source_kind = "本局台账"
scope = "patch"
order = 1

[[section]]
record = "enterprise"
anchor = "企业代码"
column = [
  { label = "企业代码", field = "enterprise", type = "code", required = true },
  { label = "名称", field = "name", required = true },
  { label = "属地", field = "unit", type = "unit", required = true },
]
"""


@dataclass(frozen=True)
class Bench:
    """A workspace folder with its forms, and what tests ask of it."""

    root: Path

    @property
    def places(self) -> Places:
        data = self.root / "data"
        return Places(
            self.root,
            data / "raw",
            data / "warehouse",
            data / "quarantine",
            data / "reference" / "layouts",
            data / "commentary",
        )

    def layout(self, text: str, name: str) -> None:
        """Save a layout of the workspace's own."""
        self.places.layouts.mkdir(parents=True, exist_ok=True)
        (self.places.layouts / f"{name}.toml").write_text(text, encoding="utf-8")

    def file(self, name: str, text: str) -> Path:
        """Write a file into the inbox."""
        path = self.root / "data" / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def take_in(self, *paths: Path, **options: Any) -> ImportResult:
        """Import the paths, or the whole inbox."""
        given = paths or (self.root / "data" / "inbox",)
        return import_paths(given, self.places, today=TODAY, **options)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Rows of the current snapshot."""
        con = open_reader(current(self.places.warehouse).path)
        found: list[tuple[Any, ...]] = con.sql(query).fetchall()
        con.close()
        return found

    def state(self) -> dict[str, str]:
        """The resolved figures and lists of the current snapshot, as text to compare."""
        con = open_reader(current(self.places.warehouse).path)
        found = {
            t: _told(con.sql(f"select * from {t}").pl()) for t in ("fact", "enterprise", "unit")
        }
        con.close()
        return found


def bench_at(root: Path, *, scope: str = "whole", uom: str = "万元") -> Bench:
    """A bench with units, two firms and the two forms."""
    bench = Bench(root)
    bench.layout(LAYOUT.format(scope=scope, uom=uom), "t_revenue")
    bench.layout(FIRMS, "t_firms")
    bench.file("units.csv", UNITS)
    bench.file("测试名单.csv", "企业代码,名称,属地\nA,甲公司,东山县\nB,乙公司,西水县\n")
    return bench


def revenue(*rows: str) -> str:
    """The text of a revenue form: "A,500,480"."""
    return "企业代码,营业收入,上年同期\n" + "\n".join(rows) + "\n"


def _told(frame: pl.DataFrame) -> str:
    kept = frame.drop([c for c in ("file_id",) if c in frame.columns])
    return kept.sort(kept.columns).write_csv()
