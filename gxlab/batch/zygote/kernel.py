"""A forked process becomes a kernel (成为内核): an ordinary ipykernel, with all of its own."""

from __future__ import annotations

import atexit
import contextlib
import ctypes
import os
import random
import signal
import sys
import time
import traceback
from typing import Any, NoReturn

from gxlab.batch import confine

_END_WITH_PARENT = 1  # prctl's PR_SET_PDEATHSIG


def become(request: dict[str, Any], files: list[int], zygote: int) -> NoReturn:
    """Run the kernel that ``request`` describes (argv, env, cwd) and leave with its exit code.

    ``files``: its output, its errors, and where it says that its sockets and shell are there.
    """
    code = 1
    try:
        _end_with(zygote)
        *outputs, ready = files
        os.set_inheritable(ready, False)
        _own(request, outputs)
        confine.confine()
        code = _run(request["argv"], zygote, ready)
    except SystemExit as leave:
        code = leave.code if isinstance(leave.code, int) else 1 if leave.code else 0
    finally:
        # The last frame of the process: nothing above could tell anybody what went wrong.
        if sys.exception() is not None:
            traceback.print_exc()
        _leave(code)


def _end_with(zygote: int) -> None:
    """The system ends this process with the zygote, even in a cell that never lets go.

    ipykernel's own watch is a thread: it needs the interpreter to itself once a second.
    """
    ctypes.CDLL(None).prctl(_END_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != zygote:  # gone before that was asked for
        os._exit(1)


def _own(request: dict[str, Any], files: list[int]) -> None:
    """Session, files, environment, folder and random numbers of this process alone."""
    os.setsid()
    nothing = os.open(os.devnull, os.O_RDONLY)
    for target, source in zip((0, 1, 2), (nothing, *files), strict=True):
        os.dup2(source, target)
    for file in (nothing, *files):
        os.close(file)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(request["env"])
    time.tzset()
    os.chdir(request["cwd"])
    import numpy

    random.seed()
    numpy.random.seed()


def _run(argv: list[str], zygote: int, ready: int) -> int:
    from ipykernel.kernelapp import IPKernelApp

    sys.argv = ["ipykernel", *argv]
    # The default is read from the environment when the module is imported, long ago by now.
    app: Any = IPKernelApp.instance(parent_handle=zygote)
    app.initialize(argv)
    os.write(ready, b"+")
    os.close(ready)
    app.start()
    return 0


def _leave(code: int) -> NoReturn:
    """Without returning into the zygote's frames: its own clean-up is not the kernel's to do."""
    with contextlib.suppress(Exception):
        atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(Exception):
            stream.flush()
    os._exit(code)
