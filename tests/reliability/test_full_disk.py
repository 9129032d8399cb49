"""C2: a disk that is full at any moment costs nothing that was acknowledged.

Real small volumes, filled up to a different point each time, without the check of room before an
import, as when another program fills the disk meanwhile; and a limit on the size of a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from gxlab.warehouse import importing, recovery
from tests.cli.running import run
from tests.reliability.storage_bed import filled, hand_in, shown, told_by
from tests.soak import keep, many

_SIZE = 160 * 2**20  # room for every snapshot of the test

needs_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="挂载小磁盘要 Linux 的管理员"
)


@pytest.fixture(scope="module")
def volume(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("volume")
    command = ["mount", "-t", "tmpfs", "-o", f"size={_SIZE}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("本机没有挂载小磁盘的权限")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=False)


def fill(folder: Path, left: int) -> Path:
    """A file that leaves so many bytes of the volume."""
    ballast = folder / "ballast"
    state = os.statvfs(folder)
    ballast.write_bytes(b"\0" * max(state.f_bavail * state.f_frsize - left, 0))
    return ballast


@needs_root
@pytest.mark.soak
@pytest.mark.slow
def test_a_full_disk_takes_nothing_that_was_stored(
    volume: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = filled(volume / "w")
    warehouse = bench.places.warehouse
    monkeypatch.setattr(importing, "check_room", lambda folder, files: None)
    stopped, finished, value = 0, 0, 500
    points = [i * 4 * 2**20 // 20 for i in range(20)]
    for left in points if many(1, 0) else points[2:11:8]:
        value += 1
        former = shown(warehouse)
        hand_in(bench, value)
        ballast = fill(volume, left)
        ended = run(
            capsys, "import", bench.root / "data/inbox", "--workspace", bench.root, "--json"
        )
        assert ended.code in (0, 1, 4) and "Traceback" not in ended.err, ended.err
        # Readers go on as before, also while there is no room.
        assert shown(warehouse) in (former, told_by(value))
        if ended.code:
            stopped += 1
            told = ended.json["error"]
            assert told.endswith("。") and "内部出错" not in told, told
            assert "磁盘" in told, told
        else:
            finished += 1
            assert shown(warehouse) == told_by(value)
        ballast.unlink()
        again = run(
            capsys, "import", bench.root / "data/inbox", "--workspace", bench.root, "--json"
        )
        assert again.code == 0, again.out
        assert shown(warehouse) == told_by(value)
    assert stopped
    assert recovery.verify(bench.places).faults == ()
    keep("C2", "20 fill points: 0 acknowledged rows lost, former snapshot readable, plain message",
         fill_points=stopped + finished, stopped=stopped, finished=finished, lost=0,
         tracebacks=0)  # fmt: skip


@needs_root
def test_an_import_that_cannot_fit_is_not_begun(
    volume: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = filled(volume / "v")
    hand_in(bench, 501)
    ballast = fill(volume, 2**20)
    ended = run(capsys, "import", bench.root / "data/inbox", "--workspace", bench.root, "--json")
    assert ended.code == 1 and "磁盘空间不足" in ended.json["error"]
    ballast.unlink()
    assert shown(bench.places.warehouse) == told_by(500)


LIMITED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
from gxlab.cli import main
main()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_FSIZE 只在 Linux 上试")
@pytest.mark.soak
@pytest.mark.slow
@pytest.mark.parametrize("size", [64, 700_000, 1_500_000] if many(1, 0) else [700_000])
def test_a_limit_on_the_size_of_files(size: int, tmp_path: Path) -> None:
    bench = filled(tmp_path)
    hand_in(bench, 501)
    words = ["import", str(tmp_path / "data/inbox"), "--workspace", str(tmp_path), "--json"]
    ended = subprocess.run(
        [sys.executable, "-c", LIMITED.format(size=size), *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ended.returncode in (0, 1, 4), ended.stderr
    assert "Traceback" not in ended.stderr and "内部出错" not in ended.stdout
    assert shown(bench.places.warehouse) in (told_by(500), told_by(501))
    bench.take_in()
    assert shown(bench.places.warehouse) == told_by(501)
    assert recovery.verify(bench.places).faults == ()
