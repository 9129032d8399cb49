"""From an unknown form to stored figures as a user goes: units, layout, import, snapshot."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from gxlab.warehouse.snapshot import open_reader
from tests.cli.running import run
from tests.reliability.layout_forms import COUNTIES, TOWNS, context, looks
from tests.reliability.layout_kinds import send
from tests.soak import keep, many


def _units(root: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """The units form filled with the city, its counties and their towns."""
    made = run(capsys, "template", "units", "--workspace", root, "--json")
    path = root / str(made.json["path"])
    book = openpyxl.load_workbook(path)
    page = book[book.sheetnames[0]]
    for row, unit in enumerate(context().units, start=2):
        values = (
            unit.code,
            unit.name,
            unit.parent,
            unit.kind,
            None,
            None,
            None,
            "|".join(unit.aliases),
        )
        for column, value in enumerate(values, start=1):
            page.cell(row, column).value = value or None
    book.save(path)
    return path


@pytest.mark.soak
@pytest.mark.slow
def test_counties_import_by_one_confirmed_layout(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "w"
    here = ("--workspace", root, "--json")
    assert run(capsys, "init", root).code == 0
    units = run(capsys, "import", _units(root, capsys), *here)
    assert units.code == 0, units.json["files"][0]["problems"]
    assert len(context().units) == 1 + len(COUNTIES) * (1 + len(TOWNS))
    folder = tmp_path / "来件"
    folder.mkdir()
    sent = [send("towns", look, folder) for look in looks(17)[: many(20, 3)]]
    drawn = run(capsys, "layout", sent[0].path, "--save", "town_month", *here)
    assert drawn.code == 0 and drawn.json["unmatched"] == []
    assert not any(column["doubtful"] for column in drawn.json["columns"])
    ended = run(capsys, "import", folder, *here)
    outcomes = {(f["layout"], f["outcome"]) for f in ended.json["files"]}
    assert ended.code == 0 and outcomes == {("town_month", "stored")}, ended.json["files"]
    expected = {key: number for one in sent for key, number in one.figures.items()}
    snapshot = root / "data" / "warehouse" / "snapshots" / f"{ended.json['snapshot']}.duckdb"
    con = open_reader(snapshot)
    rows = con.sql(
        "select code, indicator, period, span, value, base, growth_pct from fact "
        "where value is not null or base is not null or growth_pct is not null"
    ).fetchall()
    con.close()
    stored = {
        (*row[:4], reading): number
        for row in rows
        for reading, number in zip(("value", "base", "growth_pct"), row[4:], strict=True)
        if number is not None
    }
    assert stored == expected
    keep(
        "L3", "twenty county files imported by the command after one confirmation",
        files=len(sent), stored=len(sent), figures=len(expected), questions=0,
    )  # fmt: skip
