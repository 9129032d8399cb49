"""The worker's process (执行进程): one papermill run after another, told by JSON lines.

It stands in a process group of its own, so that a run past its time is ended with everything it
started; when its parent goes, it goes too.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.reader import NotJSONError
from nbformat.validator import NotebookValidationError
from papermill.exceptions import PapermillExecutionError
from traitlets.config import Config

KERNEL = ENGINE = "gxlab"
# jupyter_client has no kind of its own for a kernel that ends before its first answer.
_DIED = "Kernel died before replying"
_HAS_IPC = sys.platform != "win32"


def main() -> None:
    """Answer requests until standard input ends; a hung run is ended from outside."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    # What a library prints must not be taken for an answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(requests,), daemon=True).start()
    while line := requests.get():
        request = json.loads(line)
        if request["op"] == "end":
            return
        answer = _inspect(request) if request["op"] == "inspect" else _run(request)
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()


def _listen(requests: queue.SimpleQueue[str]) -> None:
    for line in sys.stdin:
        requests.put(line)
    if hasattr(os, "killpg"):
        os.killpg(os.getpgid(0), signal.SIGKILL)
    os._exit(1)


def _inspect(request: dict[str, Any]) -> dict[str, Any]:
    try:
        found = papermill.inspect_notebook(request["notebook"])
    except (NotJSONError, NotebookValidationError, ValueError, KeyError, OSError) as error:
        return {"fault": "unreadable", "message": _short(error)}
    return {"parameters": {name: dict(told) for name, told in found.items()}}


def _run(request: dict[str, Any]) -> dict[str, Any]:
    os.environ.update(request["env"])
    began, cpu = time.monotonic(), _cpu()
    answer = _execute(request)
    return {**answer, "seconds": time.monotonic() - began, "cpu_seconds": _cpu() - cpu}


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    # A socket's path must be short (108 bytes) and its own: the default collides between processes.
    with tempfile.TemporaryDirectory(prefix="gx") as sockets:
        try:
            papermill.execute_notebook(
                _literal(request["notebook"]),
                _literal(request["output"]),
                parameters=request["parameters"],
                kernel_name=KERNEL,
                engine_name=ENGINE,
                cwd=request["cwd"],
                progress_bar=False,
                autosave_cell_every=0,
                execution_timeout=request["timeout"],
                config=_config(sockets),
                shutdown_kernel="immediate",
            )
        except PapermillExecutionError as error:
            return {"fault": "cell", "message": f"{error.ename}：{_short(error.evalue)}"}
        except CellTimeoutError:
            return {"fault": "timeout", "message": f"单元格运行超过{request['timeout']}秒"}
        except DeadKernelError:
            return {"fault": "dead_kernel", "message": "内核意外退出"}
        except NoSuchKernel:
            return {"fault": "no_kernel", "message": "找不到内核，请用 gxlab doctor 检查环境"}
        except (NotJSONError, NotebookValidationError) as error:
            return {"fault": "unreadable", "message": f"笔记本文件损坏（{_short(error)}）"}
        except (OSError, RuntimeError, ValueError) as error:
            if str(error).startswith(_DIED):
                return {"fault": "dead_kernel", "message": "内核启动时意外退出"}
            return {"fault": "fault", "message": f"{type(error).__name__}：{_short(error)}"}
    return {}


def _config(sockets: str) -> Config:
    if not _HAS_IPC:
        return Config()
    manager = {"transport": "ipc", "ip": str(Path(sockets) / "k")}
    return Config({"AsyncKernelManager": manager})


def _literal(path: str) -> str:
    """papermill fills {braces} in paths with parameters; ours are only paths."""
    return path.replace("{", "{{").replace("}", "}}")


def _short(error: object) -> str:
    """The first line of what went wrong; traces stay in the notebook."""
    text = str(error).strip()
    return text.splitlines()[0][:300] if text else "原因未说明"


def _cpu() -> float:
    used = os.times()
    return used.user + used.system + used.children_user + used.children_system
