"""The provisioner (内核供应): jupyter_client asks it for a kernel, wherever the asking starts.

Registered as ``gxlab`` under ``jupyter_client.kernel_provisioners``; named in the kernelspec, so
that papermill and JupyterLab use the same. Where forking is not to be had, or a fork does not come
to serve, an ordinary kernel is started instead: the results are the same, and it is said once.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gxlab.batch.zygote.place import supported
from gxlab.batch.zygote.process import ForkedProcess, NoZygote, fork_kernel

_log = logging.getLogger(__name__)
# A fork serves after some hundredths of a second; on a machine with ten times its load, after one.
# One that takes this long hangs in a lock that was held when it was made.
SERVES_SECONDS = 10.0
_LOOK_SECONDS = 0.002
_BURY_SECONDS = 5.0
_said: set[str] = set()


class ForkingProvisioner(LocalProvisioner):
    """A kernel forked from the zygote; an ordinary one where that cannot be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch as asked; returns the connection info once the kernel serves.

        Only then, since a client that connects earlier tries again only after 100 ms.
        """
        process = await _serving(cmd, kwargs) if supported() else None
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def wait(self) -> int | None:
        """As the parent's, at shorter intervals: a killed kernel is gone in milliseconds."""
        while await self.poll() is None:
            await asyncio.sleep(_LOOK_SECONDS)
        return await super().wait()

    async def cleanup(self, restart: bool = False) -> None:
        """What its cells started ends with a kernel, however that ended."""
        if self.pgid and hasattr(os, "killpg"):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pgid, signal.SIGKILL)
        await super().cleanup(restart)


async def _serving(cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
    """A forked kernel that serves; None where there is none, which is said once."""
    try:
        return await _forked(cmd, kwargs)
    except OSError as error:  # NoZygote is one
        told = f"预热内核不可用，改用普通内核：{error}"
        if told not in _said:
            _said.add(told)
            _log.warning(told)
        return None


async def _forked(cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess:
    argv, env = cmd[cmd.index("-f") :], kwargs.get("env") or os.environ
    # In a thread: the first one waits for the zygote to warm up, and a server has others to serve.
    process = await asyncio.to_thread(fork_kernel, argv, env, str(kwargs.get("cwd") or "."))
    try:
        await asyncio.wait_for(_heard(process), SERVES_SECONDS)
    except TimeoutError:
        process.kill()
        await asyncio.to_thread(_buried, process)
        raise NoZygote(f"内核{SERVES_SECONDS:g}秒没有就绪，已终止") from None
    if not process.serves():
        code = await asyncio.to_thread(_buried, process)
        raise NoZygote(f"内核启动时退出（退出码{code}）")
    return process


async def _heard(process: ForkedProcess) -> None:
    """Until the kernel has said that it serves, or can say nothing any more."""
    loop, heard = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(process.ready, heard.set)
    try:
        await heard.wait()
    finally:
        loop.remove_reader(process.ready)


def _buried(process: ForkedProcess) -> int | None:
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(_BURY_SECONDS)
    return None
