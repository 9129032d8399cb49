"""A release prepared (备稿): gathered, protected, printed, and laid down in its two files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from gxlab.disclosure import files, told
from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.gather import gathered, released_units
from gxlab.disclosure.model import PRINTED, Gathered
from gxlab.warehouse.desk import Desk

# Which cells are printed: the release's data → ``wanted`` with ``status``.
Protect = Callable[[Gathered], pl.DataFrame]


@dataclass(frozen=True)
class Prepared:
    """Where a prepared release lies, and the digest of all it tells (内容摘要)."""

    digest: str
    internal: Path
    shared: Path


def unprotected(data: Gathered) -> pl.DataFrame:
    """Every cell printed: what the attacker is tried on, and nothing that may leave."""
    return data.wanted.with_columns(pl.lit(PRINTED).alias("status"))


def prepare(desk: Desk, folder: Path, reports: Sequence[str], protect: Protect) -> Prepared:
    """Write the files of the desk's period for all units; ``reports`` are those with texts."""
    data = gathered(desk)
    pattern = protect(data)
    counties = frozenset(u.code for u in released_units(desk) if u.kind == "county")
    figures = printed_figures(data, pattern, counties)
    release = _release(desk)
    shared = {
        "release": release,
        "figures": figures,
        "units": told.units(desk),
        "names": told.names(desk, data.wanted),
        "rates": told.rates(desk, figures),
        "counts": told.counts(desk),
        "targets": told.targets(desk),
        "texts": told.texts(desk, reports),
    }
    internal = {
        "release": release,
        "readings": data.readings,
        "groups": data.groups,
        "pattern": pattern,
        "figures": figures,
        # The files behind all of it: their days of release are asked for when it leaves.
        "sources": pl.DataFrame({"file_id": sorted(desk.fed_by)}, schema={"file_id": pl.Int64}),
    }
    files.write(folder / files.INTERNAL, internal)
    files.write(folder / files.SHARED, shared)
    return Prepared(files.digest(shared), folder / files.INTERNAL, folder / files.SHARED)


def _release(desk: Desk) -> pl.DataFrame:
    root = desk.units.root
    row = (str(desk.period), desk.snapshot, root.code, root.name, root.name.startswith("示例"))
    return pl.DataFrame([row], schema=files.RELEASE, orient="row")
