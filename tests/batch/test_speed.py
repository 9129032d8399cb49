"""The speed of batches as a ratio: against the commands of today, in the same run."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import ways
from benchmarks.same import different
from benchmarks.workload import jobs

# Measured on a quiet machine: 30 times and more. Other tests run beside this one.
AT_LEAST = 10


@pytest.mark.slow
def test_a_report_takes_a_tenth_of_what_the_commands_take(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(name, raising=False)
    reports = jobs(tmp_path, 6)
    commands = ways.by_command(reports[:1], tmp_path / "cli", {})
    ours = ways.by_crew(reports, tmp_path / "ours", tmp_path, 2)
    assert different(tmp_path / "cli" / "0.ipynb", tmp_path / "ours" / "0.ipynb") == 0
    assert commands.wall / ours.wall >= AT_LEAST, (commands, ours)
