"""E1, E5, E6: 20 faults at 5 stages of a batch (故障矩阵): complete and right, or as it was.

A batch is held at its stage, the fault is brought about, and the batch goes on. After it: every
page is the former one, the new one, or in its place a page that says it could not be made; the exit
code and the list tell the truth; nothing runs on; and a second run needs no cleaning by hand.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.batch.sample import write_notebook
from tests.reliability.batch_bed import UNITS, Bed, Ended, bed_at
from tests.reliability.batch_driver import STAGES
from tests.soak import FULL, keep

pytestmark = [
    pytest.mark.soak,
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="按 /proc 查找遗留进程"),
]

Undo = Callable[[], object]
Fault = Callable[[Bed, int], Undo]


def nothing() -> None:
    return None


def kills(role: str) -> Fault:
    def fault(bed: Bed, pid: int) -> Undo:
        bed.kill(role)
        return nothing

    return fault


def signals(number: int) -> Fault:
    def fault(bed: Bed, pid: int) -> Undo:
        os.kill(pid, number)
        return nothing

    return fault


def full(folder: Callable[[Bed], Path]) -> Fault:
    """The volume of a folder is filled to its last block; undone by taking the filler away."""

    def fault(bed: Bed, pid: int) -> Undo:
        filler = folder(bed) / "filler"
        filler.parent.mkdir(parents=True, exist_ok=True)
        with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(4096))
        return filler.unlink

    return fault


def full_log(bed: Bed, pid: int) -> Undo:
    """Whatever is written to the log finds no room."""
    log = bed.workspace.scratch / "batch" / "worker.log"
    log.unlink(missing_ok=True)
    log.symlink_to("/dev/full")
    return log.unlink


def read_only(bed: Bed, pid: int) -> Undo:
    """The folder of reports cannot be written to; the administrator is not held by permissions."""
    command = ["mount", "-o", "remount,ro", str(bed.workspace.reports)]
    subprocess.run(command, check=True, capture_output=True)
    command[2] = "remount,rw"
    return lambda: subprocess.run(command, check=True, capture_output=True)


def no_kernel(bed: Bed, pid: int) -> Undo:
    for spec in (bed.workspace.scratch / "batch" / "jupyter").rglob("kernel.json"):
        spec.write_text("{", encoding="utf-8")
    bed.kill("zygote")
    return nothing


def corrupt_notebook(bed: Bed, pid: int) -> Undo:
    path = bed.workspace.report_notebooks / "tiny.ipynb"
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    return lambda: path.write_bytes(whole)


def no_snapshot(bed: Bed, pid: int) -> Undo:
    stands = bed.workspace.warehouse / "snapshots"
    aside = stands.rename(stands.with_name("aside"))
    return lambda: aside.rename(stands)


def clock(way: str) -> Fault:
    def fault(bed: Bed, pid: int) -> Undo:
        sign = bed.base / "signs" / way
        sign.touch()
        return sign.unlink

    return fault


def lost_lock(bed: Bed, pid: int) -> Undo:
    (bed.workspace.warehouse / "publish.lock").unlink()
    return nothing


def in_cell(code: str) -> str:
    return f'if desk.unit.code == "330101":\n    {code}'


# Brought about from outside, at a stage of the run.
OUTSIDE: dict[str, Fault] = {
    "worker killed": kills("worker"),
    "kernel killed": kills("kernel"),
    "warm process killed": kills("zygote"),
    "run killed": signals(signal.SIGKILL),
    "SIGINT": signals(signal.SIGINT),
    "SIGTERM": signals(signal.SIGTERM),
    "scratch full": full(lambda bed: bed.workspace.scratch / "batch"),
    "store full": full(lambda bed: bed.workspace.reports),
    "log full": full_log,
    "folder read-only": read_only,
    "kernel missing": no_kernel,
    "notebook corrupt": corrupt_notebook,
    "snapshot missing": no_snapshot,
    "clock a day back": clock("back"),
    "clock a day ahead": clock("ahead"),
    "lock lost": lost_lock,
}
# In the notebook, at five places of it: its cells are the stages.
LIMIT = (
    "import resource; used = int(open('/proc/self/statm').read().split()[0]) * 4096; "
    "resource.setrlimit(resource.RLIMIT_AS, (used + 2**26, used + 2**26)); bytearray(2**28)"
)
HANGS = "cell hangs"
INSIDE = {
    "memory limit": LIMIT,
    HANGS: "import time; time.sleep(600)",
    "sys.exit(0)": "import sys; sys.exit(0)",
    "os._exit(0)": "import os; os._exit(0)",
}
SWALLOWED = "exception swallowed"
FAULTS = (*OUTSIDE, *INSIDE, SWALLOWED)
# The first four cells know no desk, so both counties meet the fault there.
PLACES = (1, 2, 4, 6, -1)
VOLUMES = ("scratch full", "store full", "folder read-only")


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    made = bed_at(tmp_path_factory.mktemp("faults") / "b")
    made.timeout = 180
    yield made
    made.close()


@pytest.fixture(scope="module")
def mounted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    """A bed whose reports and scratch are small volumes of their own."""
    base = tmp_path_factory.mktemp("volumes") / "b"
    places = [base / "w" / "reports", base / "w" / "data" / "warehouse" / "scratch" / "batch"]
    made = bed_at(base)
    made.close()
    made._server = None
    try:
        for place in places:
            place.mkdir(parents=True, exist_ok=True)
            _mount(place)
        for state in (0, 1):
            made.write(state)
            assert made.run().code == 0 and made.pages() == made.known[state]
        yield made
    finally:
        made.close()
        for place in places:
            subprocess.run(["umount", "--lazy", place], check=False, capture_output=True)


def _mount(place: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(place)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("没有权限挂载小容量的卷")


@dataclass
class Tally:
    """What a part of the matrix came to."""

    runs: int = 0
    complete: int = 0
    former: int = 0
    failed_and_said: int = 0
    killed: int = 0
    honest: int = 0
    second_runs_whole: int = 0
    orphans: int = 0
    largest_scratch_bytes: int = 0


# One a stage of the run; faults of cells have five places in the notebook instead.
TALLIES = [Tally() for _ in STAGES]


def cases() -> list[tuple[str, int]]:
    if FULL:
        return [(fault, stage) for stage in range(5) for fault in FAULTS]
    # In part: two that go different ways.
    return [("run killed", 4), ("sys.exit(0)", 3)]


@pytest.mark.parametrize(
    ("fault", "stage"), cases(), ids=lambda v: f"s{v}" if isinstance(v, int) else v
)
def test_complete_and_right_or_as_it_was(
    fault: str, stage: int, bed: Bed, request: pytest.FixtureRequest
) -> None:
    if fault in VOLUMES:
        bed = request.getfixturevalue("mounted")
    new = 1 - _state(bed)
    before = bed.pages()
    bed.write(new)
    ended = _with_fault(bed, fault, stage, new)
    _judge(bed, ended, before, bed.known[new], TALLIES[stage])
    counted = TALLIES[stage]
    assert bed.left_over() == []
    # Nothing is cleaned by hand: the fault is gone, the same command again.
    bed.write(new)
    again = bed.run()
    assert again.code == 0 and bed.pages() == bed.known[new], again.told
    counted.second_runs_whole += 1
    counted.largest_scratch_bytes = max(counted.largest_scratch_bytes, bed.scratch_bytes())
    assert bed.scratch_bytes() < 2**20
    _keep(stage)


def _state(bed: Bed) -> int:
    """The state that stands; where an earlier fault left none, one is made."""
    if bed.pages() not in bed.known:
        bed.write(0)
        assert bed.run().code == 0
    return bed.known.index(bed.pages())


def _with_fault(bed: Bed, fault: str, stage: int, new: int) -> Ended:
    if fault in OUTSIDE:
        held = bed.start(STAGES[stage])
        bed.reached()
        undo = OUTSIDE[fault](bed, held.pid)
        ended = bed.end(held)
        undo()
        return ended
    broken = bed.written(new)
    cells = [cell for cell in broken["cells"] if cell["cell_type"] == "code"]
    cell = cells[PLACES[stage]]
    if fault == SWALLOWED:
        body = "\n".join(f"    {line}" for line in cell["source"].splitlines())
        cell["source"] = f"try:\n    1 / 0\n{body}\nexcept Exception:\n    pass"
    elif stage == 0:
        cell["source"] = f"{INSIDE[fault]}\n{cell['source']}"  # no desk yet
    else:
        cell["source"] = f"{in_cell(INSIDE[fault])}\n{cell['source']}"
    write_notebook(bed.workspace, broken)
    usual, bed.timeout = bed.timeout, 45 if fault == HANGS else bed.timeout  # 30 s for a cell
    try:
        return bed.run()
    finally:
        bed.timeout = usual


def _judge(
    bed: Bed, ended: Ended, before: dict[str, bytes], new: dict[str, bytes], counted: Tally
) -> None:
    """Every page is one of three; the exit code and the list say which."""
    pages = bed.pages()
    told = set()
    for unit in UNITS:
        page = pages[unit]
        if page in (before[unit], new[unit]):
            continue
        assert "没有生成" in page.decode("utf-8"), unit
        told.add(unit)
    counted.runs += 1
    counted.complete += pages == new
    counted.former += pages == before
    counted.failed_and_said += bool(told)
    counted.killed += ended.code < 0
    if ended.told is None:  # killed: nobody was left to say anything
        assert ended.code == -signal.SIGKILL
        counted.honest += 1
        return
    if ended.code == 0:
        assert pages == new and not ended.failed
    else:
        assert "error" in ended.told or ended.failed >= told, ended.told
        assert pages != new or ended.code != 0
    assert told <= ended.failed
    counted.honest += 1


def _keep(stage: int) -> None:
    """After every fault: a run that is stopped half-way has measured what it has measured."""
    counted = TALLIES[stage]
    assert counted.honest == counted.runs == counted.second_runs_whole
    keep(f"E1-{stage + 1}", "20 faults at 5 stages (E1, E5, E6): complete and right, or as it was;"
         " an exit code and a list that say so; no orphan in 10 s; a second run needs no cleaning",
         stage=STAGES[stage], faults=len(FAULTS), partial=0, **asdict(counted))  # fmt: skip
