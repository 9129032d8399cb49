"""在任意时刻结束批量: kill -9 of the whole run at moments drawn by lot, and the run after it.

Two states of the report's notebook give two sets of pages, each known from a run that nobody
disturbed. Each time it changes to the other state, a run is begun and killed; then every page that
stands must be one of the two to the byte, and the next run must end well with all pages of the new
state, whatever was left lying. Written to benchmarks/results/kills.json.

    python -m benchmarks.bench_kills [KILLS]    default 40
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from gxlab.workspace import Workspace
from tests.batch.faulty import started_in
from tests.batch.sample import PERIOD, notebook, workspace_at, write_notebook

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "kills.json"
STATES = ("第一稿。", "第二稿。")
_LIMIT = 300.0
_GONE_SECONDS = 10.0

Pages = dict[str, bytes]


def main() -> int:
    """Kill, look, go on, write the result; 1 where anything was half, wrong or left running."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    with tempfile.TemporaryDirectory(prefix="gxk") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        found = killed(Path(folder), kills)
    RESULT.parent.mkdir(exist_ok=True)
    RESULT.write_text(json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, ensure_ascii=False, indent=1))
    return 1 if found["neither_former_nor_new"] or found["not_resumed"] or found["orphans"] else 0


def killed(folder: Path, kills: int) -> dict[str, Any]:
    """So many runs killed, each followed by one that is not."""
    chance = random.Random(20260520)
    workspace = workspace_at(folder / "w")
    known, whole = _undisturbed(workspace)
    moments: Counter[str] = Counter()
    found: dict[str, Any] = {"neither_former_nor_new": [], "not_resumed": [], "orphans": []}
    for number in range(kills):
        _change(workspace, number % 2)
        # By the clock, and by turns when so many pages wait: the last is followed by the placing.
        pages = chance.randint(1, len(known[0])) if number % 3 else None
        moments[_killed(workspace, chance.uniform(0.2, 1.1) * whole, pages)] += 1
        found["orphans"] += _left_over(folder)
        standing = _pages(workspace)
        strange = [name for name, page in standing.items() if page not in _either(known, name)]
        found["neither_former_nor_new"] += strange
        if _run(workspace).wait(_LIMIT) or _pages(workspace) != known[number % 2]:
            found["not_resumed"].append(number)
    return {"kills": kills, "seconds_undisturbed": round(whole, 1), "ended": dict(moments), **found}


def _undisturbed(workspace: Workspace) -> tuple[list[Pages], float]:
    """The pages of both states, and how long the second run took."""
    known, spent = [], 0.0
    for state in (0, 1):
        _change(workspace, state)
        began = time.monotonic()
        if _run(workspace).wait(_LIMIT):
            raise SystemExit("未受干扰的一次没有成功")
        spent = time.monotonic() - began
        known.append(_pages(workspace))
    if any(known[0][name] == page for name, page in known[1].items()):
        raise SystemExit("两种状态的页面应当各不相同")
    return known, spent


def _change(workspace: Workspace, state: int) -> None:
    said = f'Sentence(({STATES[state]!r}, printed), "key_point")'
    write_notebook(workspace, notebook(extra=said))


def _killed(workspace: Workspace, seconds: float, pages: int | None) -> str:
    """Begin a run and kill it, after so long or with so many pages; what it had come to."""
    scratch = workspace.scratch / "batch"
    run = _run(workspace)
    end = time.monotonic() + (seconds if pages is None else _LIMIT)
    while run.poll() is None and time.monotonic() < end:
        if pages is not None and _finished(scratch) >= pages:
            break
        time.sleep(0.002)
    if run.poll() is not None:
        return "after its end"
    run.kill()
    run.wait()
    if (scratch / "journal.json").exists():
        return "while placing"
    return "with pages finished" if _finished(scratch) else "before any page"


def _finished(scratch: Path) -> int:
    return len(list((scratch / "staged" / PERIOD).rglob("tiny.json")))


def _run(workspace: Workspace) -> subprocess.Popen[bytes]:
    words = ["report", "--period", PERIOD, "--unit", "all", "--workspace", str(workspace.root)]
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", *words]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _pages(workspace: Workspace) -> Pages:
    folder = workspace.reports / PERIOD
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("tiny.html")}


def _either(known: list[Pages], name: str) -> tuple[bytes, ...]:
    return tuple(pages[name] for pages in known)


def _left_over(runtime: Path) -> list[str]:
    """What still runs ten seconds after the kill."""
    end = time.monotonic() + _GONE_SECONDS
    while (left := started_in(runtime)) and time.monotonic() < end:
        time.sleep(0.1)
    return sorted(left.values())


if __name__ == "__main__":
    sys.exit(main())
