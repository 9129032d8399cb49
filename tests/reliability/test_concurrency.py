"""C5: one writer, eight readers and an intruder for ten minutes: nobody waits, nobody sees two."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from gxlab.warehouse import importing, recovery
from gxlab.warehouse.lock import Locked
from tests.reliability.storage_bed import Writers, filled, hand_in, shown, told_by, writers
from tests.soak import keep, many
from tests.unit.warehouse.forms import Bench

READERS = 8


def write_on(bench: Bench, at: Writers, end: float, value: int = 500) -> int:
    """Import after import until the time is over; the last value."""
    while time.monotonic() < end:
        value += 1
        hand_in(bench, value)
        while not at.run(bench.root):  # where the intruder came first, the writer is refused
            assert "Locked" in at.faults.pop()
    return value


def intrude(bench: Bench, at: Writers, end: float) -> list[float]:
    """Try to write beside the writer; the seconds until each refusal, which names the owner."""
    refused, named = list[float](), 0
    while time.monotonic() < end or not refused:
        started, owner = time.monotonic(), at.child
        try:
            importing.renew(bench.places)
        except Locked as error:
            refused.append(time.monotonic() - started)
            # The writer may have gone over to the next one meanwhile.
            named += any(f"进程 {one}，" in str(error) for one in (owner, at.child))
        time.sleep(0.2)
    assert named == len(refused)
    return refused


@pytest.mark.soak
@pytest.mark.slow
def test_readers_and_a_second_writer_beside_the_writer(tmp_path: Path) -> None:
    seconds = many(600, 6)
    bench = filled(tmp_path / "w")
    warehouse = bench.places.warehouse
    script = [sys.executable, "-m", "tests.reliability.storage_reader", str(warehouse)]
    command, root = [*script, str(seconds)], Path(__file__).parents[2]
    with writers(tmp_path / "writers") as at, ThreadPoolExecutor() as pool:
        readers = [
            subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True)
            for _ in range(many(READERS, 3))
        ]
        end = time.monotonic() + seconds
        intruder = pool.submit(intrude, bench, at, end)
        value = write_on(bench, at, end)
        refused = intruder.result()
        told = [json.loads(reader.communicate(timeout=60)[0]) for reader in readers]
    assert [one["faults"] for one in told] == [[] for _ in told]
    assert all(one["reads"] and not one["mixed"] for one in told)
    assert shown(warehouse) == told_by(value)
    assert recovery.verify(bench.places).faults == ()
    assert refused and max(refused) <= 2
    keep("C5", "1 writer + 8 readers 10 min: 0 lock errors, each reader one snapshot; "
         "second writer refused within 2 s naming the owner",
         seconds=seconds, readers=len(told), imports=value - 500,
         reads=sum(one["reads"] for one in told), errors=0, mixed=0,
         refusals=len(refused), slowest_refusal_ms=round(max(refused) * 1000))  # fmt: skip
