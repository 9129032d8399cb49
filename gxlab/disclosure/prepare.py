"""A release prepared (备稿): gathered, protected, printed, and laid down in its two files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from gxlab.disclosure import files, told
from gxlab.disclosure.figures import printed_figures
from gxlab.disclosure.gather import gathered, released_units
from gxlab.disclosure.model import PRINTED, Gathered, Released, Rules
from gxlab.disclosure.protect import protect
from gxlab.measures.lookup import FED_BACK
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


def protected(desk: Desk, earlier: Sequence[Released], rules: Rules) -> Protect:
    """What may be printed beside all that has left before; ``desk`` tells which units have places.

    Raises Inconsistent, Unsolved when it is used.
    """
    placed = _placed(desk)

    def pattern(data: Gathered) -> pl.DataFrame:
        draft = Released(data, printed_figures(data, unprotected(data), placed))
        return protect(draft, earlier, rules).frame(data.wanted)

    return pattern


def _placed(desk: Desk) -> frozenset[str]:
    return frozenset(u.code for u in released_units(desk) if u.kind == "county")


def prepare(desk: Desk, folder: Path, reports: Sequence[str], decide: Protect) -> Prepared:
    """Write the files of the desk's period for all units; ``reports`` are those with texts."""
    data = gathered(desk)
    behind = set(desk.fed_by)
    pattern = decide(data)
    figures = printed_figures(data, pattern, _placed(desk))
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
        "sources": _sources(desk, behind),
    }
    files.write(folder / files.INTERNAL, internal)
    files.write(folder / files.SHARED, shared)
    return Prepared(files.digest(shared), folder / files.INTERNAL, folder / files.SHARED)


def _sources(desk: Desk, behind: set[int]) -> pl.DataFrame:
    """The files behind all of it: their days of release are asked for when it leaves.

    ``behind``: those of the cells. Of the others only what was fed back is printed, the estimates
    that were read beside it are not.
    """
    beside = desk.read("page_files", file_ids=sorted(desk.fed_by - behind))
    printed = beside.filter(pl.col("status").is_in(sorted(FED_BACK)))["file_id"].to_list()
    return pl.DataFrame({"file_id": sorted({*behind, *printed})}, schema={"file_id": pl.Int64})


def _release(desk: Desk) -> pl.DataFrame:
    root = desk.units.root
    row = (str(desk.period), desk.snapshot, root.code, root.name, root.name.startswith("示例"))
    return pl.DataFrame([row], schema=files.RELEASE, orient="row")
