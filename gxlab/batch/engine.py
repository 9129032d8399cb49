"""The papermill engine ``gxlab`` (执行引擎): the stock one without its waiting.

Registered under ``papermill.engine``. Cells, outputs and the saved notebook are the stock engine's;
left out are waits of fixed length: for output that a new kernel never sends, between looks at a
dying kernel, and the whole notebook written out twice a cell.

Ask for it by name (``engine_name="gxlab"``) or import papermill first: papermill imports this
module while it is itself being imported.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import NBClientEngine

# What a crash may cost of a notebook's partial outputs.
SAVE_SECONDS = 2.0
_LOOK_SECONDS = 0.002
_WELCOME_SECONDS = 1.0
_ALIVE_SECONDS = 0.1
# A local socket's path has 107 bytes at most; this leaves room for the channel's number.
_PATH_BYTES = 100


class PromptClient(AsyncKernelClient):
    """A client that is ready when the kernel is (即时就绪)."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel has answered and its output channel is live. Raises RuntimeError."""
        self.kernel_info()
        reply = await self._first_reply(timeout or float("inf"))
        # The kernel welcomes a new subscriber, or its status comes through: either says that what
        # cells print will be heard.
        await self.iopub_channel.get_msg(timeout=_WELCOME_SECONDS)
        self._handle_kernel_info_reply(reply)

    async def _first_reply(self, timeout: float) -> Any:
        end = time.monotonic() + timeout
        while time.monotonic() < end:
            try:
                return await self.shell_channel.get_msg(timeout=_ALIVE_SECONDS)
            except Empty:
                if not await self.is_alive():
                    raise RuntimeError("Kernel died before replying to kernel_info") from None
        raise RuntimeError(f"Kernel didn't respond in {timeout:.0f} seconds")


class PromptManager(AsyncKernelManager):
    """A manager that notices at once that its kernel has gone."""

    client_factory = PromptClient

    async def _async_wait(self, pollinterval: float = 0.1) -> None:
        await super()._async_wait(min(pollinterval, _LOOK_SECONDS))


class GxlabEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine with a prompt manager and fewer saves."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **given: Any) -> Any:
        """As the stock engine; a crash costs at most the outputs of two seconds."""
        nb_man.save = _at_most_every(SAVE_SECONDS, nb_man.save)
        given.pop("input_path", None)
        timeout = given.pop("execution_timeout", None)
        startup = given.pop("start_timeout", 60)
        config = given.pop("config", None)
        # The kernel is this run's alone: nobody waits for its farewell.
        given.setdefault("shutdown_kernel", "immediate")
        with _sockets() as transport:
            manager = PromptManager(kernel_name=kernel_name, config=config, **transport)
            client = PapermillNotebookClient(
                nb_man,
                km=manager,
                kernel_name=kernel_name,
                timeout=timeout,
                startup_timeout=startup,
                **({"config": config} if config is not None else {}),
                **given,
            )
            return client.execute(cleanup_kc=True)


@contextmanager
def _sockets() -> Iterator[dict[str, str]]:
    """Where a kernel's sockets are: in a folder of one's own (0700), where the system has them.

    A folder each, since the name jupyter_client would choose collides between processes.
    """
    with tempfile.TemporaryDirectory(prefix="gx", ignore_cleanup_errors=True) as folder:
        address = str(Path(folder) / "k")
        local = sys.platform != "win32" and len(address.encode()) <= _PATH_BYTES
        yield {"transport": "ipc", "ip": address} if local else {}


def _at_most_every(seconds: float, save: Callable[..., Any]) -> Callable[..., Any]:
    last = time.monotonic()

    def sparing(**given: Any) -> None:
        nonlocal last
        if time.monotonic() - last >= seconds:
            save(**given)
            last = time.monotonic()

    return sparing
