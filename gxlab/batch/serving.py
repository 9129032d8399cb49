"""A child process that answers requests (应答进程): one JSON line each, on standard output.

It stands in a process group of its own, so that it can be ended with everything it started; when
its parent goes, however that was, it goes too, even from the middle of a request.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any


def serve(answered: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer requests until asked to end; what hangs is ended from outside."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    while line := requests.get():
        request = json.loads(line)
        if request["op"] == "end":
            return
        answers.write(json.dumps(answered(request), ensure_ascii=False) + "\n")
        answers.flush()


def _listen(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    if hasattr(os, "killpg"):
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)
