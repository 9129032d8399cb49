"""大表导入: ``gxlab import`` of one sheet of 50,000 × 25 against a bare read of the same file.

The bare read is ``polars.read_excel`` (fastexcel): cells to a frame, nothing checked, nothing kept.
The import recognises the form, reads every cell as text with its address in a limited child
process, looks at the raw XML a second time, types, checks, stores with provenance, and resolves a
snapshot. Both run in processes of their own, one after the other; what was stored is compared with
the frame, value by value, before anything is reported. Written to benchmarks/results/import.json.

    python -m benchmarks.bench_import [--rows 50000] [--repeat 3]
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import xlsxwriter

from gxlab.demo import codes

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "import.json"
INDICATORS = {
    "营业收入": ("revenue", "ytd"),
    "营业成本": ("operating_cost", "ytd"),
    "利润总额": ("profit", "ytd"),
    "税金及附加": ("tax", "ytd"),
    "工业总产值": ("output", "ytd"),
    "工业销售产值": ("sales_output", "ytd"),
    "出口交货值": ("export_delivery", "ytd"),
    "资产总计": ("assets", "point"),
    "负债合计": ("liabilities", "point"),
    "应收账款": ("receivables", "point"),
    "产成品": ("finished_goods", "point"),
}
"""Eleven figures of this year and last: 22 columns, and three that say whose they are."""
FILE = "分企业大表_2026年5月.xlsx"
_GXLAB = [sys.executable, "-c", "from gxlab.cli import main; main()"]
_BARE = """
import sys, time
began = time.perf_counter()
import polars
frame = polars.read_excel(sys.argv[1], engine="calamine", read_options={"header_row": 2})
print(frame.height, frame.width, time.perf_counter() - began)
"""


def main() -> int:
    """Measure, compare, write the result; 1 where what was stored is not what was written."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=50_000)
    parser.add_argument("--repeat", type=int, default=3)
    asked = parser.parse_args()
    if find_spec("fastexcel") is None:
        print(
            "对照的一边要用 fastexcel（gxlab 自己不用它），请先 pip install fastexcel",
            file=sys.stderr,
        )
        return 2
    with tempfile.TemporaryDirectory(prefix="gximport") as folder:
        found = measured(Path(folder), asked.rows, asked.repeat)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 0 if found["values_that_differ"] == 0 else 1


def measured(folder: Path, rows: int, repeat: int) -> dict[str, Any]:
    """All of one run."""
    book = folder / FILE
    write_book(book, rows)
    bare = [_spent([sys.executable, "-c", _BARE, str(book)]) for _ in range(repeat)]
    imports = []
    differ = 0
    for n in range(repeat):
        workspace = folder / f"w{n}"
        prepare(workspace)
        command = [*_GXLAB, "import", "--json", str(book)]
        imports.append(_spent(command, GXLAB_WORKSPACE=str(workspace)))
        differ += differing(book, workspace)
    within = statistics.median(float(one["out"].split()[-1]) for one in bare)
    return {
        "wall_ratio_to_bare_read": _ratio(imports, bare, "wall"),
        "cpu_ratio_to_bare_read": _ratio(imports, bare, "cpu"),
        "values_that_differ": differ,
        "rows": rows,
        "columns": 3 + 2 * len(INDICATORS),
        "file_mib": round(book.stat().st_size / 2**20, 1),
        "bare_read": {**_median(bare), "seconds_without_start_of_python": round(within, 3)},
        "import": _median(imports),
        "repeat": repeat,
        "machine": _machine(),
    }


def write_book(path: Path, rows: int) -> None:
    """The sheet: title, unit of measure, one header row, a row a firm."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("分企业")
    sheet.write_string(0, 0, "规模以上工业分企业主要指标（2026年1-5月）")
    sheet.write_string(1, 0, "计量单位：万元")
    head = ["统一社会信用代码", "单位名称", "乡镇"]
    head += [f"{name}{part}" for name in INDICATORS for part in ("本期", "上年同期")]
    sheet.write_row(2, 0, head)
    for n in range(rows):
        sheet.write_string(n + 3, 0, codes.credit("91", "139901", codes.organization_body(n)))
        sheet.write_string(n + 3, 1, f"示例第{n}机械制造有限公司")
        sheet.write_string(n + 3, 2, f"第{n % 40}镇")
        for c in range(2 * len(INDICATORS)):
            sheet.write_number(n + 3, c + 3, figure(n, c))
    book.close()


def figure(row: int, column: int) -> float:
    """A figure with up to two decimals, some negative, none a round number by design."""
    return ((row * 7919 + column * 104729) % 900_000_007 % 10_000_000 - 500_000) / 100


def prepare(workspace: Path) -> None:
    """A new workspace with the sheet's layout and one unit."""
    _run([*_GXLAB, "init", str(workspace)])
    columns = "".join(
        f'  {{ label = "{name}{part}", indicator = "{indicator}", span = "{span}"{reading} }},\n'
        for name, (indicator, span) in INDICATORS.items()
        for part, reading in (("本期", ""), ("上年同期", ', reading = "base"'))
    )
    layout = _LAYOUT.format(columns=columns)
    layouts = workspace / "data" / "reference" / "layouts"
    layouts.mkdir(parents=True, exist_ok=True)
    (layouts / "bench_firms.toml").write_text(layout, encoding="utf-8")


_LAYOUT = """# 分企业大表：测速用
name = "bench_firms"
title = "分企业大表"
file_name = '分企业大表'
contains = ["统一社会信用代码", "营业收入本期"]
status = "反馈"
source_kind = "统计局反馈（分企业）"
scope = "patch"
unit_of_measure = "万元"

[period]
source = "title"

[[section]]
record = "observation"
subject = "enterprise"
anchor = "统一社会信用代码"
constants = {{ reading = "value" }}
column = [
  {{ label = "统一社会信用代码", field = "subject", required = true }},
  {{ label = "单位名称", field = "subject_name" }},
  {{ label = "乡镇", ignore = true }},
{columns}]
"""


def differing(book: Path, workspace: Path) -> int:
    """Figures of the bare frame that the snapshot does not hold exactly, either way round."""
    frame = pl.read_excel(book, engine="calamine", read_options={"header_row": 2})
    name = (workspace / "data" / "warehouse" / "current").read_text(encoding="utf-8").strip()
    path = workspace / "data" / "warehouse" / "snapshots" / f"{name}.duckdb"
    wide = frame.unpivot(
        index="统一社会信用代码",
        on=[f"{n}{part}" for n in INDICATORS for part in ("本期", "上年同期")],
    )
    ids = {name: indicator for name, (indicator, _) in INDICATORS.items()}
    base = pl.col("variable").str.ends_with("上年同期")
    written = wide.select(
        pl.col("统一社会信用代码").alias("code"),
        pl.col("variable").str.replace("(本期|上年同期)$", "").replace_strict(ids).alias("id"),
        pl.when(base).then(pl.lit("base")).otherwise(pl.lit("value")).alias("reading"),
        pl.col("value").cast(pl.Decimal(18, 6)).alias("number"),
    )
    with duckdb.connect(str(path), read_only=True) as con:
        con.register("written", written)
        stored = (
            "select code, indicator as id, 'value' as reading, value as number from fact "
            "union all select code, indicator, 'base', base from fact"
        )
        found = con.sql(
            f"select count(*) from ((({stored}) except all select * from written) union all "
            f"(select * from written except all ({stored})))"
        ).fetchall()
    return int(found[0][0])


def _spent(command: list[str], **more: str) -> dict[str, Any]:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    began = time.perf_counter()
    out = _run(command, **more)
    wall = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"wall": wall, "cpu": cpu, "out": out}


def _run(command: list[str], **more: str) -> str:
    done = subprocess.run(
        command, env={**os.environ, **more}, capture_output=True, text=True, timeout=900
    )
    if done.returncode:
        raise RuntimeError(done.stdout[-500:] + done.stderr[-2000:])
    return done.stdout


def _ratio(ours: list[dict[str, Any]], theirs: list[dict[str, Any]], what: str) -> float:
    return round(_median(ours)[what] / _median(theirs)[what], 2)


def _median(spent: list[dict[str, Any]]) -> dict[str, float]:
    return {what: round(statistics.median(s[what] for s in spent), 2) for what in ("wall", "cpu")}


def _machine() -> dict[str, Any]:
    names = ("polars", "fastexcel", "python-calamine", "duckdb", "xlsxwriter")
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "system": platform.system(),
        "versions": {name: metadata.version(name) for name in names},
        "load_before": round(os.getloadavg()[0], 2),
    }


if __name__ == "__main__":
    sys.exit(main())
