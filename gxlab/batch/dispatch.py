"""One run on a cluster (派单): orders go out, answers come in, files are sent to whom they lack."""

from __future__ import annotations

import contextlib
import queue
import time
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gxlab.batch import station
from gxlab.batch.budget import longest_first, noted_seconds
from gxlab.batch.crew import Executed, Shop
from gxlab.batch.parcels import Parcel, bundles
from gxlab.batch.plan import Planned

# No wait is without end: machines may still be starting, or all be gone.
PATIENCE_SECONDS = 30.0
_LOOK_SECONDS = 5.0
# An edition comes back undone where files were lacking or a machine would not do; not for ever.
_TRIES = 8
_SERVED_AT_MOST = 3


class ClusterFault(Exception):
    """The cluster cannot be used, or is gone (集群不可用); what was finished is kept."""


@dataclass
class Dispatch:
    """A run on a cluster: what it sends, what is under way, which machines are left out and why.

    ``sent``: key → future, edition, how many times it has been sent. ``served``: how many times a
    machine's folder was sent a file.
    """

    client: Any
    address: str
    parcel: Parcel
    root: Path
    snapshot: str
    shop: Shop
    run: str = field(default_factory=lambda: uuid.uuid4().hex[:12])
    arrived: queue.SimpleQueue[Any] = field(default_factory=queue.SimpleQueue)
    sent: dict[str, tuple[Any, Planned, int]] = field(default_factory=dict)
    served: Counter[tuple[str, str]] = field(default_factory=Counter)
    unfit: dict[str, str] = field(default_factory=dict)


def dispatched(dispatch: Dispatch, todo: Sequence[Planned]) -> Iterator[Executed]:
    """Every edition executed, as they finish. Raises ClusterFault, DamagedPiece."""
    _prepare(dispatch)
    edition, shop = todo[0].edition, dispatch.shop
    seconds = noted_seconds(shop.reports, edition.period, edition.audience)
    for planned in longest_first(todo, seconds):
        _send(dispatch, planned, 1)
    while dispatch.sent:
        future, planned, attempt = dispatch.sent.pop(_next(dispatch).key)
        done = _heard(dispatch, future, planned, attempt)
        if done is None:
            _send(dispatch, planned, attempt + 1)
        else:
            yield done


def farewell(dispatch: Dispatch) -> None:
    """Take back what is still under way, and let the machines end the processes of this run."""
    with contextlib.suppress(OSError, TypeError, AttributeError):
        dispatch.client.cancel([future for future, *_ in dispatch.sent.values()], force=True)
        dispatch.client.run(station.dismiss, dispatch.run, on_error="ignore")


def _prepare(dispatch: Dispatch) -> None:
    """Greet every machine, refuse to begin with one of another version, send what they lack."""
    _await_machines(dispatch)
    asked = (dispatch.parcel.digest, str(dispatch.root))
    told = dispatch.client.run(station.greet, *asked, on_error="return")
    for address, greeting in sorted(told.items()):
        if isinstance(greeting, OSError):
            dispatch.unfit[address] = f"执行机器“{address}”读写失败（{greeting}）"
        elif not isinstance(greeting, station.Greeting):
            raise ClusterFault(
                f"执行机器“{address}”上没有装 gxlab，或版本与本机不同（{greeting}），"
                "请装成相同的版本后重试。"
            )
        elif greeting.made_of != station.made_of():
            why = station.differs(station.made_of(), greeting.made_of)
            raise ClusterFault(f"执行机器“{address}”的{why}，请装成相同的版本后重试。")
        else:
            _serve(dispatch, address, greeting.home, greeting.lacks)
    _await_machines(dispatch)


def _await_machines(dispatch: Dispatch) -> None:
    """Wait until there is a machine that will do; not for long. Raises ClusterFault."""
    end = time.monotonic() + PATIENCE_SECONDS
    while not (machines := _machines(dispatch)):
        if time.monotonic() > end:
            raise ClusterFault(
                f"调度器“{dispatch.address}”上没有执行机器（等了{PATIENCE_SECONDS:.0f}秒），"
                "请在执行机器上启动 dask worker 后重试。"
            )
        time.sleep(0.2)
    if machines <= dispatch.unfit.keys():
        why = dispatch.unfit[min(machines)]
        raise ClusterFault(f"没有可用的执行机器：{why}，请处理后重试。")


def _machines(dispatch: Dispatch) -> set[str]:
    try:
        return set(dispatch.client.nthreads())
    except (OSError, TypeError, AttributeError) as error:  # the connection is gone
        raise _lost(dispatch) from error


def _lost(dispatch: Dispatch) -> ClusterFault:
    return ClusterFault(
        f"与调度器“{dispatch.address}”的连接断了，已完成的部分留着，"
        "请在调度器恢复后重新运行本命令。"
    )


def _send(dispatch: Dispatch, planned: Planned, attempt: int) -> None:
    order = station.Order(
        run=dispatch.run,
        planned=planned,
        notebook=planned.notebook.path.read_bytes(),
        snapshot=dispatch.snapshot,
        parcel=dispatch.parcel.digest,
        shared=str(dispatch.root),
        timeout=dispatch.shop.timeout,
        made_of=station.made_of(),
    )
    key = f"gxlab-{dispatch.run}-{planned.edition.stem}-{attempt}"
    # Named only where some are left out: otherwise machines that join later take part.
    fit = sorted(_machines(dispatch) - dispatch.unfit.keys()) if dispatch.unfit else None
    future = dispatch.client.submit(station.execute, order, key=key, pure=False, workers=fit)
    dispatch.sent[key] = (future, planned, attempt)
    future.add_done_callback(dispatch.arrived.put)


def _next(dispatch: Dispatch) -> Any:
    """The next future that is done; as long as there are machines to wait for."""
    looked = time.monotonic()
    while True:
        try:
            return dispatch.arrived.get(timeout=0.5)
        except queue.Empty:
            if time.monotonic() - looked > _LOOK_SECONDS:
                _await_machines(dispatch)
                looked = time.monotonic()


def _heard(dispatch: Dispatch, future: Any, planned: Planned, attempt: int) -> Executed | None:
    """An executed edition with its files, or its fault; None where it has to be sent again."""
    answer = _answer(dispatch, future)
    if isinstance(answer, str):
        return _faulty(dispatch, planned, answer)
    if answer.unfit:
        dispatch.unfit[answer.address] = f"执行机器“{answer.address}”{answer.unfit}"
        _await_machines(dispatch)
    elif answer.lacks:
        _serve(dispatch, answer.address, answer.home, answer.lacks)
    else:
        return _brought(dispatch.shop, planned, answer)
    if attempt >= _TRIES:
        return _faulty(dispatch, planned, answer.unfit or "执行机器一再缺少数据文件")
    return None


def _answer(dispatch: Dispatch, future: Any) -> station.Answer | str:
    """What the machine said, or what became of it in words."""
    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        # Where the machine that holds the answer is lost, another one executes the edition anew.
        answer: station.Answer = future.result(timeout=3 * dispatch.shop.timeout)
    except KilledWorker:
        return "执行机器一再意外退出"
    except FutureCancelledError as error:
        raise _lost(dispatch) from error
    except OSError as error:
        return f"没有取回结果（{error}）"
    except (ImportError, AttributeError, TypeError, ValueError, RuntimeError) as error:
        return f"执行机器出错（{type(error).__name__}：{error}）"
    finally:
        future.release()
    return answer


def _brought(shop: Shop, planned: Planned, answer: station.Answer) -> Executed:
    stem = shop.scratch / "run" / planned.edition.stem
    stem.parent.mkdir(parents=True, exist_ok=True)
    notebook, reads = stem.with_suffix(".ipynb"), stem.with_suffix(".reads.json")
    for path, data in ((notebook, answer.notebook), (reads, answer.reads)):
        path.unlink(missing_ok=True)
        if data is not None:
            path.write_bytes(data)
    return Executed(planned, notebook, reads, answer.told)


def _faulty(dispatch: Dispatch, planned: Planned, message: str) -> Executed:
    told = {"fault": "worker_lost", "message": message}
    return _brought(dispatch.shop, planned, station.Answer(dispatch.address, "", told=told))


def _serve(dispatch: Dispatch, address: str, home: str, lacks: Sequence[str]) -> None:
    """Send a machine what it lacks: the list first, then the files of it.

    Workers of one machine share a folder: what was sent to one is there for the others.
    """
    host, run = f"{address.rpartition(':')[0]}|{home}", dispatch.client.run
    asked, only = (dispatch.parcel.digest, str(dispatch.root)), {"workers": [address]}
    try:
        if any(dispatch.served[host, sha256] for sha256 in lacks):
            lacks = run(station.greet, *asked, **only)[address].lacks
        while wanted := [s for s in lacks if dispatch.served[host, s] < _SERVED_AT_MOST]:
            dispatch.served.update((host, sha256) for sha256 in wanted)
            for bundle in bundles(dispatch.parcel, dispatch.root, wanted):
                run(station.receive, bundle, dispatch.run, **only)
            lacks = run(station.greet, *asked, **only)[address].lacks
    except OSError as error:
        dispatch.unfit[address] = f"执行机器“{address}”读写失败（{error}）"
