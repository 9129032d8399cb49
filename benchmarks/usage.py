"""What processes use (占用), read from /proc: processor seconds and memory shared with nobody."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

ZYGOTE = "gxlab.batch.zygote.server"
_TICKS = os.sysconf("SC_CLK_TCK")


def own_cpu() -> float:
    """Processor seconds of this process and of those it has waited for."""
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system


def cpu(pid: int) -> float:
    """Processor seconds of a process and of those it has waited for; 0 where it is gone."""
    fields = _fields(pid)
    return sum(int(field) for field in fields[11:15]) / _TICKS if fields else 0.0


def parent(pid: int) -> int:
    """The parent's number; 0 where the process is gone."""
    fields = _fields(pid)
    return int(fields[1]) if fields else 0


def children(word: str) -> list[int]:
    """This process's children whose command has the word."""
    found = [int(path.name) for path in Path("/proc").glob("[0-9]*") if word in _words(path)]
    return [pid for pid in found if parent(pid) == os.getpid()]


def private_mib(pid: int) -> float:
    """MiB that a process shares with no other (USS); 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return sum(int(one.split()[1]) for one in lines if one.startswith("Private_")) / 1024


@dataclass(frozen=True)
class Forks:
    """The zygotes of one runtime folder, and the kernels forked from them."""

    zygotes: tuple[int, ...]
    kernels: tuple[int, ...]

    def cpu(self) -> float:
        """Theirs together; a kernel that has ended counts as its zygote's."""
        return sum(cpu(pid) for pid in (*self.zygotes, *self.kernels))


def forks(runtime: Path) -> Forks:
    """What runs now for this folder; a fork keeps the command line of what it was forked from."""
    found = [int(p.name) for p in Path("/proc").glob("[0-9]*") if _is_of(p, runtime)]
    kernels = tuple(pid for pid in found if parent(pid) in found)
    return Forks(tuple(pid for pid in found if pid not in kernels), kernels)


def _is_of(process: Path, runtime: Path) -> bool:
    words = _words(process)
    return ZYGOTE in words and any(word.startswith(str(runtime)) for word in words)


def _words(process: Path) -> list[str]:
    try:
        return os.fsdecode((process / "cmdline").read_bytes()).split("\0")
    except OSError:
        return []


def _fields(pid: int) -> list[str]:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return []
    return text.rpartition(")")[2].split()
