"""一处登记的缺陷,产品在哪里说到了它:导入问题、搁置的行、快照上的核对.

只看产品自己的输出(导入命令和 ``gxlab check`` 的 JSON、快照),不看产品怎么算.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import duckdb
from python_calamine import CalamineWorkbook

Item = dict[str, str]

# 缺陷种类 → 应当说到它的核对(gxlab check)
CHECKS: dict[str, str] = {
    "exits_without_list": "exits_without_list",
    "comparable_base_differs": "base_differs_from_last_year",
    "copied_last_month": "copied_last_month",
    "month_equals_cumulative": "month_equals_cumulative",
    "not_reported": "not_reported",
    "county_missing": "unit_missing_from_form",
    "growth_as_fraction": "growth_as_fraction",
    "growth_mismatch": "growth_contradicts_levels",
    "end_missing": "member_left_register",
    "firm_in_two_clusters": "member_in_two_clusters",
    "real_estate_owner": "project_real_estate_owner",
    "done_exceeds_total": "project_done_exceeds_total",
    "ytd_falls": "project_year_falls",
    "name_differs": "catalogue_name_differs",
    "renovation_in_name_only": "filing_renovation_in_name_only",
    "service_owner_industrial_line": "filing_service_owner",
    "split_filings": "filing_split",
    "withdrawn_and_refiled": "filing_withdrawn_and_refiled",
    "group_invoice_at_headquarters": "invoices_contradict_revenue",
    "trade_firm": "large_invoices_outside_register",
    "reading_day_shifted": "electricity_reading_shifted",
    "already_in_register": "candidate_in_register",
    "same_firm_two_towns": "candidate_reported_twice",
    "differs_from_december": "annual_differs_from_december",
    "base_restated": "base_differs_from_last_year",
    "mixed_unit_rows": "sources_differ_by_unit",
}


def row_of(cell: str) -> int:
    """“B12”的行号."""
    return int(re.sub(r"\D", "", cell))


def column_of(cell: str) -> str:
    """“B12”的列."""
    return re.sub(r"\d", "", cell)


@lru_cache(maxsize=64)
def rows_of(path: Path, sheet: str) -> list[list[str]]:
    """一张表的文字,csv、md 也按行列."""
    if path.suffix == ".md":
        return [[line] for line in path.read_text(encoding="utf-8").splitlines()]
    if path.suffix == ".csv":
        text = path.read_bytes().decode("gb18030")
        return [list(row) for row in csv.reader(text.splitlines())]
    book = CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[str(cell) for cell in row] for row in rows]


@dataclass(frozen=True)
class Told:
    """产品说的一处:在哪里说的、规则或核对名."""

    where: str
    rule: str


class Evidence:
    """一个工作区里产品说过的全部话."""

    def __init__(
        self,
        root: Path,
        imported: dict[str, Any],
        checked: dict[str, Any],
        pages: dict[str, Path] | None = None,
    ) -> None:
        self.root, self.imported, self.checked = root, imported, checked
        self.pages = pages or {}

    @property
    def inbox(self) -> Path:
        return self.root / "data" / "inbox"

    @cached_property
    def con(self) -> duckdb.DuckDBPyConnection:
        folder = self.root / "data" / "warehouse" / "snapshots"
        return duckdb.connect(str(folder / f"{self.imported['snapshot']}.duckdb"), read_only=True)

    def query(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """快照上的一句查询."""
        return self.con.execute(sql, parameters).fetchall()

    def main(self, sql: str, **parameters: Any) -> list[tuple[Any, ...]]:
        """主库(各批次的原始行)上的一句查询."""
        path = self.root / "data" / "warehouse" / "main.duckdb"
        with duckdb.connect(str(path), read_only=True) as con:
            return con.execute(sql, parameters).fetchall()

    @cached_property
    def _problems(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = defaultdict(list)
        for file in self.imported["files"]:
            found[file["path"].partition("inbox/")[2]] += file["problems"]
        return found

    def problem(self, item: Item) -> Told | None:
        """导入时的问题:同一格、同一行,或不指格子的整件问题."""
        for found in self._problems.get(item["file"], []):
            if found["sheet"] is None or found["cell"] is None:
                return Told("导入", found["rule"])
            if found["sheet"] != item["sheet"]:
                continue
            corner = found["cell"].split(":")[0]
            if corner == item["cell"] or _same_row(corner, item["cell"]):
                return Told("导入", found["rule"])
        return self.held(item)

    def held(self, item: Item) -> Told | None:
        """疑似计量单位填错、核实前不汇总的行."""
        rows = self.query(
            "select h.indicator from held as h join file as f using (file_id) "
            "where f.path like '%' || $path and h.sheet = $sheet and h.row_no = $row",
            path=item["file"],
            sheet=item["sheet"],
            row=row_of(item["cell"]),
        )
        return Told("搁置", "magnitude_jump") if rows else None

    def page(self, item: Item) -> Told | None:
        """情况说明里的毛病:写在该单元页面的数据质量里,点到第几行."""
        unit = Path(item["file"]).stem.split("_")[0]
        text = self.pages[unit].read_text(encoding="utf-8")
        quality = text.partition('id="data-quality"')[2].partition('id="definitions"')[0]
        for row in quality.split("<tr")[1:]:
            plain = re.sub(r"<[^>]+>", "|", row)
            if "|情况说明|" in plain and f"第{row_of(item['cell'])}行" in plain:
                return Told("页面", "情况说明校对")
        return None

    @cached_property
    def _checks(self) -> dict[str, list[dict[str, Any]]]:
        return {check["name"]: check["rows"] for check in self.checked["checks"]}

    def check(self, item: Item) -> Told | None:
        """应当说到它的那项核对:指到同一行,或点到这一行的代码、名称、单位."""
        name = CHECKS.get(item["kind"], "")
        rows = self._checks.get(name, [])
        return Told("核对", name) if any(self.tells_of(row, item) for row in rows) else None

    def tells_of(self, row: dict[str, Any], item: Item) -> bool:
        """核对的一行说的是不是登记的这一处."""
        if row["path"] and not str(row["path"]).endswith(item["file"]):
            return False
        if row["cell"] and _same_row(str(row["cell"]), item["cell"]):
            return True
        return not row["cell"] and bool({str(row["code"]), str(row["name"])} & self.words(item))

    def words(self, item: Item) -> set[str]:
        """登记的那一行里的每格文字,加上文件名里的单位."""
        rows = rows_of(self.inbox / item["file"], item["sheet"])
        place = row_of(item["cell"]) - 1
        line = rows[place] if place < len(rows) else []
        return {text.strip() for text in line if text.strip()} | {
            Path(item["file"]).name.split("上报_")[0],
            item["is"],
            item["was"],
        }


def _same_row(cell: str, other: str) -> bool:
    return bool(re.search(r"\d", cell)) and row_of(cell) == row_of(other)
