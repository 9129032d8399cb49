"""Run ``gxlab`` as a user does: words in, exit code and both outputs out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from gxlab.cli import main
from tests.unit.warehouse.forms import Bench, bench_at, revenue


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output; fails where there is anything else."""
        assert self.out.count("\n") == 1, self.out
        found: dict[str, Any] = json.loads(self.out)
        return found


def run(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Ended:
    """Run one command in this process."""
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([str(word) for word in words])
    out, err = capsys.readouterr()
    return Ended(int(ended.value.code or 0), out, err)


def workspace_with_data(root: Path) -> Bench:
    """A workspace folder with two firms' revenue imported: 500 on 480 and 90 on 100 (万元)."""
    bench = bench_at(root)
    for folder in ("notebooks", "reports"):
        (root / folder).mkdir(exist_ok=True)
    bench.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
    bench.take_in()
    return bench
