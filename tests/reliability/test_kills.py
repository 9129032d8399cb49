"""C1, B8: a writer killed at any moment leaves the state before or the state after, never less.

Real writers on a real warehouse: killed from outside at random moments, and by their own hand at
each call that opens, renames, copies or removes a file of the warehouse. What readers see is read
with DuckDB alone. The next writer goes on from what the killed one has left.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from gxlab.warehouse import ledger, recovery
from tests.reliability.storage_bed import (
    Writers,
    chance,
    filled,
    hand_in,
    shown,
    told_by,
    writers,
)
from tests.soak import keep, many
from tests.unit.warehouse.forms import Bench


@dataclass
class Count:
    """What came of the kills."""

    kills: int = 0
    points: int = 0
    before: int = 0
    after: int = 0
    acknowledged: int = 0
    lost: int = 0
    partial: int = 0
    unopenable: int = 0


def strike(
    bench: Bench, at: Writers, value: int, count: Count, *, point: int = 0, delay: float | None
) -> None:
    """One import of a new value, killed; and what is seen afterwards."""
    warehouse = bench.places.warehouse
    former = shown(warehouse)
    hand_in(bench, value)
    done = at.run(bench.root, point=point, delay=delay)
    found = shown(warehouse)
    count.kills += not done
    count.points += bool(point) and not done
    count.acknowledged += done
    count.before += found == former
    count.after += found == told_by(value)
    count.partial += found not in (former, told_by(value))
    count.lost += done and found != told_by(value)
    count.unopenable += len(at.faults)
    assert not at.faults, at.faults[0]
    assert found in (former, told_by(value)), found
    assert not done or found == told_by(value)


TOTAL = Count()
# A machine that is shared may be given less time than a hundred kills take.
_SECONDS = float(os.environ.get("GXLAB_KILL_SECONDS", "inf"))


def older(warehouse: Path) -> None:
    """Make the main database one of an earlier version: a column and a table are not there yet."""
    with duckdb.connect(str(warehouse / "main.duckdb")) as con:
        con.execute("alter table batch drop column if exists status")
        con.execute("drop table if exists taxpayer")
    (warehouse / "main.seal").unlink(missing_ok=True)


@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("part", range(many(3, 1)))
def test_nothing_acknowledged_is_lost_and_nothing_is_stored_in_part(
    part: int, tmp_path: Path
) -> None:
    bench, luck, count = filled(tmp_path / "w"), chance(20261121 + part), Count()
    warehouse, wanted = bench.places.warehouse, many(100, 4)
    with writers(tmp_path / "writers") as at:
        started = time.monotonic()
        hand_in(bench, 501)
        assert at.run(bench.root) and shown(warehouse) == told_by(501)
        whole = time.monotonic() - started
        value, point = 501, many(13 * part, 11)
        end = time.monotonic() + _SECONDS
        while count.kills < wanted and time.monotonic() < end:
            value += 1
            kind = value % 5
            if kind == 0:  # a migration, and what follows
                older(warehouse)
            if kind in (1, 3):
                point = point % 40 + 1
                strike(bench, at, value, count, point=point, delay=None)
            else:
                # As often in the last half, where it is stored, as anywhere.
                least = 0.5 if kind == 4 else 0.02
                strike(bench, at, value, count, delay=luck.uniform(least, 1.02) * whole)
        hand_in(bench, value + 1)
        assert at.run(bench.root), at.faults
    assert shown(warehouse) == told_by(value + 1)
    assert recovery.verify(bench.places).faults == ()
    assert ledger.read(warehouse / "ledger.jsonl")
    for name in Count.__annotations__:
        setattr(TOTAL, name, getattr(TOTAL, name) + getattr(count, name))
    asked = "300 kills: 0 acknowledged imports lost, 0 partial, 0 unopenable"
    numbers = {name: getattr(TOTAL, name) for name in Count.__annotations__}
    keep("C1", asked, **numbers)
    same = "200 kill -9 at random moments: state equals before or after"
    random = TOTAL.kills - TOTAL.points
    keep("B8", same, kills=TOTAL.kills, of_these_random=random, neither=TOTAL.partial)
