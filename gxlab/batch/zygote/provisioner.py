"""The provisioner (内核供应): jupyter_client asks it for a kernel, wherever the asking starts.

Registered as ``gxlab`` under ``jupyter_client.kernel_provisioners``; named in the kernelspec, so
that papermill and JupyterLab use the same. Where forking is not to be had an ordinary kernel is
started instead: the results are the same, and it is said once.
"""

from __future__ import annotations

import asyncio
import logging
import os
from pathlib import Path
from typing import Any

from jupyter_client.provisioning.local_provisioner import LocalProvisioner

from gxlab.batch.zygote.place import supported
from gxlab.batch.zygote.process import ForkedProcess, NoZygote, fork_kernel

_log = logging.getLogger(__name__)
_CHANNELS = ("shell_port", "iopub_port", "stdin_port", "hb_port", "control_port")
_BOUND_SECONDS = 10.0
_said: set[str] = set()


class ForkingProvisioner(LocalProvisioner):
    """A kernel forked from the zygote; an ordinary one where that cannot be."""

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Launch as asked; returns the connection info once the kernel's sockets are there."""
        process = _forked(cmd, kwargs) if supported() else None
        if process is None:
            return await super().launch_kernel(cmd, **kwargs)
        self.process = process  # type: ignore[assignment]
        self.pid = self.pgid = process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        await self._bound(process)
        return self.connection_info

    async def wait(self) -> int | None:
        """As the parent's, at shorter intervals: a killed kernel is gone in milliseconds."""
        while await self.poll() is None:
            await asyncio.sleep(0.002)
        return await super().wait()

    async def _bound(self, process: ForkedProcess) -> None:
        """A client that connects before the socket is there tries again only after 100 ms."""
        info: dict[str, Any] = dict(self.connection_info)
        if info.get("transport") != "ipc":
            return
        paths = [Path(f"{info['ip']}-{info[channel]}") for channel in _CHANNELS]
        for _ in range(int(_BOUND_SECONDS / 0.002)):
            if all(path.exists() for path in paths) or process.poll() is not None:
                return
            await asyncio.sleep(0.002)


def _forked(cmd: list[str], kwargs: dict[str, Any]) -> ForkedProcess | None:
    argv = cmd[cmd.index("-f") :]
    try:
        return fork_kernel(argv, kwargs.get("env") or os.environ, str(kwargs.get("cwd") or "."))
    except (NoZygote, OSError) as error:
        told = f"预热内核不可用，改用普通内核：{error}"
        if told not in _said:
            _said.add(told)
            _log.warning(told)
        return None
