"""Small official forms written with openpyxl, and 更正对照 filled in as a person would."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from gxlab.intake.templates import write_template
from tests.unit.warehouse.forms import Bench

LEDGER_HEAD = (
    "序号", "项目名称", "建设单位", "总投资", "本年度计划投资", "至上年底累计完成投资",
    "本年累计完成投资", "本月完成投资", "形象进度",
)  # fmt: skip
LEDGER = "重点技改项目调度表"
CLUSTERS = "县域特色产业集群月报"


def _book(path: Path, sheet: str, rows: Sequence[Sequence[object]]) -> Path:
    book = openpyxl.Workbook()
    page = book.create_sheet(sheet, 0)
    book.remove(book.worksheets[1])
    for row in rows:
        page.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def ledger(bench: Bench, ytd: object = 700, *, month: int = 5, other: object = 400) -> Path:
    """东山县's ledger of a month: two projects, 万元."""
    rows: list[list[object]] = [
        ["2026年重点技术改造项目调度表"],
        ["填报单位:东山县工业和信息化局", f"2026年{month}月", "单位:万元"],
        list(LEDGER_HEAD),
        [""] * len(LEDGER_HEAD),
        [1, "甲轴承数字化改造项目", "甲公司", 5000, 2000, 1000, ytd, 100, "设备安装"],
        [2, "乙锻造生产线改造项目", "乙公司", 3000, 900, 0, other, 50, "土建"],
    ]
    return _book(
        bench.root / "data" / "inbox" / f"重点技改项目调度表_{month}月_东山县.xlsx", "调度表", rows
    )


def cluster_list(bench: Bench) -> Path:
    """产业集群清单 of one cluster, in the product's own form."""
    path = write_template("clusters", bench.root)
    book = openpyxl.load_workbook(path)
    values = ["K1", "轴承产业集群", "", "省重点", "东山县", "", "", "2024-01", ""]
    for column, value in enumerate(values, start=1):
        book["集群"].cell(2, column).value = value or None
    target = bench.root / "data" / "inbox" / path.name
    book.save(target)
    return target


def cluster_return(bench: Bench, revenue: object = 13.4, county: str = "东山县") -> Path:
    """A county's cluster return of 1—4月: revenue in 亿元."""
    rows: list[list[object]] = [
        ["县域特色产业集群运行情况月报表"],
        [f"填报单位:{county}工业和信息化局", "", "2026年1—4月"],
        ["序号", "集群名称", "营业收入(亿元)", "", "", "上缴税金(万元)", "从业人员(人)"],
        ["", "", "累计", "上年同期", "增长(%)", "", ""],
        [1, "轴承产业集群", revenue, 13.84, -3.2, 3340.9, 4759],
    ]
    inbox = bench.root / "data" / "inbox" / "2026-05"
    return _book(inbox / f"县域特色产业集群月报_{county}.xlsx", "月报", rows)


def corrections(bench: Bench, *rows: Sequence[str], name: str = "更正对照.xlsx") -> Path:
    """更正对照 with its second sheet 数值更正 filled in."""
    path = write_template("corrections", bench.root)
    book = openpyxl.load_workbook(path)
    for at, row in enumerate(rows, start=2):
        for column, value in enumerate(row, start=1):
            book["数值更正"].cell(at, column).value = value or None
    target = bench.root / "data" / "inbox" / name
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    return target


def of_ledger(was: str = "700", becomes: str = "790", day: str = "2026-06-12") -> list[str]:
    """The correction most tests make: 本年累计完成投资 of the first project."""
    return [
        LEDGER, "东山县", "甲轴承数字化改造项目", "本年累计完成投资", "2026年5月",
        was, becomes, "县局来函：漏记5月设备款90万元", "周敏", day,
    ]  # fmt: skip
