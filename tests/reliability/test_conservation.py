"""B2: cells in = stored + refused + passed over, counted from the raw workbook by other means."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.layouts import standard_layouts
from gxlab.intake.model import Extraction
from gxlab.intake.reader import Reader
from tests.reliability.awkward_count import count
from tests.reliability.planted_faults_books import write
from tests.soak import keep, many
from tests.unit.intake.made import CONTEXT
from tests.unit.intake.test_conservation import _labels, _names, _random_sheet


def _book(chance: random.Random, path: Path) -> str:
    """A random workbook under the labels of a standard layout; the layout's number."""
    layouts = standard_layouts()
    number = chance.randrange(len(layouts))
    sections = layouts[number].spec.section
    names = _names(sections)
    pages = {
        name[:31] or "表": _random_sheet(chance, _labels(section), name).rows
        for section, name in zip(sections, names, strict=True)
    }
    write(path, pages, top=chance.randint(0, 3), left=chance.randint(0, 2))
    return layouts[number].name


def _balance(found: Extraction, path: Path) -> Counter[str]:
    """The sheets' books; each sheet's cells are as counted from the raw parts."""
    counted = count(path.read_bytes())
    total: Counter[str] = Counter()
    for sheet in found.sheets:
        assert sheet.cells == counted[sheet.name].told[0], (path, sheet.name)
        fates = sheet.stored + sheet.refused + sheet.ignored + sheet.undeclared
        assert sheet.cells == fates, (path, sheet.name)
        total += Counter(
            cells=sheet.cells, stored=sheet.stored, refused=sheet.refused, ignored=sheet.ignored
        )
        if sheet.undeclared:
            # 版式没有说到的格子从不悄悄放过:整件退回,或逐处点名。
            assert found.problems, (path, sheet.name)
            total["undeclared_and_told"] += sheet.undeclared
    assert {sheet.name for sheet in found.sheets} == set(counted)
    return total


@pytest.mark.soak
@pytest.mark.slow
def test_no_cell_is_lost(tmp_path: Path) -> None:
    layouts = {layout.name: layout for layout in standard_layouts()}
    chance = random.Random("守恒")
    total: Counter[str] = Counter()
    books = many(1_000, 60)
    with Reader() as reader:
        for number in range(books):
            path = tmp_path / f"东山县{number}_2026年5月.xlsx"
            name = _book(chance, path)
            grid = reader.read(path)
            total += _balance(extract(grid, layouts[name], CONTEXT, file_name=path.name), path)
            path.unlink()
    assert total["stored"] and total["refused"] and total["ignored"]
    keep(
        "B2",
        "non-empty cells in = stored + refused + declared ignored, exactly, on 1,000 random books",
        workbooks=books,
        **dict(total),
    )
