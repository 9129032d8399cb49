"""A limited process that answers one line for each line (子进程): it may die, its asker not."""

from __future__ import annotations

import contextlib
import json
import queue
import subprocess
import sys
import threading
from typing import Any


class Died(RuntimeError):
    """The process ended before it answered (子进程已死); ``slow`` if it took too long."""

    def __init__(self, *, slow: bool) -> None:
        super().__init__("slow" if slow else "dead")
        self.slow = slow


class Child:
    """A Python module run as a process of its own, started when asked and again after its death.

    One process answers many requests, because starting one costs more than reading a small form.
    """

    def __init__(self, module: str, wall_seconds: float) -> None:
        self._module = module
        self._wall = wall_seconds
        self.process: subprocess.Popen[bytes] | None = None
        self._lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def ask(self, request: dict[str, Any]) -> bytes:
        """The line that answers a request. Raises :class:`Died`; the next request starts anew."""
        process, lines = self._started()
        slow = False
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
            line = lines.get(timeout=self._wall)
        except (queue.Empty, OSError):
            line = b""
            slow = process.poll() is None
        if not line:
            self.close()
            raise Died(slow=slow)
        return line

    def close(self) -> None:
        """End the process."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            for pipe in (self.process.stdin, self.process.stdout):
                if pipe:
                    with contextlib.suppress(OSError):
                        pipe.close()
            self.process = None

    def _started(self) -> tuple[subprocess.Popen[bytes], queue.SimpleQueue[bytes]]:
        if self.process is None or self.process.poll() is not None:
            self.close()
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
            # A fresh queue: a line of a killed child must not answer a later request.
            self._lines = queue.SimpleQueue()
            threading.Thread(
                target=_pump, args=(self.process.stdout, self._lines), daemon=True
            ).start()
        return self.process, self._lines


def _pump(pipe: Any, lines: queue.SimpleQueue[bytes]) -> None:
    try:
        for line in pipe:
            lines.put(line)
    except (OSError, ValueError):
        pass
    lines.put(b"")
