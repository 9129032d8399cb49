"""E2, E4, E7: stopped and resumed, in other surroundings, two at once (续跑、环境、并行)."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest

from tests.batch.sample import PERIOD, workspace_at
from tests.reliability.batch_bed import Bed, bed_at
from tests.soak import keep, many

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="按 /proc 查找遗留进程"),
]

# Fewer can be asked of make soak: GXLAB_STOPS=5 GXLAB_PAIRS=5.
STOPS = int(os.environ.get("GXLAB_STOPS", many(20, 1)))
PAIRS = int(os.environ.get("GXLAB_PAIRS", many(20, 1)))
ASKED = (
    "stopped at a random point of 100 districts, 20 times: only unfinished ones run again;"
    " the bundle is byte-identical"
)
MAIN = "from gxlab.cli import main; main()"


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    made = bed_at(tmp_path_factory.mktemp("resume") / "b", many(20, 2))
    yield made
    made.close()


def bundle(bed: Bed) -> dict[str, str]:
    """Every page of the release and its contents page, by digest."""
    folder = bed.workspace.reports / PERIOD
    pages = sorted(folder.rglob("*.html"))
    return {str(p.relative_to(folder)): hashlib.sha256(p.read_bytes()).hexdigest() for p in pages}


def test_only_what_was_unfinished_is_made_again(bed: Bed) -> None:
    """Stopped at a moment drawn by lot: so many pages finished, or while they are put in place."""
    chance = random.Random(20261121)
    whole: list[dict[str, str]] = []
    for state in (0, 1):
        bed.write(state)
        assert bed.run().code == 0
        whole.append(bundle(bed))
    resumed = executed = 0
    finished: list[int] = []
    for number in range(STOPS):
        state = number % 2
        bed.write(state)
        wanted = chance.randint(1, len(bed.units) - 1)
        done = _stopped(bed, wanted, signal.SIGKILL if number % 3 else signal.SIGTERM)
        finished.append(done)
        again = bed.run()
        assert again.code == 0 and again.told is not None
        reasons = [e["reason"] for e in again.told["editions"]]
        assert reasons.count("上次中断前已完成") == done, (reasons, done)
        assert reasons.count("笔记本有改动") == len(bed.units) - done
        resumed += done
        executed += len(bed.units) - done
        assert bundle(bed) == whole[state]
        keep("E2", ASKED, districts=len(bed.units), stops=len(finished), finished_before=resumed,
             executed_again=executed, bundles_identical=len(finished))  # fmt: skip


def _stopped(bed: Bed, wanted: int, number: int) -> int:
    """Begin a run and end it once so many pages wait; how many waited when it was gone."""
    held = bed.start(None)
    bed.go.touch()
    staged = bed.workspace.scratch / "batch" / "staged" / PERIOD / "internal"
    end = time.monotonic() + 240
    while len(list(staged.glob("*/tiny.json"))) < wanted and time.monotonic() < end:
        time.sleep(0.005)
    os.kill(held.pid, number)
    bed.end(held)
    assert bed.left_over() == []
    return len(list(staged.glob("*/tiny.json")))


def test_eight_surroundings_give_one_bundle(tmp_path: Path) -> None:
    root = workspace_at(tmp_path / "w").root
    (tmp_path / "run").mkdir()
    hashes = set()
    settings = list(product(("Asia/Shanghai", "America/New_York"), ("C.UTF-8", "C"), ("0", "4711")))
    for number, (zone, language, seed) in enumerate(settings[:: many(1, 7)]):
        own = {"TZ": zone, "LC_ALL": language, "LANG": language, "PYTHONHASHSEED": seed}
        words = ["--workspace", str(root), "--period", PERIOD]
        target = tmp_path / f"{number}.zip"
        for command in (["report", "--force", "--unit", "all"], ["publish", "--to", str(target)]):
            subprocess.run(
                [sys.executable, "-c", MAIN, *command, *words],
                env={**os.environ, **own, "XDG_RUNTIME_DIR": str(tmp_path / "run")},
                check=True,
                capture_output=True,
            )
        hashes.add(hashlib.sha256(target.read_bytes()).hexdigest())
        with zipfile.ZipFile(target) as copy:
            assert len([n for n in copy.namelist() if n.endswith("tiny.html")]) == 4
    assert len(hashes) == 1
    keep("E4", "8 environments (time zone, locale, hash seed): identical bundle hash",
         environments=len(settings), different_hashes=len(hashes))  # fmt: skip


def test_of_two_at_once_one_runs_and_the_other_refuses(tmp_path: Path) -> None:
    bed = bed_at(tmp_path / "b")
    whole = 0
    for number in range(PAIRS):
        bed.write(number % 2)
        command = [sys.executable, "-c", MAIN, "report", "--period", PERIOD, "--json",
                   "--workspace", str(bed.workspace.root)]  # fmt: skip
        for unit in bed.units:
            command += ["--unit", unit]
        own = {**os.environ, "XDG_RUNTIME_DIR": str(bed.runtime)}
        both = [
            subprocess.Popen(command, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            for _ in range(2)
        ]
        told = [json.loads(process.communicate(timeout=120)[0]) for process in both]
        codes = sorted(process.returncode for process in both)
        assert codes == [0, 3], (codes, told)
        (other,) = (one for one in told if "error" in one)
        ran = next(process.pid for process in both if process.returncode == 0)
        assert f"进程 {ran}" in other["error"]
        whole += bed.pages() == bed.known[number % 2]
        assert whole == number + 1
        keep("E7", "two batches at once, 20 times: one runs, the other refuses", pairs=number + 1,
             refused=number + 1, whole=whole)  # fmt: skip
    bed.close()
