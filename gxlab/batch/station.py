"""A machine of a cluster that executes editions (执行机器): what runs inside its Dask workers.

An edition is executed there exactly as at home: a papermill worker, a kernel of its own, the same
fixed environment. What stands against it (another version, files that are lacking, no room) is an
answer, not an exception: whoever sent the order has it executed elsewhere, or sends the files.
"""

from __future__ import annotations

import asyncio
import functools
import os
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from gxlab.batch.budget import machine
from gxlab.batch.crew import Shop, hired, one
from gxlab.batch.kernels import Worker
from gxlab.batch.manifest import put
from gxlab.batch.parcels import Piece, deposit, found
from gxlab.batch.plan import Planned, code_digest, libraries

# Set where Dask's workers are started: their folder for files, and where the workspace is mounted.
HOME_VARIABLE = "GXLAB_CLUSTER_FOLDER"
SHARED_VARIABLE = "GXLAB_CLUSTER_SHARED"
# A process without work ends itself: whoever gave the work may have gone without a word.
IDLE_SECONDS = 10.0
# Where the files of a run are is looked up again after so long: a shared folder can go away.
_SETTLED_SECONDS = 30.0


@dataclass(frozen=True)
class Order:
    """An edition to be executed on another machine (执行单); ``parcel`` is the digest of its files,
    ``shared`` the sender's workspace, ``made_of`` the sender's code and libraries."""

    run: str
    planned: Planned
    notebook: bytes
    snapshot: str
    parcel: str
    shared: str
    timeout: float
    made_of: str


@dataclass(frozen=True)
class Greeting:
    """What a machine is: its code and libraries, the folder it keeps files in, what it lacks."""

    made_of: str
    home: str
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What became of an order: ``told`` and two files; or the files it lacks; or why not here."""

    address: str
    home: str
    lacks: tuple[str, ...] = ()
    unfit: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)
    notebook: bytes | None = None
    reads: bytes | None = None


@dataclass
class _Hands:
    """The worker processes of this machine, by run and workspace; ``idle`` since when."""

    guard: threading.Lock = field(default_factory=threading.Lock)
    idle: list[tuple[float, str, Path, Worker]] = field(default_factory=list)
    busy: list[tuple[str, Worker]] = field(default_factory=list)
    gone: set[str] = field(default_factory=set)
    watched: bool = False


_hands = _Hands()
_settled: dict[str, tuple[float, Path]] = {}


@functools.cache
def made_of() -> str:
    """The code and libraries that shape a page, in words; equal on every machine of a run."""
    return f"gxlab {code_digest()}, {libraries()}"


async def greet(parcel: str, shared: str) -> Greeting:
    """What this machine is and what it lacks of a parcel."""
    # In a thread, as all that takes long: Dask's own loop has to go on answering.
    _, lacks = await asyncio.to_thread(_place, parcel, shared)
    return Greeting(made_of(), str(home()), lacks)


async def receive(pieces: Sequence[Piece], run: str) -> None:
    """Keep pieces of files in this machine's folder. Raises OSError, DamagedPiece."""
    for piece in pieces:
        await asyncio.to_thread(deposit, piece, home(), run)


def execute(order: Order) -> Answer:
    """One edition; what stands against it is told in the answer."""
    from distributed import get_worker

    here: Any = get_worker()
    answer = Answer(here.address, str(home()))
    if order.made_of != made_of():
        return replace(answer, unfit=differs(order.made_of, made_of()))
    scratch = Path(here.local_directory) / "gxlab"
    try:
        # Dask's folder is open to all users of the machine; what an edition says is not for them.
        scratch.mkdir(mode=0o700, exist_ok=True)
        root, lacks = _place(order.parcel, order.shared)
        if root is None:
            return replace(answer, lacks=lacks)
        return _executed(order, answer, root, scratch)
    except OSError as error:
        return replace(answer, unfit=f"读写失败（{error.strerror or error}）")


def differs(wanted: str, here: str) -> str:
    """Why a machine with other code or libraries will not do: what of them is different."""
    pairs = zip(wanted.split(", "), here.split(", "), strict=False)
    other = [(ours, theirs) for ours, theirs in pairs if ours != theirs]
    told = "、".join(f"“{ours}”" for ours, _ in other)
    found = "、".join(f"“{theirs}”" for _, theirs in other)
    return f"程序或环境与本机不同，应为{told}，实为{found}"


async def dismiss(run: str) -> None:
    """End the processes of a run, the working ones too: nobody waits for them any more."""
    await asyncio.to_thread(_dismissed, run)


def _dismissed(run: str) -> None:
    with _hands.guard:
        _hands.gone.add(run)
        ended = [hand[3] for hand in _hands.idle if hand[1] == run]
        ended += [worker for own, worker in _hands.busy if own == run]
        _hands.idle = [hand for hand in _hands.idle if hand[1] != run]
    for worker in ended:
        worker.dismiss()


def home() -> Path:
    """The folder in which this machine keeps files of runs; its owner's alone."""
    named = os.environ.get(HOME_VARIABLE)
    folder = Path(named) if named else Path.home() / ".cache" / "gxlab" / "cluster"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _place(parcel: str, shared: str) -> tuple[Path | None, tuple[str, ...]]:
    looked, root = _settled.get(parcel, (0.0, None))
    if root is not None and time.monotonic() - looked < _SETTLED_SECONDS:
        return root, ()
    mounted = Path(os.environ.get(SHARED_VARIABLE) or shared)
    root, lacks = found(parcel, mounted, home())
    if root is not None:
        _settled[parcel] = (time.monotonic(), root)
    return root, lacks


def _executed(order: Order, answer: Answer, root: Path, scratch: Path) -> Answer:
    shop = Shop(root, root, scratch, machine().cores, order.timeout)
    notebook = scratch / "notebooks" / f"{order.planned.notebook.digest}.ipynb"
    with _hands.guard:
        if not notebook.is_file():
            put(notebook, order.notebook)
    planned = replace(order.planned, notebook=replace(order.planned.notebook, path=notebook))
    with _hand(order.run, shop) as worker:
        done = one(worker, planned, order.snapshot, shop)
    files = [path.read_bytes() if path.is_file() else None for path in (done.notebook, done.reads)]
    for path in (done.notebook, done.reads):
        path.unlink(missing_ok=True)
    return replace(answer, told=dict(done.answer), notebook=files[0], reads=files[1])


@contextmanager
def _hand(run: str, shop: Shop) -> Iterator[Worker]:
    """An idle process of this run, or a new one; afterwards it waits for more work a while."""
    with _hands.guard:
        fit = [hand for hand in _hands.idle if hand[1:3] == (run, shop.workspace)]
        if fit:
            _hands.idle.remove(fit[0])
        worker = fit[0][3] if fit else hired(shop)
        _hands.busy.append((run, worker))
        if run in _hands.gone:
            worker.dismissed = True
    try:
        yield worker
    finally:
        with _hands.guard:
            _hands.busy.remove((run, worker))
            _hands.idle.append((time.monotonic(), run, shop.workspace, worker))
            _watch()


def _watch() -> None:
    """See to it that idle processes end. The caller holds the guard."""
    if not _hands.watched:
        _hands.watched = True
        threading.Thread(target=_end_idle, daemon=True).start()


def _end_idle() -> None:
    while True:
        time.sleep(1.0)
        old = time.monotonic() - IDLE_SECONDS
        with _hands.guard:
            ended = [hand for hand in _hands.idle if hand[0] <= old]
            _hands.idle = [hand for hand in _hands.idle if hand[0] > old]
            _hands.watched = more = bool(_hands.idle)
        for hand in ended:
            hand[3].end()
        if not more:
            return
