"""Random linked tables (随机关联表), checked independently before and after protection."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import polars as pl

from gxlab.disclosure.elimination import choose
from gxlab.disclosure.model import Gathered, Released, Rules
from gxlab.disclosure.primary import sensitivity
from gxlab.disclosure.protect import protect
from gxlab.disclosure.system import LEVEL, READING, row_of, system
from tests.disclosure.independent import Count, check
from tests.disclosure.instances import gathered, released

LEAST_SHARE, MOST_SHARE = 0.10, 0.40
# Insiders against a pattern that does not keep them out: as many instances as show it.
INSIDERS_UNPROTECTED = 20
RULES = Rules()


def instance(seed: int) -> tuple[Gathered, dict[str, Any]]:
    """2–4 linked dimensions of 5–15 codes (small ones are commoner), 10–40 % of cells primary.

    Firms a cell are drawn anew until the share is met; every second instance compares with the
    year before.
    """
    rng = random.Random(seed)
    while True:
        dimensions = rng.choices((2, 3, 4), (6, 3, 1))[0]
        codes = tuple(5 + int(11 * rng.random() ** 5) for _ in range(dimensions))
        firms = int(codes[0] * max(codes[1:]) * rng.uniform(1.5, 6))
        data = gathered(rng, firms=firms, codes=codes, spread=rng.uniform(0.8, 2))
        if seed % 2:
            data = without_base(data)
        share = primary_share(data)
        if LEAST_SHARE <= share <= MOST_SHARE:
            return data, {"codes": codes, "firms": firms, "share": share}


def without_base(data: Gathered) -> Gathered:
    base = pl.lit(None).cast(data.readings.schema["base"]).alias("base")
    return Gathered(data.period, data.groups, data.readings.with_columns(base), data.wanted)


def primary_share(data: Gathered) -> float:
    """The part of the cells that are sensitive by themselves."""
    cells = data.groups.join(data.readings, on="enterprise").group_by("unit", "by", "code")
    rows = cells.agg("holding", "value", "waived").to_dicts()
    found = [
        sensitivity(zip(r["holding"], r["value"], r["waived"], strict=True), RULES).sensitive
        for r in rows
    ]
    return sum(found) / len(found)


def unprotected(data: Gathered) -> Released:
    return released(data, data.wanted.with_columns(pl.lit("printed").alias("status")))


def eliminated(data: Gathered) -> Released:
    """Primary cells left out and elimination alone: what it would be without programs."""
    whole = system("revenue", [data], RULES)
    primary = {t.cell for t in whole.targets if t.cell is not None and t.kind != READING}
    cells = [row for row in data.wanted.sort("level").iter_rows() if row[:5] not in primary]
    sums = whole.cells[-1]
    offered = [[row_of(sums[c[:5]], LEVEL), sums[c[:5]].base] for c in cells]
    chosen = choose(offered, [t.form for t in whole.targets])
    kept = {c[:5] for c, printed in zip(cells, chosen.printed, strict=True) if printed}
    status = ["printed" if r[:5] in kept else "secondary" for r in data.wanted.iter_rows()]
    return released(data, data.wanted.with_columns(pl.Series("status", status)))


def measured(count: int, seconds: float) -> Iterator[dict[str, Any]]:
    """What has been found after every instance, until all are done or the time is up.

    The smallest tables first, so that a stopped run has seen many.
    """
    end, totals = time.monotonic() + seconds, _Totals()
    sizes = {seed: _size(seed) for seed in range(count)}
    for seed in sorted(sizes, key=lambda s: (sizes[s], s)):
        totals.add(seed)
        yield totals.told()
        if time.monotonic() > end:
            return


def _size(seed: int) -> int:
    data, about = instance(seed)
    return data.wanted.height * int(about["firms"])


class _Totals:
    def __init__(self) -> None:
        self.counts = {way: Count() for way in ("unprotected", "elimination_only", "protected")}
        self.done = 0
        self.tried: list[dict[str, Any]] = []
        self.cells = self.suppressed = 0
        self.protecting = 0.0
        self.bad: list[int] = []
        self.with_insiders = 0

    def add(self, seed: int) -> None:
        data, about = instance(seed)
        self.tried.append(about)
        draft = unprotected(data)
        begun = time.monotonic()
        pattern = protect(draft, [], RULES).frame(data.wanted)
        self.protecting += time.monotonic() - begun
        self.cells += pattern.height
        self.suppressed += pattern.filter(pl.col("status") != "printed").height
        first = self.done < INSIDERS_UNPROTECTED
        self.with_insiders += first
        _add(self.counts["unprotected"], check([draft], RULES, insiders=first))
        _add(self.counts["elimination_only"], check([eliminated(data)], RULES, insiders=first))
        found = check([released(data, pattern)], RULES)
        _add(self.counts["protected"], found)
        if not found.clean:
            self.bad.append(seed)
        self.done += 1

    def told(self) -> dict[str, Any]:
        """Sums over all instances; ``insider`` of the first two ways over fewer."""
        by_dimension = [sum(len(a["codes"]) == n for a in self.tried) for n in (2, 3, 4)]
        return {
            "instances": self.done,
            "with_2_3_4_dimensions": "/".join(map(str, by_dimension)),
            "most_codes": max(max(a["codes"]) for a in self.tried),
            "most_firms": max(a["firms"] for a in self.tried),
            "primary_share_mean": round(sum(a["share"] for a in self.tried) / self.done, 3),
            "cells": self.cells,
            "suppressed_share": round(self.suppressed / self.cells, 3),
            "seconds_of_protection_mean": round(self.protecting / self.done, 2),
            "instances_with_insiders_on_the_first_two": self.with_insiders,
            **{way: _told(count) for way, count in self.counts.items()},
            "seeds_not_clean": self.bad,
        }


def _add(total: Count, one: Count) -> None:
    for name, value in asdict(one).items():
        if name != "found":
            setattr(total, name, getattr(total, name) + value)


def _told(count: Count) -> dict[str, int]:
    return {name: value for name, value in asdict(count).items() if name != "found"}
