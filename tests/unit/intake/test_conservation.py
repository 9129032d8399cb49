"""Whatever a workbook holds, in = stored + refused + passed over; no file ends the importer."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.layouts import standard_layouts
from gxlab.intake.model import Extraction
from gxlab.intake.propose import propose
from gxlab.intake.quarantine import write_plain
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from tests.unit.intake.made import CONTEXT, check_books

# 一次随机表:从各标准版式里取表头,数据行里混入各种不该有的东西。
_CELLS = (
    "1", "1234.5", "约12", "—", "…", "X", "#REF!", "持平", "1.6倍", "abc", "2026-05", "2026.3",
    "全市", "东山县", "没有的县", "合计", "其中：示例经开区", "同上", "91330101MA0000001A",
    "9.13e+17", "注：说明", "", "", "", "1,234", "１２", "12户", "轴承集群", "甲机械有限公司", "√",
)  # fmt: skip


def _random_sheet(chance: random.Random, labels: list[str], name: str) -> Sheet:
    chosen = chance.sample(labels, len(labels)) if labels else ["甲", "乙"]
    if chance.random() < 0.3:  # 缺几列
        chosen = chosen[: chance.randint(1, len(chosen))]
    rows: list[list[str | None]] = [[chance.choice(("示例市2026年1—5月表", "单位：万元", ""))]]
    rows.append(list(chosen))
    for _ in range(chance.randint(0, 8)):
        rows.append([_cell(chance, label) for label in chosen])
    if chance.random() < 0.3:
        rows.append([None] * len(chosen))
        rows.append(["剩余", "1"])
    return Sheet(name, rows, top=chance.randint(0, 3), left=chance.randint(0, 2))


_USUAL = (
    ("代码|编码|识别号|户号|编号", ("91350100M000100Y43", "91350211M0000XUF4R", "06")),
    ("单位$|县|code|乡镇", ("东山县", "西水县", "330101")),
    ("集群", ("轴承集群", "箱包集群")),
    ("名称|企业|项目|name", ("甲机械有限公司", "乙化工有限公司", "丙线")),
    ("时间|日期|月份|from|to", ("2026-03", "2026年3月")),
    ("指标|行业", ("营业收入", "规上工业总产值", "通用设备制造业")),
    ("计量单位", ("亿元", "万元")),
)


def _cell(chance: random.Random, label: str) -> str | None:
    """Mostly what belongs under the label, now and then anything."""
    if chance.random() < 0.04:
        return chance.choice(_CELLS) or None
    usual = (texts for pattern, texts in _USUAL if re.search(pattern, label))
    return chance.choice(next(usual, ("12.5", "100", ""))) or None


@pytest.mark.parametrize("seed", range(10))
def test_a_hundred_random_workbooks_a_seed(seed: int) -> None:
    chance = random.Random(seed)
    layouts = standard_layouts()
    stored = refused = 0
    for number in range(100):
        layout = chance.choice(layouts)
        sections = layout.spec.section
        pages = tuple(
            _random_sheet(chance, _labels(section), name)
            for section, name in zip(sections, _names(layout.spec.section), strict=True)
        )
        grid = Grid(tuple({page.name: page for page in pages}.values()))
        found = extract(grid, layout, CONTEXT, file_name=f"东山县{number}_2026年5月.xlsx")
        check_books(found)
        _check_stored_rows(found)
        stored += found.rows_stored
        refused += found.rows_refused
    assert stored > 5 and refused > 30  # 两种结果都要大量出现,账才算对过


def _labels(section: object) -> list[str]:
    columns = section.column  # type: ignore[attr-defined]
    return [label for spec in columns for label in spec.label[:1] if not label.startswith("re:")]


def _names(sections: tuple[object, ...]) -> list[str]:
    words = (getattr(section, "sheet", None) or "表" for section in sections)
    return [word.strip("^$").split("|")[0].replace("\\", "") for word in words]


def _check_stored_rows(found: Extraction) -> None:
    """A refused row is in no table."""
    refused = {
        (p.sheet, int("".join(c for c in p.cell.split(":")[0] if c.isdigit())))
        for p in found.problems
        if p.severity == "error" and any(c.isdigit() for c in p.cell)
    }
    for frame in found.tables.values():
        stored = set(zip(frame["sheet"].to_list(), frame["row_no"].to_list(), strict=True))
        assert not stored & refused


@pytest.mark.slow
def test_awkward_files_end_read_or_refused(shared_data: Path, tmp_path: Path) -> None:
    """All 209 files of four readers' test suites: the importer lives, each ends with a reason."""
    files = [p for p in sorted((shared_data / "awkward_files").rglob("*")) if p.is_file()]
    files = [path for path in files if path.name != "INDEX.md"]
    assert len(files) == 209
    layouts = standard_layouts()
    refused: dict[str, str] = {}
    with Reader() as reader:
        for number, path in enumerate(files):
            try:
                grid = reader.read(path)
            except Unreadable as refusal:
                refused[path.name] = refusal.rule
                assert refusal.text.endswith(("重报", "报送", "导入", "表格", "核对文件", "原表"))
                continue
            for sheet in grid.sheets:
                assert sheet.cells == sum(1 for _ in sheet.non_empty())
            _survive(grid, path.name, layouts, tmp_path / f"{number}.xlsx")
    # 读不出的就这些,原因各如其分;其余都成了表格。
    assert refused == {
        "OOM_alloc3.xls": "damaged_file",
        "issue252.xlsx": "damaged_file",
        "issue_385.xls": "password",
        "issue_594_dos.ods": "damaged_file",
        "pass_protected.ods": "password",
        "pass_protected.xlsb": "password",
        "pass_protected.xlsx": "password",
        "empty.csv": "empty_file",
        "latin1.csv": "undecodable_text",
        "biff4_no_format_no_window2.xls": "old_excel",
        "sample.zip": "packed_file",
    }


def _survive(grid: Grid, name: str, layouts: list[object], target: Path) -> None:
    """A read file goes through recognition, proposal, extraction and the annotated copy."""
    for layout in recognise(grid, name, layouts):  # type: ignore[arg-type]
        check_books(extract(grid, layout, CONTEXT, file_name=name))
    try:
        propose(grid, name, layouts)  # type: ignore[arg-type]
    except Unreadable as refusal:
        assert refusal.rule == "header_not_found"
    write_plain(grid, [], target)
    assert target.stat().st_size > 0
