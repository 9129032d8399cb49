"""Bad input through the command: what is said, with which exit code, and that nothing is half in.

All files are sent in one folder beside two good ones, as they come: each answer stands alone.
"""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pytest
import xlsxwriter

from gxlab.cli import main
from tests.unit.warehouse.forms import UNITS

A, B = "91350100M000100Y43", "91110000101623741K"
HEAD = (
    ("序号", "统一社会信用代码", "企业名称", "工业总产值", None, None, "营业收入", None,
     "利润总额", None, "下月预计产值", "填表人"),
    (None, None, None, "本月", "1—本月", "上年同期", "1—本月", "上年同期",
     "1—本月", "上年同期", None, None),
)  # fmt: skip
Row = tuple[Any, ...]


def firm(number: int, code: str, revenue: object = 500) -> Row:
    """One firm's line: output 100 of the month, 520 of the year, revenue as given, profit 30."""
    return (number, code, f"企业{number}", 100, 520, 480, revenue, 470, 30, 25, 110, "周敏")


def direct(
    path: Path,
    rows: Sequence[Row] = (firm(1, A), firm(2, B)),
    *,
    title: str = "2026年1—5月",
    unit: str = "计量单位:万元、人、%",
    head: Sequence[Row] = HEAD,
) -> None:
    """规上企业直报, the bureau's own form, with what a case changes of it."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("直报")
        page.write(0, 0, "示例市规模以上工业企业生产经营月度直报表")
        page.write(1, 0, title)
        page.write(1, 8, unit)
        for at, values in enumerate((*head, *rows), start=2):
            for column, value in enumerate(values):
                if value is not None:
                    page.write(at, column, value)


def moved(rows: Sequence[Row], note: str | None) -> list[Row]:
    """Revenue before output, a new column in between: the order is the sender's own."""
    return [(*row[:3], row[6], row[7], note, *row[3:6], *row[8:]) for row in rows]


def finance(path: Path) -> None:
    """财务反馈 with the sheet of districts renamed away."""
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet("分行业")
        page.write(0, 0, "示例市2026年1—4月规模以上工业企业主要财务指标")
        page.write_row(1, 0, ("代码", "行业", "企业户数", "亏损面", "营业收入", "产成品存货"))
        page.write_row(3, 0, ("06", "煤炭开采和洗选业", 3, 1.5, 900, 10))


def blank(path: Path) -> None:
    """A workbook with two sheets and nothing in them."""
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("直报")
        book.add_worksheet("说明")


def county(path: Path) -> None:
    """主要指标 by unit: one of the three is no unit of the city."""
    text = (
        "示例市2026年1—5月主要工业经济指标\n"
        "单位,规上工业增加值增速,,规上工业总产值,,工业用电量\n"
        ",当月(%),累计(%),总量(亿元),增长(%),总量(万千瓦时)\n"
        "全市,6.1,6.2,30.5,5.0,900\n东山县,6.3,6.4,12.5,5.5,400\n东岭县,6.5,6.6,18.0,4.7,500\n"
    )
    path.write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class Case:
    """A bad file: how it is made, where and what is said of it, how many of its rows stand."""

    name: str
    make: Callable[[Path], object]
    rule: str
    told: str
    sheet: str | None = "直报"
    cell: str | None = None
    stored: int = 0


def form(name: str, rule: str, told: str, cell: str | None, stored: int = 0, **how: Any) -> Case:
    """A direct return with one thing wrong; ``stored``: the rows that stand all the same."""
    file = f"规上企业直报_{name}.xlsx"
    return Case(file, lambda p: direct(p, **how), rule, told, "直报", cell, stored)


TWICE = (firm(1, A), firm(2, A), firm(3, B))
REFUSED = (
    Case(
        "规上企业直报_图片.xlsx",
        lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64)),
        "picture_file", "是图片", None,
    ),
    Case(
        "规上企业直报_坏的.xlsx",
        lambda p: p.write_bytes(b"PK\x03\x04" + b"cut off"),
        "damaged_file", "文件已损坏", None,
    ),
    Case("规上企业直报_零字节.xlsx", lambda p: p.write_bytes(b""), "empty_file", "空", None),
    Case("规上企业直报_空白.xlsx", blank, "sheet_missing", "工作表都是空的", None),
    Case("1-4月财务反馈.xlsx", finance, "sheet_missing", "没有工作表“分县区”", None),
    form("缺列", "column_missing", "缺少必需的列“营业收入/1-本月”", None,
         head=(HEAD[0], (*HEAD[1][:6], "本期", *HEAD[1][7:]))),
    form("未来", "future_period", "尚未到期", "A2", title="2099年1—5月"),
    form("无期", "period_not_found", "看不出报告期", None, title="工业企业"),
    form("美元", "unknown_unit_of_measure", "计量单位“美元”不在单位表中", "I2", unit="单位:美元"),
    form("吨", "unit_of_measure_mismatch", "右上角只写了吨，应能换算为万元", "D:D", unit="单位:吨"),
    form("列单位", "unit_of_measure_mismatch", "计量单位是户，应能换算为万元", "G:G",
         head=((*HEAD[0][:6], "营业收入(户)", *HEAD[0][7:]), HEAD[1])),
)  # fmt: skip
ROWS = (
    form("文字", "approximate_number", "约500", "G5", 1, rows=(firm(1, A, "约500"), firm(2, B))),
    form("坏码", "lossy_code", "已丢失", "B5", 1, rows=(firm(1, 9.11350100000e17), firm(2, B))),
    form("两样", "conflicting_duplicate", "同一对象但内容不同", "5:5", 1, rows=TWICE),
    Case("2026年5月主要指标(反馈).csv", county, "unknown_unit", "统计单元“东岭县”不在统计单元表中",
         None, "A6", 2),
)  # fmt: skip
KEPT = (
    form("同样", "duplicate_row", "与第5行完全相同，只计一次", "6:6", 2,
         rows=(firm(1, A), firm(1, A), firm(2, B))),
    form("亿元", "unit_of_measure_changed", "表内计量单位是亿元，版式原为万元", "I2", 2,
         unit="计量单位:亿元、人"),
    form("移列", "unknown_column", "列“上月排名”不在版式中", "F:F", 2,
         rows=moved((firm(1, A), firm(2, B)), "3"), head=moved(HEAD, "上月排名")),
)  # fmt: skip
EVERY = (*REFUSED, *ROWS, *KEPT)


@dataclass(frozen=True)
class Sent:
    """What the command answered to the whole folder, and where its database lies."""

    code: int
    files: Mapping[str, Mapping[str, Any]]
    shown: str
    database: Path

    def rows(self, name: str) -> dict[str, int]:
        """Rows of one file in the database, by table."""
        with duckdb.connect(str(self.database), read_only=True) as con:
            tables = con.sql(
                "select table_name from duckdb_columns() where column_name = 'row_no'"
            ).fetchall()
            return {
                table: con.execute(
                    f"select count(distinct row_no) from {table} join file using (file_id) "
                    "where path like '%/' || $name",
                    {"name": name},
                ).fetchall()[0][0]
                for (table,) in tables
            }


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """All files imported at once."""
    root = tmp_path_factory.mktemp("bad")
    inbox = root / "data" / "inbox"
    inbox.mkdir(parents=True)
    (root / "notebooks").mkdir()
    (inbox / "units.csv").write_text(UNITS, encoding="utf-8")
    for case in EVERY:
        case.make(inbox / case.name)
    shown = _command("import", inbox, "--workspace", root, "--dry-run")
    assert not list((root / "data" / "warehouse").glob("current")), "预演不入库"
    code, answer = _command("import", inbox, "--workspace", root, "--json")
    files = {Path(f["path"]).name: f for f in json.loads(answer)["files"]}
    return Sent(code, files, shown[1], root / "data" / "warehouse" / "main.duckdb")


def _command(*words: str | Path) -> tuple[int, str]:
    """Exit code and standard output of one command in this process."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    return int(ended.value.code or 0), out.getvalue()


@pytest.mark.parametrize("case", EVERY, ids=lambda case: case.name)
def test_one_sentence_names_file_sheet_and_cell(case: Case, sent: Sent) -> None:
    problem = next(p for p in sent.files[case.name]["problems"] if p["rule"] == case.rule)
    assert (problem["sheet"], problem["cell"]) == (case.sheet, case.cell)
    said = problem["text"]
    assert case.told in said and f"文件“{case.name}”" in said
    assert not case.sheet or f"工作表“{case.sheet}”" in said
    if case.cell and (address := re.fullmatch(r"[A-Z]+\d+", case.cell)):
        assert address[0] in said
    assert "\n" not in said and "。" not in said[:-1]
    # English would be a library speaking; names of files, commands and cells are none.
    assert not re.search(r"[a-z]{4,}", re.sub(r"“[^”]*”|gxlab \w+|\.?xlsx|csv", "", said)), said


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.name)
def test_a_refused_file_leaves_nothing_behind(case: Case, sent: Sent) -> None:
    told = sent.files[case.name]
    assert (told["outcome"], told["rows_stored"]) == ("refused", 0)
    assert not any(sent.rows(case.name).values())


@pytest.mark.parametrize("case", [*ROWS, *KEPT], ids=lambda case: case.name)
def test_a_refused_row_leaves_the_others_whole(case: Case, sent: Sent) -> None:
    told = sent.files[case.name]
    assert (told["outcome"], told["rows_stored"]) == ("stored", case.stored)
    assert sent.rows(case.name)["observation"] == case.stored
    worst = {p["severity"] for p in told["problems"]}
    assert worst == ({"error"} if case in ROWS else {"warning"})


def test_the_command_ends_with_one_and_has_said_so_to_the_reader(sent: Sent) -> None:
    assert sent.code == 1
    assert set(sent.files) == {case.name for case in EVERY} | {"units.csv"}
    assert "退回" in sent.shown and "预演结束，没有入库。" in sent.shown
    assert "Traceback" not in sent.shown


def test_what_stands_is_right(sent: Sent) -> None:
    """Moved columns are read by their heads, 亿元 as 亿元, and a repeated row counts once."""
    with duckdb.connect(str(sent.database), read_only=True) as con:
        found = con.execute(
            "select parse_filename(path), code, number from observation join file using (file_id) "
            "where indicator = 'revenue' and reading = 'value' order by all"
        ).fetchall()
    by_file: dict[str, dict[str, int]] = {}
    for name, code, number in found:
        by_file.setdefault(name, {})[code] = int(number)
    assert by_file == {
        "规上企业直报_文字.xlsx": {B: 500},
        "规上企业直报_坏码.xlsx": {B: 500},
        "规上企业直报_两样.xlsx": {B: 500},
        "规上企业直报_同样.xlsx": {A: 500, B: 500},
        "规上企业直报_亿元.xlsx": {A: 5_000_000, B: 5_000_000},  # 500亿元 in 万元
        "规上企业直报_移列.xlsx": {A: 500, B: 500},
    }
