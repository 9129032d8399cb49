"""B3: every planted fault is told at its sheet and cell of a real workbook; clean files are not."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import address
from gxlab.intake.reader import Reader
from tests.reliability.planted_faults_books import write
from tests.soak import keep, many
from tests.spec.intake.test_fault_finding import CONTEXT, FAULTS, LAYOUT, TOP, clean


def _told(reader: Reader, path: Path) -> set[tuple[str, str, str]]:
    found = extract(reader.read(path), LAYOUT, CONTEXT, file_name="直报_5月.xlsx")
    return {(problem.sheet, problem.cell, problem.rule) for problem in found.problems}


def _is_found(tmp_path: Path, reader: Reader, fault: str, seed: int) -> bool:
    rule, plant = FAULTS[fault]
    chance = random.Random(f"{fault}{seed}册")
    rows = clean(chance)
    row = chance.randrange(TOP, len(rows))
    column = plant(rows, row)
    told = _told(reader, write(tmp_path / "直报_5月.xlsx", {"直报": rows}))
    if column >= 0:
        return ("直报", address(row, column), rule) in told
    # 重复的两行都合格,点名的是其中一行。
    lines = (f"{n}:{n}" for n in (row, row + 1, row + 2))
    return any(("直报", line, rule) in told for line in lines)


@pytest.mark.soak
def test_planted_faults_are_told_at_their_cell(tmp_path: Path) -> None:
    assert len(FAULTS) >= 24
    missed: list[tuple[str, int]] = []
    seeds = many(10, 1)
    with Reader() as reader:
        for fault in FAULTS:
            missed += [
                (fault, s) for s in range(seeds) if not _is_found(tmp_path, reader, fault, s)
            ]
        alarms = 0
        cleans = many(50, 5)
        for seed in range(cleans):
            path = write(tmp_path / "直报_5月.xlsx", {"直报": clean(random.Random(f"净{seed}"))})
            alarms += bool(_told(reader, path))
    assert not missed
    assert alarms * 50 <= cleans  # 百分之二
    keep(
        "B3",
        "24 kinds times 10 planted faults told at their sheet and cell; at most 2 % false alarms "
        "on 50 clean files",
        kinds=len(FAULTS),
        planted=len(FAULTS) * seeds,
        told_at_their_cell=len(FAULTS) * seeds - len(missed),
        clean_files=cleans,
        false_alarms=alarms,
    )
