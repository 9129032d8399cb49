"""Forked kernels: real ones, each with its own process, ended for certain, and never required."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gxlab.batch.zygote import place as places
from gxlab.batch.zygote import process, server, warm
from gxlab.batch.zygote.process import NoZygote
from tests.batch.forking import forked, gone, made, outputs, shown, spec, written

# Linux, like the machines of the tests; elsewhere kernels are ordinary ones.
pytestmark = pytest.mark.slow
CELLS = (
    "import os, random, sys, numpy, polars as pl",
    "loaded = 'gxlab.show.cluster_page' in sys.modules",
    "pl.DataFrame({'a': [1, 1, 2]}).group_by('a').len().sort('a').rows()",
    "print('said'); 1 + 1",
    "x = await __import__('asyncio').sleep(0, 'awaited'); x",
)


def test_outputs_are_those_of_the_stock_engine_and_an_ordinary_kernel(house: Path) -> None:
    ours = outputs(made(house, *CELLS))
    plain = house / "jupyter" / "kernels" / "gxlab" / "kernel.json"
    plain.write_text(json.dumps(spec("local-provisioner")), encoding="utf-8")
    assert ours == outputs(made(house, *CELLS, engine=None))


def test_a_kernel_has_its_own_process_folder_environment_and_random_numbers(house: Path) -> None:
    cells = [
        "import os, random, sys, numpy",
        "os.getpid()",
        "random.random()",
        "numpy.random.random()",
        "os.getcwd()",
        "os.environ.get('LEFT', '')",
        "'gxlab.show.cluster_page' in sys.modules",
        "os.environ['LEFT'] = 'x'; 0",
    ]
    first, second = shown(made(house, *cells)), shown(made(house, *cells))
    for own in (0, 1, 2):
        assert first[own] != second[own]
    # Nothing the first left behind is seen by the second; libraries are there before any import.
    assert first[3:] == second[3:] == [repr(str(house)), "''", "True", "0"]


def test_a_cell_that_ends_its_process_ends_that_kernel_alone(house: Path) -> None:
    from nbclient.exceptions import DeadKernelError

    keeper = process.keep_alive()
    for end in ("import os; os._exit(3)", "import os; os.kill(os.getpid(), 11)"):
        with pytest.raises(DeadKernelError):
            made(house, end)
        assert process.keep_alive() == keeper
    assert shown(made(house, "6 * 7")) == ["42"]


def test_a_kernel_ends_with_who_asked_for_it(house: Path) -> None:
    script = (
        "import sys, time; sys.modules['rfc3987_syntax'] = None\n"
        "import papermill\n"
        "papermill.execute_notebook(sys.argv[1], sys.argv[2], kernel_name='gxlab',"
        " engine_name='gxlab', progress_bar=False)"
    )
    note = house / "pid"
    says = f"open({str(note)!r}, 'w').write(str(__import__('os').getpid()))"
    path = written(house, says, "import time; time.sleep(60)")
    driver = subprocess.Popen(
        [sys.executable, "-c", script, str(path), str(house / "o.ipynb")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    end = time.monotonic() + 60
    while not (note.exists() and note.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    kernel = int(note.read_text())
    driver.kill()
    driver.wait()
    assert gone(kernel)


def test_kernels_end_with_the_zygote_and_the_next_starts_another(house: Path) -> None:
    first = process.keep_alive()
    child = forked(house)
    os.kill(first, signal.SIGKILL)
    assert gone(child.pid) and child.wait(5) != 0
    assert process.keep_alive() != first


def test_what_a_forked_kernel_used_is_counted_with_who_asked(house: Path) -> None:
    before = process.cpu_seconds()
    burn = "import time\nend = time.process_time() + 0.5\nwhile time.process_time() < end: pass"
    made(house, burn)
    assert 0.5 <= process.cpu_seconds() - before < 5


def test_the_zygote_ends_when_nobody_is_connected(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = process.keep_alive()
    assert process._lease is not None
    process._lease[1].close()
    monkeypatch.setattr(process, "_lease", None)
    assert gone(pid, server.IDLE_SECONDS + 5)
    assert not places.place().socket.exists()


def test_a_computation_before_the_fork_is_noticed() -> None:
    script = (
        "from gxlab.batch.zygote import warm; import polars as pl\n"
        "before = warm.strange_threads()\n"
        "pl.DataFrame({'a': list(range(999))}).lazy().group_by('a').len().collect()\n"
        "print(before, bool(warm.strange_threads()))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] True"


def test_where_forking_is_not_to_be_had_an_ordinary_kernel_does_the_same(
    house: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    forking = outputs(made(house, *CELLS))

    def none(*_: object) -> None:
        raise NoZygote("测试：没有预热进程")

    monkeypatch.setattr("gxlab.batch.zygote.provisioner.fork_kernel", none)
    assert outputs(made(house, *CELLS)) == forking
    assert outputs(made(house, *CELLS)) == forking
    assert caplog.text.count("改用普通内核") == 1


def test_the_socket_is_one_s_own(house: Path) -> None:
    process.keep_alive()
    folder = places.place().socket.parent
    assert folder.stat().st_mode & 0o777 == 0o700
    folder.chmod(0o755)
    assert places.place().socket.parent.stat().st_mode & 0o777 == 0o700


def test_another_code_or_setting_is_another_zygote_for_a_process_that_goes_on(
    house: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = process.keep_alive()
    assert process.keep_alive() == first
    monkeypatch.setenv("TZ", "UTC")
    places.forget()
    assert process.keep_alive() != first
    # Nobody holds the former one any more.
    assert gone(first, server.IDLE_SECONDS + 5)


def test_everything_a_report_imports_is_warm() -> None:
    """A module imported only after the fork would cost every edition its import."""
    names = {"duckdb", "polars", "altair", "pandas", "numpy", "pyarrow"}
    assert names <= set(warm.LIBRARIES)
