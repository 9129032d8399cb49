"""The worker's process (执行进程): one papermill run after another."""

from __future__ import annotations

import errno
import logging
import os
import time
from typing import Any

import papermill
from jupyter_client.kernelspec import NoSuchKernel
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat.reader import NotJSONError
from nbformat.validator import NotebookValidationError
from papermill.exceptions import PapermillExecutionError

from gxlab.batch.serving import serve
from gxlab.batch.zygote import process, provisioner

KERNEL = ENGINE = "gxlab"
# jupyter_client has no kind of its own for a kernel that ends before its first answer.
_DIED = "Kernel died before replying"
# A disk without room is no fault of the report: the run ends, and what stands stays.
_NO_ROOM = {os.strerror(n): n for n in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)}
_notes: list[str] = []


def main() -> None:
    """Inspect and run notebooks until asked to end."""
    logging.getLogger(provisioner.__name__).addHandler(_Overheard())
    serve(lambda request: _inspect(request) if request["op"] == "inspect" else _run(request))


class _Overheard(logging.Handler):
    """What is said of kernels goes to who asked for them, not to a log that nobody reads."""

    def emit(self, record: logging.LogRecord) -> None:
        _notes.append(record.getMessage())


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
    for reason, number in _NO_ROOM.items():
        if reason in answer.get("message", ""):
            answer |= {"fault": "no_room", "errno": number}
    notes = [_notes.pop(0) for _ in range(len(_notes))]
    spent = {"seconds": time.monotonic() - began, "cpu_seconds": _cpu() - cpu}
    return {**answer, **spent, "notes": notes}


def _execute(request: dict[str, Any]) -> dict[str, Any]:
    try:
        _papermill(request)
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


def _papermill(request: dict[str, Any]) -> None:
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
    )


def _literal(path: str) -> str:
    """papermill fills {braces} in paths with parameters; ours are only paths."""
    return path.replace("{", "{{").replace("}", "}}")


def _short(error: object) -> str:
    """The first line of what went wrong; traces stay in the notebook."""
    text = str(error).strip()
    return text.splitlines()[0][:300] if text else "原因未说明"


def _cpu() -> float:
    """Of this process, of the ordinary kernels it started, and of those forked elsewhere for it."""
    used = os.times()
    own = used.user + used.system + used.children_user + used.children_system
    return own + process.cpu_seconds()
