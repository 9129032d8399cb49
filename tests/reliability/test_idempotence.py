"""B7, B10: the same again changes nothing, a correction changes its cells, an undo takes it all."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import openpyxl
import pytest

from gxlab.warehouse import hashes, importing
from gxlab.warehouse.lock import Locked, held
from tests.reliability.storage_bed import chance, filled, shown, told_by
from tests.soak import keep, many
from tests.unit.warehouse.forms import Bench, bench_at

FIRMS = [f"F{number:02d}" for number in range(20)]
# 20 firms, 100, 101 … 119 on a base of 90.
ROWS = [(firm, 100 + number, 90) for number, firm in enumerate(FIRMS)]
FIGURES = ("fact", "enterprise", "unit", "enterprise_known")


def workbook(bench: Bench, name: str, rows: list[tuple[str, int, int]], sheet: str) -> Path:
    """The form as a workbook."""
    book = openpyxl.Workbook()
    page = book.worksheets[0]
    page.title = sheet
    page.append(["企业代码", "营业收入", "上年同期"])
    for row in rows:
        page.append(list(row))
    path = bench.root / "data/inbox" / name
    book.save(path)
    return path


def figures(bench: Bench) -> list[tuple[str, int]]:
    """What readers see, with DuckDB alone."""
    name = (bench.places.warehouse / "current").read_text()
    path = bench.places.warehouse / f"snapshots/{name}.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        rows = con.execute("select code, value from fact order by all").fetchall()
    return [(code, int(value)) for code, value in rows]


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = bench_at(tmp_path)
    workbook(made, "测试直报2026年5月.xlsx", ROWS, "表一")
    made.take_in()
    return made


@pytest.mark.soak
def test_the_same_again_in_any_guise_changes_no_figure(bench: Bench, tmp_path: Path) -> None:
    luck, expected = chance(5), [(firm, value) for firm, value, _ in ROWS]
    assert figures(bench) == expected
    moved = 0
    for _ in range(many(5, 1)):
        assert bench.take_in().batch is None  # nothing new at all
        moved += figures(bench) != expected
    inbox = bench.root / "data/inbox"
    shuffled = luck.sample(ROWS, len(ROWS))
    bench.take_in(workbook(bench, "测试直报2026年5月.xlsx", shuffled, "表一"))
    moved += figures(bench) != expected
    renamed = shutil.copy(inbox / "测试直报2026年5月.xlsx", inbox / "东山县测试直报2026年5月.xlsx")
    bench.take_in(Path(renamed))
    moved += figures(bench) != expected
    bench.take_in(workbook(bench, "测试直报2026年5月.xlsx", ROWS, "另一张表"))
    moved += figures(bench) != expected
    assert moved == 0
    # A corrected file: exactly its three cells.
    corrected = [(f, v + 1 if f in ("F03", "F07", "F19") else v, b) for f, v, b in ROWS]
    done = bench.take_in(workbook(bench, "测试直报2026年5月.xlsx", corrected, "另一张表"))
    assert done.files[0].changed_cells == 3
    changed = set(figures(bench)) - set(expected)
    assert changed == {("F03", 104), ("F07", 108), ("F19", 120)}
    keep("B7", "re-import x5, shuffled rows, renamed file, renamed sheet: 0 changed figures; "
         "corrected file: exactly the changed cells; two importers: one refused with the reason",
         repeats=5, guises=3, figures=len(ROWS), changed=moved, corrected_cells=3,
         told_as_corrected=done.files[0].changed_cells or 0, refused_beside=1)  # fmt: skip


def test_of_two_importers_one_commits_and_the_other_says_why(bench: Bench) -> None:
    workbook(bench, "测试直报2026年5月.xlsx", [(f, v + 1, b) for f, v, b in ROWS], "表一")
    lock = bench.places.warehouse / "import.lock"
    with held(lock, "导入"), pytest.raises(Locked, match="另一次导入正在进行（进程 "):
        bench.take_in()
    assert figures(bench)[0] == ("F00", 100)
    bench.take_in()
    assert figures(bench)[0] == ("F00", 101)


@pytest.mark.soak
@pytest.mark.slow
def test_every_import_can_be_taken_back(tmp_path: Path) -> None:
    bench, luck, returned = filled(tmp_path), chance(10), 0
    warehouse = bench.places.warehouse
    for number in range(many(20, 2)):
        before, figures_before = content(warehouse), shown(warehouse)
        rows = [f"A,{luck.randint(1, 999)},480", f"B,{luck.randint(1, 999)},100"]
        month = luck.choice(("3月", "4月", "5月", "2月"))
        text = "\n".join(["企业代码,营业收入,上年同期", *rows, ""])
        done = bench.take_in(bench.file(f"第{number}次测试直报2026年{month}.csv", text))
        assert done.batch and content(warehouse) != before
        importing.undo(done.batch, bench.places)
        returned += content(warehouse) == before and shown(warehouse) == figures_before
    assert returned == many(20, 2)
    assert shown(warehouse) == told_by(500)
    keep("B10", "any import can be undone; the state hash returns, 20 of 20",
         undone=returned, asked_for=20)  # fmt: skip


def content(warehouse: Path) -> dict[str, str]:
    """The hashes of the current snapshot's figures and lists."""
    name = (warehouse / "current").read_text()
    with duckdb.connect(str(warehouse / f"snapshots/{name}.duckdb"), read_only=True) as con:
        found = hashes.lasting_hashes(con)
    return {table: one for table, one in found.items() if table in FIGURES}
