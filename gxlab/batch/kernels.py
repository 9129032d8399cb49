"""Workers and their kernels (执行进程与内核): started fixed, ended for certain.

Every kernel runs the interpreter that runs gxlab, with its clock, language and hash seed fixed, so
that the same inputs give the same page on any machine.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import IO, Any

from gxlab.batch.lean import lean
from gxlab.warehouse.limits import MEMORY_VARIABLE, THREADS_VARIABLE

FIXED_ENVIRONMENT = {
    "TZ": "Asia/Shanghai",
    "LC_ALL": "C.UTF-8",
    "LANG": "C.UTF-8",
    "PYTHONHASHSEED": "0",
    "PYTHONUTF8": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    # Pages are made from the typed objects; drawing every chart for JupyterLab too would double it.
    "GXLAB_VIEW": "off",
    "JUPYTER_NO_CONFIG": "1",
}

WORKER = lean("gxlab.batch.worker", "main")
RECHECK = lean("gxlab.batch.recheck", "main")


_LEAVE_SECONDS = 5.0


class WorkerLost(Exception):
    """A worker died, or was ended because it ran past its time (执行进程已终止)."""

    def __init__(self, text: str, *, late: bool) -> None:
        super().__init__(text)
        self.late = late
        self.fault = "timeout" if late else "worker_lost"


@dataclass
class Worker:
    """One worker process; started when first asked, replaced after a loss."""

    scratch: Path
    environment: Mapping[str, str]
    command: tuple[str, ...] = WORKER
    busy: bool = False
    dismissed: bool = False
    _process: subprocess.Popen[str] | None = None
    _lines: queue.SimpleQueue[str] = field(default_factory=queue.SimpleQueue)

    def ask(self, request: Mapping[str, Any], seconds: float) -> dict[str, Any]:
        """The answer to a request. Raises WorkerLost when none comes in time."""
        process, lines = self._started()
        self.busy = True
        try:
            _write(process, request)
            line = lines.get(timeout=seconds)
        except queue.Empty:
            self.end()
            raise WorkerLost(f"运行超过{seconds:.0f}秒，已终止", late=True) from None
        except OSError:
            line = ""
        if not line:
            self.end()
            raise WorkerLost("执行进程意外退出", late=False)
        self.busy = False
        answer: dict[str, Any] = json.loads(line)
        return answer

    def dismiss(self) -> None:
        """End the process, and start no other: whoever still waits for an answer is told."""
        self.dismissed = True
        self.end()

    def end(self) -> None:
        """End the process and everything it started; an idle one is asked to go first."""
        process, self._process = self._process, None
        if process is None:
            return
        if not self.busy:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                _write(process, {"op": "end"})
                process.wait(timeout=_LEAVE_SECONDS)
        self.busy = False
        if hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _started(self) -> tuple[subprocess.Popen[str], queue.SimpleQueue[str]]:
        if self.dismissed:
            raise WorkerLost("执行进程已解散", late=False)
        if self._process is None or self._process.poll() is not None:
            self.end()
            with (self.scratch / "worker.log").open("a", encoding="utf-8") as log:
                self._process = subprocess.Popen(
                    self.command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=dict(self.environment),
                    encoding="utf-8",
                    start_new_session=True,
                )
            if self.dismissed:
                self.end()
                raise WorkerLost("执行进程已解散", late=False)
            self._lines = queue.SimpleQueue()
            threading.Thread(
                target=_pump, args=(self._process.stdout, self._lines), daemon=True
            ).start()
        return self._process, self._lines


def environment(
    scratch: Path, workspace: Path, threads: int, memory_mib: int | None = None
) -> dict[str, str]:
    """The environment of workers and kernels (固定的运行环境); a share of the machine for each."""
    own = {
        "GXLAB_WORKSPACE": str(workspace),
        "IPYTHONDIR": str(scratch / "ipython"),
        "JUPYTER_PATH": str(scratch / "jupyter"),
        "JUPYTER_RUNTIME_DIR": str(scratch / "runtime"),
        "POLARS_MAX_THREADS": str(threads),
        THREADS_VARIABLE: str(threads),
        **({MEMORY_VARIABLE: str(memory_mib)} if memory_mib else {}),
    }
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GXLAB_", "LC_", "JUPYTER_"))}
    return {**kept, **FIXED_ENVIRONMENT, **own}


def kernelspec() -> dict[str, Any]:
    """The installed kernel's specification (内核规格), with this interpreter by its path.

    It keeps no history file: kernels side by side would wait for each other's lock on it.
    """
    text = files("gxlab.batch").joinpath("kernelspec", "kernel.json").read_text(encoding="utf-8")
    spec: dict[str, Any] = json.loads(text)
    return {**spec, "argv": [sys.executable, *spec["argv"][1:]]}


def prepare(scratch: Path) -> None:
    """Write the kernel's specification: the running interpreter, whatever else is installed."""
    profile = scratch / "ipython" / "profile_default"
    # All that IPython would make at its start: what kernels share, none of them may write to.
    for folder in (
        scratch / "runtime",
        *(profile / n for n in ("log", "pid", "security", "startup")),
    ):
        folder.mkdir(parents=True, exist_ok=True)
    folder = scratch / "jupyter" / "kernels" / "gxlab"
    folder.mkdir(parents=True, exist_ok=True)
    spec = kernelspec()
    (folder / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def _write(process: subprocess.Popen[str], request: Mapping[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(request, ensure_ascii=False) + "\n")
    process.stdin.flush()


def _pump(pipe: IO[str] | None, lines: queue.SimpleQueue[str]) -> None:
    assert pipe is not None
    with contextlib.suppress(OSError, ValueError):
        for line in pipe:
            lines.put(line)
    lines.put("")
