"""Cells given up (牺牲的单元格) against the optimum of τ-ARGUS, on two-way tables.

Same tables, same primary cells, same protection levels, every cell at the same cost; outsiders
only and unrounded figures, which is all that it knows. Both patterns go through the check that is
written apart.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import polars as pl

from benchmarks.disclosure_instances import RULES, primary_share, without_base
from gxlab.disclosure.model import PRIMARY, Gathered, Released
from gxlab.disclosure.primary import sensitivity
from gxlab.disclosure.protect import protect
from tests.disclosure.independent import check
from tests.disclosure.instances import CITY, gathered, released

# 万元 to the second decimal: as good as unrounded.
DECIMALS = 6
OPT_MINUTES = 1
Place = tuple[str, str]
"""Unit and code, "Total" where added up."""


def measured(count: int, seconds: float) -> Iterator[dict[str, Any]]:
    """The ratio of cells left out, table by table; those without a proven optimum are told."""
    end, rows = time.monotonic() + seconds, []
    for seed in range(count):
        rows.append(_table(seed))
        yield _told(rows)
        if time.monotonic() > end:
            return


def _instance(seed: int) -> Gathered:
    """A full two-way table of 4–15 by 4–15 with 5–40 % of its cells primary."""
    rng = random.Random(1000 + seed)
    while True:
        codes = (rng.randint(4, 15), rng.randint(4, 15))
        firms = int(codes[0] * codes[1] * rng.uniform(3, 9))
        data = without_base(gathered(rng, firms=firms, codes=codes, spread=rng.uniform(0.8, 1.6)))
        if 0.05 <= primary_share(data) <= 0.40:
            return data


def _table(seed: int) -> dict[str, Any]:
    data = _instance(seed)
    begun = time.monotonic()
    draft = released(data, _status(data, {}), decimals=DECIMALS)
    ours = protect(draft, [], RULES, insiders=False).frame(data.wanted)
    middle = time.monotonic()
    theirs = _status(data, optimum(data, _primary(data)))
    end = time.monotonic()
    return {
        "cells": data.wanted.height,
        "primary": ours.filter(pl.col("status") == PRIMARY).height,
        "ours": _left_out(ours),
        "optimum": _left_out(theirs),
        "seconds": round(middle - begun, 2),
        "optimum_seconds": round(end - middle, 2),
        "total_kept": "01" not in _left_out_totals(ours),
        **{f"ours_{k}": v for k, v in _checked(data, ours).items()},
        **{f"optimum_{k}": v for k, v in _checked(data, theirs).items()},
    }


def _checked(data: Gathered, pattern: pl.DataFrame) -> dict[str, int]:
    out: Released = released(data, pattern, decimals=DECIMALS)
    values = out.figures.filter(pl.col("statistic") == "value")
    found = check([Released(data, values)], RULES, insiders=False)
    return {"exact": found.exact, "inferential": found.inferential}


def _left_out(pattern: pl.DataFrame) -> int:
    return pattern.filter(pl.col("status") != "printed").height


def _left_out_totals(pattern: pl.DataFrame) -> list[str]:
    rows = pattern.filter((pl.col("status") != "printed") & (pl.col("by") == ""))
    return [str(unit) for unit in rows["unit"]]


def _primary(data: Gathered) -> dict[Place, float]:
    """Sensitive cells with the width they ask for on either side, 万元."""
    rows = data.groups.join(data.readings, on="enterprise").group_by("unit", "code")
    found = {}
    for row in rows.agg("holding", "value", "waived").to_dicts():
        told = sensitivity(zip(row["holding"], row["value"], row["waived"], strict=True), RULES)
        if told.sensitive:
            found[_place(row["unit"], row["code"])] = float(told.level)
    return found


def _place(unit: str, code: str) -> Place:
    return ("Total" if unit == CITY else unit, code or "Total")


def _status(data: Gathered, left_out: Mapping[Place, str]) -> pl.DataFrame:
    places = [_place(unit, code) for unit, code in data.wanted.select("unit", "code").iter_rows()]
    status = [left_out.get(place, "printed") for place in places]
    return data.wanted.with_columns(pl.Series("status", status))


def optimum(data: Gathered, primary: Mapping[Place, float]) -> dict[Place, str]:
    """What τ-ARGUS (OPT) leaves out, every cell costing the same."""
    from pytauargus.arb import micro_arb
    from pytauargus.engine import run_batch
    from pytauargus.micro import micro_asc_rda
    from pytauargus.result import TableResult

    with tempfile.TemporaryDirectory() as folder:
        names = {k: str(Path(folder, f"t.{k}")) for k in ("asc", "rda", "arb", "hst", "tab")}
        micro_asc_rda(
            _firms(data), asc_filename=names["asc"], rda_filename=names["rda"], decimals=2
        )
        Path(names["hst"]).write_text("\n".join(_apriori(data, primary)) + "\n", "utf-8")
        micro_arb(
            arb_filename=names["arb"],
            asc_filename=names["asc"],
            rda_filename=names["rda"],
            explanatory_vars=["U", "C"],
            response_var="V",
            safety_rules="",
            suppress=f"OPT(1,{OPT_MINUTES})",
            output_names=[names["tab"]],
            output_type="5",
            output_options="SO+",
            apriori=[names["hst"]],
        )
        run_batch(names["arb"])
        table = TableResult(path=names["tab"], exp_vars=["U", "C"], response="V", is_freq=False)
        status = {(r["U"], r["C"]): r["status"] for r in table.rows}
    unsafe = {place for place, told in status.items() if told == "U"}
    assert unsafe == set(primary), "τ-ARGUS 的初级保密单元格与给定的不同"
    return {p: "secondary" for p, told in status.items() if told in ("U", "M")}


def _firms(data: Gathered) -> dict[str, list[Any]]:
    places = data.groups.filter((pl.col("unit") != CITY) & (pl.col("by") != ""))
    rows = places.join(data.readings, on="enterprise").sort("enterprise")
    return {
        "U": rows["unit"].to_list(),
        "C": rows["code"].to_list(),
        "V": [float(v) for v in rows["value"]],
    }


def _apriori(data: Gathered, primary: Mapping[Place, float]) -> Iterator[str]:
    for unit, code in data.wanted.select("unit", "code").iter_rows():
        place = ",".join(_place(unit, code))
        yield f"{place},C,1"
        level = primary.get(_place(unit, code))
        if level is not None:
            yield f"{place},U"
            yield f"{place},PL,{level:.4f},{level:.4f}"


def _told(rows: list[dict[str, Any]]) -> dict[str, Any]:
    ratios = [r["ours"] / r["optimum"] for r in rows if r["optimum"]]
    return {
        "tables": len(rows),
        "cells": sum(r["cells"] for r in rows),
        "primary": sum(r["primary"] for r in rows),
        "left_out": sum(r["ours"] for r in rows),
        "left_out_by_optimum": sum(r["optimum"] for r in rows),
        "ratio_mean": round(statistics.mean(ratios), 3),
        "ratio_max": round(max(ratios), 3),
        "city_totals_left_out": sum(not r["total_kept"] for r in rows),
        "disclosed_by_ours": sum(r["ours_exact"] + r["ours_inferential"] for r in rows),
        "disclosed_by_optimum": sum(r["optimum_exact"] + r["optimum_inferential"] for r in rows),
        "seconds_median": round(statistics.median(r["seconds"] for r in rows), 2),
        "optimum_seconds_median": round(statistics.median(r["optimum_seconds"] for r in rows), 2),
        "series": rows,
    }
