"""B9: a changed form is read as before or told; no column is ever loaded as another one."""

from __future__ import annotations

import random
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from gxlab.intake.extract import extract
from gxlab.intake.reader import Reader
from gxlab.warehouse.importing import Places, import_paths
from tests.reliability.planted_faults_books import write
from tests.soak import keep
from tests.spec.intake.test_fault_finding import CONTEXT, DRIFTS, LAYOUT, _of, clean

Figures = dict[tuple[object, ...], object]


def _figures(reader: Reader, path: Path) -> tuple[Figures, set[str], bool]:
    found = extract(reader.read(path), LAYOUT, CONTEXT, file_name="直报_5月.xlsx")
    figures = {} if found.refused else _of(found)
    return figures, {problem.rule for problem in found.problems}, found.refused


@pytest.mark.soak
def test_fifteen_changes_of_a_form(tmp_path: Path) -> None:
    counts = dict.fromkeys(("changes", "told", "read_as_before", "wrong_column"), 0)
    with Reader() as reader:
        before, problems, _ = _figures(
            reader, write(tmp_path / "前.xlsx", {"直报": clean(random.Random(7))})
        )
        assert before and not problems
        for name, (change, rule) in DRIFTS.items():
            rows = clean(random.Random(7))
            change(rows)
            after, rules, refused = _figures(reader, write(tmp_path / "后.xlsx", {"直报": rows}))
            counts["changes"] += 1
            if name == "单位万元变元":
                after = {k: _in_yuan(k, v) for k, v in after.items()}
            counts["wrong_column"] += sum(before.get(k) != v for k, v in after.items())
            assert refused or rule or after.items() <= before.items(), name
            counts["told" if rules else "read_as_before"] += 1
            assert rule is None or rule in rules, (name, rules)
    assert counts["changes"] >= 15 and counts["wrong_column"] == 0
    keep("B9", "15 changes of a template detected, none loaded under the wrong column", **counts)


def _in_yuan(key: tuple[object, ...], value: object) -> object:
    # 只有“工业总产值/累计”一列改成了元:读数应是原数的万分之一。
    return (
        value * 10_000
        if key[1:] == ("output", "ytd", "value") and isinstance(value, Decimal)
        else value
    )


@pytest.mark.soak
@pytest.mark.slow
def test_an_import_lists_what_changed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    layouts = data / "reference" / "layouts"
    layouts.mkdir(parents=True)
    (layouts / "form.toml").write_text(_layout_text(), encoding="utf-8")
    inbox = tmp_path / "收件"
    inbox.mkdir()
    units = (
        "code,name,parent,kind,in_county_total\n3300,示例市,,city,\n330101,东山县,3300,county,\n"
    )
    (inbox / "units.csv").write_text(units, encoding="utf-8")
    rows = clean(random.Random(7))
    DRIFTS["插入一列"][0](rows)
    write(inbox / "直报_5月.xlsx", {"直报": rows})
    places = Places(tmp_path, data / "raw", data / "warehouse", data / "quarantine", layouts)
    result = import_paths([inbox], places)
    assert result.report is not None
    book = openpyxl.load_workbook(tmp_path / result.report)
    listed = [[cell.value for cell in row] for row in book["表样变动"].iter_rows(min_row=2)]
    assert [(row[1], row[2], row[6]) for row in listed] == [("直报", "F:F", "unknown_column")]
    assert (tmp_path / result.report).with_suffix(".txt").is_file()


def _layout_text() -> str:
    from tests.spec.intake import test_fault_finding

    source = Path(test_fault_finding.__file__).read_text(encoding="utf-8")
    return source.split('LAYOUT = parse_layout("""')[1].split('""")')[0]
