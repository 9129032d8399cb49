"""A plan executed by several machines (多机执行): the same editions, the same bytes.

The machines are the workers of a Dask cluster that somebody has started. They open the files of the
workspace where they share its folder, or are sent what they lack by content. Dask gives an edition
of a lost machine to another one; a machine that will not do (another version, no room) is left out.
``distributed`` is an extra of its own and imported only when a scheduler is named.
"""

from __future__ import annotations

import contextlib
import importlib.util
import logging
import warnings
from collections.abc import Iterator, Sequence
from typing import Any

from gxlab.batch.crew import Executed, Executor, Shop
from gxlab.batch.dispatch import ClusterFault, Dispatch, dispatched, farewell
from gxlab.batch.parcels import packed
from gxlab.batch.plan import Planned
from gxlab.workspace import Workspace

MISSING = "没有装多机执行的组件，请运行 pip install 'gxlab[cluster]' 后重试。"
CONNECT_SECONDS = 10.0
_CLOSE_SECONDS = 10.0


def installed() -> bool:
    """Whether the extra ``gxlab[cluster]`` is there."""
    return importlib.util.find_spec("distributed") is not None


def executor(address: str, workspace: Workspace) -> Executor:
    """Who executes a plan on the cluster whose scheduler listens at ``address``.

    What it returns raises ClusterFault, and DamagedPiece where a file changed while it was sent.
    """

    def execute(todo: Sequence[Planned], snapshot: str, shop: Shop) -> Iterator[Executed]:
        if not todo:
            return
        root = workspace.root.resolve()
        parcel = packed(Workspace(root), snapshot, todo)
        with _connected(address) as client:
            dispatch = Dispatch(client, address, parcel, root, snapshot, shop)
            try:
                yield from dispatched(dispatch, todo)
            finally:
                farewell(dispatch)

    return execute


@contextlib.contextmanager
def _connected(address: str) -> Iterator[Any]:
    import distributed
    from distributed.versions import VersionMismatchWarning

    new: Any = distributed.Client
    # Its warnings are English and on standard error; what matters of them we find out and say.
    for name in [n for n in logging.root.manager.loggerDict if n.startswith("distributed")]:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", VersionMismatchWarning)
            client = new(address, timeout=CONNECT_SECONDS, set_as_default=False, name="gxlab")
    except (OSError, ValueError) as error:
        raise ClusterFault(
            f"连不上调度器“{address}”（等了{CONNECT_SECONDS:.0f}秒），"
            "请核对地址，并确认调度器已启动、防火墙放行。"
        ) from error
    try:
        yield client
    finally:
        client.close(timeout=_CLOSE_SECONDS)
