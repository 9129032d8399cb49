"""Programs on few columns find what those on all of them find, and nothing else."""

from __future__ import annotations

import random

import polars as pl
import pytest

from gxlab.disclosure import attack
from gxlab.disclosure.attack import Attack
from gxlab.disclosure.model import Rules
from gxlab.disclosure.system import facts, system
from tests.disclosure.instances import gathered, released


def found(seed: int) -> tuple[set[tuple[int, int, str | None]], int]:
    """What leaks of two releases of which only the sensitive cells of one unit are left out."""
    releases = []
    for period in ("2026-04", "2026-05"):
        data = gathered(random.Random(seed), firms=40, codes=(4, 4), period=period)
        away = (pl.col("unit") == "0101") & (pl.col("by") != "")
        status = pl.when(away).then(pl.lit("primary")).otherwise(pl.lit("printed"))
        releases.append(released(data, data.wanted.with_columns(status.alias("status"))))
    whole = system("revenue", [r.data for r in releases], Rules())
    work = Attack(whole, facts(whole, releases))
    told = [*work.outsider(), *work.insiders()]
    return {(d.target, d.side, d.holding) for d in told}, work.solved


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_near_and_whole_agree(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attack, "LARGE", 10**9)
    whole, _ = found(seed)
    monkeypatch.setattr(attack, "LARGE", 0)
    near, solved = found(seed)
    assert near == whole and len(whole) > 5 and solved > 0
