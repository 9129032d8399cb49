"""No statistical figure is altered, none suggested to its sender, no target reaches a firm."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import openpyxl
import pytest

from gxlab.intake.templates import template, template_names
from gxlab.reference.indicators import catalogue
from tests.never.said import offences
from tests.unit.intake.made import MAY, read
from tests.unit.warehouse.forms import bench_at, revenue
from tools.lockfile import ROOT

PRODUCT = ROOT / "gxlab"
COLUMNS = """
[[section]]
subject = "enterprise"
anchor = "代码"
constants = { span = "ytd", indicator = "revenue" }
column = [
  { label = "代码", field = "subject", type = "code" },
  { label = "本月", span = "month", uom = "万元" },
  { label = "累计", uom = "万元" },
  { label = "同期", reading = "base", uom = "万元" },
  { label = "增长", reading = "growth_pct" },
]
"""


def test_no_statement_alters_a_reading() -> None:
    """What was read from a file is written once: nothing updates or deletes it (统计数不改)."""
    alters = re.compile(
        r"(?i)\b(?:update|delete\s+from|merge\s+into|replace\s+into)\s+(\w+\.)?(\w+)"
    )
    found = [
        (path.name, match[2])
        for path in (*PRODUCT.rglob("*.py"), *PRODUCT.rglob("*.sql"))
        for match in alters.finditer(path.read_text(encoding="utf-8"))
    ]
    readings = {"observation", "project_month", "register", "filing", "candidate", "fact_raw"}
    assert {"file", "batch"} <= {table for _, table in found}  # the search does find statements
    assert [pair for pair in found if pair[1].lower() in readings] == []


def test_a_held_figure_leaves_sums_and_stays_as_read() -> None:
    """暂扣 takes a row out of the sums; no other number is ever put in its place."""
    sql = files("gxlab.warehouse").joinpath("resolve/hold_fact.sql").read_text(encoding="utf-8")
    assigned = re.search(r"\bset\b(.*?)\bfrom\b", sql, re.S)
    assert assigned is not None
    values = dict(part.strip().split(" = ") for part in assigned[1].split(","))
    assert values == {"value": "null", "base": "null", "growth_pct": "null", "missing": "'held'"}


def test_what_was_imported_is_stored_digit_by_digit(tmp_path: Path) -> None:
    bench = bench_at(tmp_path)
    bench.file("测试直报2026年5月.csv", revenue("A,500.123456,480", "B,0.05,-3"))
    bench.take_in()
    query = "select code, value, base from fact where indicator = 'revenue' order by code"
    told = [(code, str(value), str(base)) for code, value, base in bench.rows(query)]
    assert told == [("A", "500.123456", "480.000000"), ("B", "0.050000", "-3.000000")]


@pytest.mark.parametrize(
    ("rule", "row", "computed"),
    [
        # 110 on 100 is 10.0 %: the sender is told that 3 does not fit, not that 10 would.
        (
            'rule = "growth_matches_levels", label = "增长", than = ["累计", "同期"]',
            "A||110.0|100.0|3|",
            "10",
        ),
        ('rule = "rate_as_fraction", label = "增长"', "A||||0.062|", "6.2"),
    ],
)
def test_a_message_to_a_sender_holds_no_figure_of_ours(rule: str, row: str, computed: str) -> None:
    table = f"代码|本月|累计|同期|增长\n{row.rstrip('|')}\n"
    found = read(table, COLUMNS + f"rule = [{{ {rule} }}]\n", period=MAY)
    (problem,) = found.problems
    own = re.findall(r"[0-9]+(?:\.[0-9]+)?", problem.text)
    assert computed not in own and f"{computed}.0" not in own
    assert list(offences(problem.text)) == []


def test_what_comes_back_to_a_sender_is_what_was_sent(tmp_path: Path) -> None:
    """The annotated copy of a refused file holds the sender's own cells and no other figure."""
    bench = bench_at(tmp_path)
    bench.file("测试直报2026年5月.csv", revenue("A,约500,480", "B,90,100"))
    bench.take_in()
    (copy,) = (tmp_path / "data" / "quarantine").rglob("退回_*.xlsx")
    book = openpyxl.load_workbook(copy)
    sent = book[book.sheetnames[1]].iter_rows(values_only=True)
    flat = {str(v) for row in sent for v in row if v is not None}
    assert {"约500", "480", "90", "100"} <= flat
    listed = [str(v) for row in book[book.sheetnames[0]].iter_rows(values_only=True) for v in row]
    notes = [
        c.comment.text for sheet in book for row in sheet.iter_rows() for c in row if c.comment
    ]
    assert [o for text in (*listed, *notes) for o in offences(text)] == []


def test_targets_have_no_firm() -> None:
    """任务不到企业: neither the table, nor the form to fill, nor the catalogue has such a place."""
    schema = files("gxlab.warehouse").joinpath("schema/target.sql").read_text(encoding="utf-8")
    columns = re.findall(r"^    (\w+) ", schema, re.M)
    assert "unit" in columns and not {"enterprise", "firm", "credit_code"} & set(columns)
    labels = [field.label for page in template("targets").pages for field in page.fields]
    assert labels and not any("企业名" in label or "信用代码" in label for label in labels)
    assert "targets" in template_names()
    assert [i for i in catalogue() if re.search(r"enterprise_(?:target|goal|quota)", i)] == []


def test_corrections_of_writing_are_of_names_codes_and_units_only() -> None:
    """更正对照 reaches codes, names and units of measure; a figure has no kind there.

    Figures of own ledgers have a sheet of their own (数值更正): tests/reliability/test_corrections.
    """
    schema = files("gxlab.warehouse").joinpath("schema/correction.sql").read_text(encoding="utf-8")
    kinds = re.search(r"correction\.kind is '更正项: ([^']*)'", schema)
    assert kinds is not None
    allowed = {"企业代码", "企业名称", "统计单元", "集群", "行业", "计量单位"}
    assert set(kinds[1].split("/")) <= allowed
    assert not re.search(r"decimal|double|integer not null,\s*--", schema)
