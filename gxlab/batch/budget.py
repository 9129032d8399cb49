"""What a run may take of the machine (资源预算), and in which order it works (执行次序).

Workers × (threads, memory) of their databases never exceed the machine: two kernels with two
threads each on two cores only get in each other's way, and a database's own default is four fifths
of all memory for every one of them.
"""

from __future__ import annotations

import os
import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gxlab.batch import manifest
from gxlab.batch.plan import Planned
from gxlab.reference.periods import Period

# Said by whoever runs the machine, where a run may have less of it than there is.
CORES_VARIABLE = "GXLAB_CORES"
MEMORY_VARIABLE = "GXLAB_MEMORY_MIB"

# The rest is the system's and the driver's: checking, pages, Word.
_SHARE = 0.75
# A worker and its kernel without the database: papermill, Python, frames.
_OWN_MIB = 256
_LEAST_DATABASE_MIB = 128
# Where the system does not say (Windows).
_ASSUMED_MIB = 4_096
_MIB = 2**20

Seconds = Mapping[tuple[str, str], float]


@dataclass(frozen=True)
class Machine:
    """Cores this process may run on, and memory in MiB (可用资源)."""

    cores: int
    memory_mib: int


@dataclass(frozen=True)
class Budget:
    """Workers side by side, and what each one's database may take (threads, MiB)."""

    workers: int
    threads: int
    memory_mib: int


def machine() -> Machine:
    """This machine as the system, a container's limits or the environment tell it.

    Raises ValueError where the environment tells no number.
    """
    return Machine(_told(CORES_VARIABLE) or _cores(), _told(MEMORY_VARIABLE) or _memory_mib())


def budget(asked: int | None, here: Machine) -> Budget:
    """Workers as asked (None: as many as fit), fewer where the machine holds no more.

    >>> budget(2, Machine(cores=8, memory_mib=16_384))
    Budget(workers=2, threads=4, memory_mib=5888)
    >>> budget(None, Machine(cores=8, memory_mib=2_048))
    Budget(workers=4, threads=2, memory_mib=128)
    """
    usable = int(here.memory_mib * _SHARE)
    held = usable // (_OWN_MIB + _LEAST_DATABASE_MIB)
    workers = max(1, min(asked or here.cores, here.cores, held))
    memory = max(_LEAST_DATABASE_MIB, usable // workers - _OWN_MIB)
    return Budget(workers, max(1, here.cores // workers), memory)


def longest_first(todo: Sequence[Planned], noted: Seconds) -> list[Planned]:
    """The plan with the longest editions first, so that none is left alone at the end.

    ``noted``: seconds of former runs by (report, unit). An edition that never ran is taken for the
    median of its report, one of a new report for the longest; equals keep their order.
    """
    of_report: dict[str, list[float]] = defaultdict(list)
    for (report, _), seconds in noted.items():
        of_report[report].append(seconds)
    longest = max(noted.values(), default=0.0)

    def expected(planned: Planned) -> float:
        report, unit = planned.edition.report, planned.edition.unit
        known = of_report.get(report)
        return noted.get((report, unit), statistics.median(known) if known else longest)

    return sorted(todo, key=expected, reverse=True)


def noted_seconds(reports: Path, period: str, audience: str) -> dict[tuple[str, str], float]:
    """Seconds of the last runs from the manifests of this period and the one before."""
    past = str(Period.parse(period).previous)
    told = [manifest.read(reports / which / audience) for which in (past, period)]
    return {key: float(e["seconds"]) for entries in told for key, e in _ran(entries.items())}


def _ran(
    entries: Iterable[tuple[tuple[str, str], Mapping[str, Any]]],
) -> Iterable[tuple[tuple[str, str], Mapping[str, Any]]]:
    return ((key, entry) for key, entry in entries if entry.get("seconds"))


def _told(name: str) -> int | None:
    text = os.environ.get(name)
    if not text:
        return None
    if not text.isdecimal() or not int(text):
        raise ValueError(f"环境变量 {name} 应为1以上的整数，实为“{text}”，请改正或删除。")
    return int(text)


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    quota, _, every = _limit("cpu.max").partition(" ")
    return min(cores, max(1, int(quota) // int(every))) if quota.isdecimal() else cores


def _memory_mib() -> int:
    total = _ASSUMED_MIB
    if hasattr(os, "sysconf"):
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    limit = _limit("memory.max")
    return min(total, int(limit) // _MIB) if limit.isdecimal() else total


def _limit(name: str) -> str:
    """What a container's control group says; "" where there is none."""
    try:
        return Path("/sys/fs/cgroup", name).read_text(encoding="ascii").strip()
    except OSError:
        return ""
