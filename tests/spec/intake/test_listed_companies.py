"""The listed companies' forms: quarters in file names, duplicates, levels in 百万元 (真实算例)."""

from __future__ import annotations

import csv
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from gxlab.intake.extract import extract
from gxlab.intake.layouts import workspace_layouts
from gxlab.intake.model import Context, Extraction
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from gxlab.reference.territory import Unit
from tests.spec.intake.test_published_tables import LAYOUTS

OWN = Path(__file__).parents[3] / "data" / "examples" / "listed_companies" / "layouts"


@pytest.fixture
def listed(shared_data: Path) -> Path:
    return shared_data / "listed_companies"


def _read(path: Path, context: Context = Context()) -> Extraction:  # noqa: B008
    with Reader() as reader:
        pages = reader.read(path)
    (layout,) = recognise(pages, path.name, workspace_layouts(OWN))
    return extract(pages, layout, context, file_name=path.name)


def _lines(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("name", "period"), [("profit2015_1.csv", "2015-03"), ("profit2014_4.csv", "2014-12")]
)
def test_every_row_is_accounted_for(listed: Path, name: str, period: str) -> None:
    found = _read(listed / name)
    lines = _lines(listed / name)
    firms = {line["code"] for line in lines}
    assert found.period == period
    assert (found.rows_read, found.rows_refused) == (len(lines), 0)
    # 同一代码的重复行逐格相同,只计一次
    assert found.rows_stored == len(firms)
    assert found.rows_ignored == len(lines) - len(firms)
    assert sum(p.rule == "duplicate_row" for p in found.problems) == len(lines) - len(firms)


def test_levels_are_converted_exactly(listed: Path) -> None:
    found = _read(listed / "profit2015_1.csv")
    frame = found.tables["observation"]
    revenue = frame.filter(pl.col("indicator") == "revenue", pl.col("code") == "600556")
    # 22.2472百万元 = 2224.72万元
    assert revenue["number"].to_list() == [Decimal("2224.720000")]
    assert revenue.select("period", "span", "reading", "col").row(0) == (
        "2015-03", "ytd", "value", "I",
    )  # fmt: skip
    profit = frame.filter(pl.col("indicator") == "profit", pl.col("code") == "600556")
    assert profit["number"].to_list() == [Decimal("1.233700")]
    total = sum(
        Decimal(line["business_income"]) * 100
        for line in {line["code"]: line for line in _lines(listed / "profit2015_1.csv")}.values()
        if line["business_income"]
    )
    assert frame.filter(pl.col("indicator") == "revenue")["number"].sum() == total


def test_published_growth_is_kept_as_published(listed: Path) -> None:
    found = _read(listed / "growth2015_3.csv")
    row = found.tables["observation"].filter(pl.col("code") == "600136")
    assert row.select("reading", "number").row(0) == ("growth_pct", Decimal("270.423000"))


def test_missing_revenue_is_named(listed: Path) -> None:
    missing = 0
    for path in sorted(listed.glob("profit*.csv")):
        blank = {line["code"] for line in _lines(path) if not line["business_income"]}
        found = _read(path)
        named = [p for p in found.problems if p.rule == "missing_value"]
        assert len(named) == len(blank)
        missing += len(named)
    assert missing > 0


def test_duplicates_of_all_quarters(listed: Path) -> None:
    count = 0
    for path in sorted(listed.glob("profit*.csv")):
        count += sum(p.rule == "duplicate_row" for p in _read(path).problems)
    assert count >= 253


def test_one_list_gives_firms_clusters_and_members(listed: Path) -> None:
    lines = _lines(listed / "stock_basics.csv")
    areas = {line["area"] for line in lines if line["area"]}
    units = tuple(Unit(area, area, None, "county") for area in sorted(areas))
    found = _read(listed / "stock_basics.csv", Context(units=units))
    assert found.tables["enterprise"].height == len(lines)
    industries = {line["industry"] for line in lines}
    assert set(found.tables["industry_cluster"]["cluster"]) == industries
    assert found.tables["cluster_member"].height == len(lines)
    assert (
        found.tables["enterprise"].filter(pl.col("enterprise") == "000791")["unit"].item() == "甘肃"
    )


def test_exchange_file_in_years_of_the_republic(shared_data: Path) -> None:
    path = shared_data / "monthly_revenue" / "t187ap05_L_11407.csv"
    with Reader() as reader:
        pages = reader.read(path)
    (layout,) = recognise(pages, path.name, LAYOUTS)
    assert layout.name == "exchange_revenue"
    found = extract(pages, layout, Context(), file_name=path.name)
    assert (found.rows_read, found.rows_stored, found.rows_refused) == (1048, 1048, 0)
    frame = found.tables["observation"]
    assert set(frame["period"]) == {"2025-07"}  # 民国114年7月
    first = {
        (r["span"], r["reading"]): r["number"]
        for r in frame.filter(pl.col("code") == "1101").to_dicts()
    }
    # 13535929千元 = 1353592.9万元;增速 −6.193883484790765 保留六位
    assert first["month", "value"] == Decimal("1353592.9")
    assert first["month", "base"] == Decimal("1442968.7")
    assert first["month", "growth_pct"] == Decimal("-6.193883")
    assert first["ytd", "value"] == Decimal("8391684.5")
    zero = frame.filter(
        pl.col("span") == "month", pl.col("reading") == "base", pl.col("number") == 0
    )
    published = frame.filter(
        pl.col("code").is_in(zero["code"].to_list()),
        pl.col("span") == "month",
        pl.col("reading") == "growth_pct",
    )
    assert zero.height > 0 and published["number"].null_count() == zero.height
