"""Several machines: real Dask workers with folders of their own, the same bytes as at home."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import distributed
import psutil
import pytest

from gxlab.batch import cluster, dispatch, station
from gxlab.batch.crew import Executed, Shop
from gxlab.batch.dispatch import ClusterFault
from gxlab.batch.manifest import Edition
from gxlab.batch.notebooks import ReportNotebook
from gxlab.batch.plan import Planned
from gxlab.commands.faults import explain
from gxlab.warehouse.snapshot import current, file_sha256
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, notebook, workspace_at, write_notebook
from tests.cli.running import Ended, run

pytestmark = pytest.mark.slow
# It has types, but not of these.
NEW_CLUSTER: Any = distributed.LocalCluster
NEW_CLIENT: Any = distributed.Client
COUNTIES = ("330101", "330102")
NOWHERE = "/nowhere/shared"
# The page shows what somebody wrote, so that the text has to travel too.
WRITTEN = 'pages.commentary(desk, "tiny")'


@pytest.fixture(scope="module")
def machines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Two processes that share no folder, neither with each other nor with the workspace."""
    runtime = tmp_path_factory.mktemp("x")
    home = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)
    try:
        # A machine that comes back after a loss has no settings but these.
        home_and_shared = {
            station.HOME_VARIABLE: str(runtime / "home"),
            station.SHARED_VARIABLE: NOWHERE,
        }
        with _cluster(2, {"XDG_RUNTIME_DIR": str(runtime), **home_and_shared}) as made:
            yield made
    finally:
        os.environ.pop("XDG_RUNTIME_DIR")
        os.environ.update({"XDG_RUNTIME_DIR": home} if home else {})


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace made once; every test takes a copy."""
    made = workspace_at(tmp_path_factory.mktemp("template") / "w")
    write_notebook(made, notebook(extra=WRITTEN))
    text = made.commentary_file(PERIOD, "330101", "tiny")
    text.parent.mkdir(parents=True)
    text.write_text("## 原因\n\n订单不足。", encoding="utf-8")
    return made.root


@pytest.fixture
def workspace(template: Path, tmp_path: Path) -> Workspace:
    """This test's own."""
    shutil.copytree(template, tmp_path / "w")
    return Workspace(tmp_path / "w")


@pytest.fixture
def homes(machines: Any, tmp_path: Path) -> list[Path]:
    """A new folder for each machine, and none shared."""
    folders = [tmp_path / "one", tmp_path / "two"]
    _settle(machines, [(folder, NOWHERE) for folder in folders])
    return folders


def test_machines_without_a_shared_folder_give_the_same_bytes(
    machines: Any,
    homes: list[Path],
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _report(capsys, workspace).code == 0
    at_home = _pages(workspace)
    assert len(at_home) == 4 and "订单不足" in at_home["330101"].decode()

    elsewhere = _report(capsys, workspace, machines)
    assert elsewhere.code == 0, elsewhere.err
    assert _outcomes(elsewhere) == ["built"] * 4
    assert _pages(workspace) == at_home
    # Both had to be sent the files, by content, and read them in a folder of their own.
    snapshot = current(workspace.warehouse).path
    for home in homes:
        assert (home / "files" / file_sha256(snapshot)).read_bytes() == snapshot.read_bytes()
        (image,) = (home / "images").iterdir()
        assert sorted(p.name for p in image.rglob("*.*")) == ["S0002.duckdb", "tiny.md"]
    assert _outcomes(_report(capsys, workspace, machines, force=False)) == ["unchanged"] * 4


def test_a_shared_folder_is_read_where_it_is_and_only_with_the_same_content(
    machines: Any, workspace: Workspace, tmp_path: Path
) -> None:
    older = tmp_path / "older"
    shutil.copytree(workspace.root, older)
    snapshot = older / current(workspace.warehouse).path.relative_to(workspace.root)
    snapshot.write_bytes(b"another content")
    one, two = tmp_path / "one", tmp_path / "two"
    _settle(machines, [(one, str(workspace.root)), (two, str(older))])
    assert _faults(_executed(machines, workspace, ["3300"])) == [None]
    assert not (one / "images").exists()  # read in place
    (image,) = (two / "images").iterdir()  # what is under the name is something else: sent
    assert (image / snapshot.relative_to(older)).stat().st_size > 100_000


def test_the_editions_of_a_lost_machine_run_elsewhere(
    machines: Any, homes: list[Path], workspace: Workspace, tmp_path: Path
) -> None:
    begun = tmp_path / "begun"
    write_notebook(workspace, notebook(extra=_slow(begun, 2) + WRITTEN))
    victims: list[int] = []
    power_cut = threading.Thread(target=_kill_a_busy_one, args=(machines, begun, victims))
    power_cut.start()
    done = _executed(machines, workspace, COUNTIES)
    power_cut.join()
    assert sorted(one.planned.edition.unit for one in done) == list(COUNTIES)
    assert _faults(done) == [None, None] and all(one.notebook.is_file() for one in done)
    assert len(victims) == 1 and not psutil.pid_exists(victims[0])


def test_an_interrupted_run_leaves_no_process(
    machines: Any,
    homes: list[Path],
    workspace: Workspace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = tmp_path / "begun"
    write_notebook(workspace, notebook(extra=_slow(begun, 40) + WRITTEN))

    def interrupted(run: dispatch.Dispatch) -> None:
        _await(begun)
        assert run.sent and _papermills()
        raise KeyboardInterrupt

    monkeypatch.setattr(dispatch, "_next", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _executed(machines, workspace, COUNTIES)
    end = time.monotonic() + 10
    while (left := _papermills()) and time.monotonic() < end:
        time.sleep(0.1)
    assert left == []


def test_another_version_is_refused_before_anything_runs(
    machines: Any, homes: list[Path], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(station, "made_of", lambda: "gxlab 0123, python 3.11")
    with pytest.raises(ClusterFault, match=r"应为“gxlab 0123”.*相同的版本"):
        _executed(machines, workspace, ["3300"])
    assert all(not (home / "images").exists() for home in homes)


def test_a_machine_without_gxlab_is_named(
    machines: Any, homes: list[Path], workspace: Workspace
) -> None:
    with NEW_CLIENT(machines, set_as_default=False) as client:
        client.run(station.home)
        client.run(_hidden, True)
        try:
            with pytest.raises(ClusterFault, match="没有装 gxlab"):
                _executed(machines, workspace, ["3300"])
        finally:
            client.run(_hidden, False)


def test_a_full_disk_sends_the_edition_elsewhere(
    machines: Any, homes: list[Path], workspace: Workspace
) -> None:
    with NEW_CLIENT(machines, set_as_default=False) as client:
        first = min(client.nthreads())
        client.run(_filled, True, workers=[first])
        try:
            assert _faults(_executed(machines, workspace, COUNTIES)) == [None, None]
            client.run(_filled, True)
            with pytest.raises(ClusterFault, match=r"没有可用的执行机器.*读写失败"):
                _executed(machines, workspace, ["3300"])
        finally:
            client.run(_filled, False)


def test_a_cluster_without_machines_is_not_waited_for_long(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dispatch, "PATIENCE_SECONDS", 0.5)
    with _cluster(0, {}) as empty, pytest.raises(ClusterFault, match="没有执行机器") as fault:
        _executed(empty, workspace, ["3300"])
    assert explain(fault.value) == (1, str(fault.value))
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.5)
    with pytest.raises(ClusterFault, match="连不上调度器"):  # its scheduler has ended
        _executed(empty, workspace, ["3300"])


def test_without_the_extra_one_sentence_says_what_to_install(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "installed", lambda: False)
    words = ("--scheduler", "tcp://127.0.0.1:8786")
    ended = run(
        capsys, "report", "--period", PERIOD, *words, "--workspace", workspace.root, "--json"
    )
    assert ended.code == 1 and ended.json["error"] == cluster.MISSING
    assert "pip install 'gxlab[cluster]'" in cluster.MISSING


def _cluster(workers: int, env: dict[str, str]) -> Any:
    quiet = {"dashboard_address": ":0", "scheduler_port": 0, "silence_logs": 50}
    return NEW_CLUSTER(n_workers=workers, threads_per_worker=2, env=env, **quiet)


def _settle(machines: Any, places: Sequence[tuple[Path, str]]) -> None:
    """Tell each machine its own folder and where it would find the workspace."""
    with NEW_CLIENT(machines, set_as_default=False) as client:
        client.wait_for_workers(len(places), timeout=20)
        for address, (home, shared) in zip(sorted(client.nthreads()), places, strict=True):
            told = {station.HOME_VARIABLE: str(home), station.SHARED_VARIABLE: shared}
            client.run(_told, told, workers=[address])


def _executed(machines: Any, workspace: Workspace, units: Sequence[str]) -> list[Executed]:
    """The plan of some units, executed by the machines."""
    path = workspace.report_notebooks / "tiny.ipynb"
    tiny = ReportNotebook("tiny", "测试月报", path, file_sha256(path), {})
    editions = [Edition("tiny", unit, PERIOD, "internal") for unit in units]
    own = [{"unit": e.unit, "period": e.period, "audience": e.audience} for e in editions]
    plan = [Planned(e, tiny, given, {}) for e, given in zip(editions, own, strict=True)]
    shop = Shop(workspace.root, workspace.reports, workspace.scratch, timeout=60)
    execute = cluster.executor(machines.scheduler_address, workspace)
    return list(execute(plan, current(workspace.warehouse).id, shop))


def _faults(done: Sequence[Executed]) -> list[str | None]:
    return [one.answer.get("message") for one in done]


def _hidden(yes: bool) -> None:
    """On a machine: gxlab's part for machines cannot be imported, or can again."""
    import sys

    name = "gxlab.batch.station"
    if yes:
        sys.modules["hidden"] = sys.modules[name]
        sys.modules[name] = None  # type: ignore[assignment]
    else:
        sys.modules[name] = sys.modules.pop("hidden")


def _filled(yes: bool) -> None:
    """On a machine: executing meets a full disk, or does not any more."""
    from gxlab.batch import crew, station

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    station.one = full if yes else crew.one  # type: ignore[assignment,attr-defined]


def _slow(begun: Path, seconds: int) -> str:
    return f"import pathlib, time\npathlib.Path({str(begun)!r}).touch()\ntime.sleep({seconds})\n"


def _kill_a_busy_one(machines: Any, begun: Path, victims: list[int]) -> None:
    with NEW_CLIENT(machines, set_as_default=False) as client:
        pids = client.run(os.getpid)
        _await(begun)
        busy = min(address for address, keys in client.processing().items() if keys)
    os.kill(pids[busy], signal.SIGKILL)
    victims.append(pids[busy])


def _await(begun: Path) -> None:
    end = time.monotonic() + 30
    while not begun.exists() and time.monotonic() < end:
        time.sleep(0.02)


def _papermills() -> list[int]:
    """The papermill processes that the machines of these tests have started."""
    found = psutil.Process().children(recursive=True)
    return [p.pid for p in found if "gxlab.batch.worker" in _words(p)]


def _words(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""


def _told(told: dict[str, str]) -> None:
    os.environ.update(told)


def _report(
    capsys: pytest.CaptureFixture[str],
    workspace: Workspace,
    machines: Any | None = None,
    *,
    force: bool = True,
) -> Ended:
    words: list[str] = ["--force"] if force else []
    words += ["--scheduler", machines.scheduler_address] if machines else []
    given = ("report", "--period", PERIOD, "--timeout", "60", *words)
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def _outcomes(ended: Ended) -> list[str]:
    return [edition["outcome"] for edition in ended.json["editions"]]


def _pages(workspace: Workspace) -> dict[str, bytes]:
    found = workspace.reports.glob(f"{PERIOD}/internal/*/tiny.html")
    return {page.parent.name: page.read_bytes() for page in found}
