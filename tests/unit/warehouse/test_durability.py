"""Nothing acknowledged is lost, nothing is stored half (不丢、不半): kills, ledger, snapshots."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from gxlab.warehouse import importing, ledger, recovery
from gxlab.warehouse.ledger import LedgerBroken
from gxlab.warehouse.location import NetworkFolder, check_location, file_system
from gxlab.warehouse.opening import DamagedWarehouse, writing
from gxlab.warehouse.snapshot import (
    KEPT,
    DamagedSnapshot,
    NoSnapshot,
    current,
    is_current,
    is_outdated,
    named,
    open_reader,
)
from tests.unit.warehouse.forms import Bench, bench_at, revenue

A = "select value from fact where code = 'A' and indicator = 'revenue'"


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    made = bench_at(tmp_path)
    made.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
    made.take_in()
    return made


@pytest.mark.slow
def test_a_kill_at_any_moment_leaves_the_state_before_or_after(tmp_path: Path) -> None:
    chance = random.Random(20260520)
    bench = bench_at(tmp_path)
    for folder in ("notebooks", "reports"):
        (tmp_path / folder).mkdir()
    form = bench.file("测试直报2026年5月.csv", revenue("A,500,480", "B,90,100"))
    bench.take_in()
    words = ["import", "data/inbox"]
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", *words]
    ended = {"before": 0, "after": 0}
    for number in range(10):
        before, wanted = bench.rows(A)[0][0], Decimal(600 + number)
        form.write_text(revenue(f"A,{wanted},480", "B,90,100"), encoding="utf-8")
        process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(0.3, 1.6))
        process.kill()
        process.wait()
        assert recovery.verify(bench.places).faults == ()
        found = bench.rows(A)[0][0]
        assert found in (before, wanted)
        ended["before" if found == before else "after"] += 1
        bench.take_in()
        assert bench.rows(A) == [(wanted,)]
    assert sum(ended.values()) == 10


def test_a_commit_without_its_snapshot_is_made_good_by_the_next_import(bench: Bench) -> None:
    # As after a kill between the commit and the snapshot.
    with writing(bench.places.warehouse) as store:
        store.commit("test", [])
    assert recovery.verify(bench.places).faults == ()
    assert not is_current(bench.places.warehouse, "B0002")
    assert bench.take_in().snapshot == "S0002"
    assert is_current(bench.places.warehouse, "B0002")


def test_a_failure_inside_a_batch_takes_all_of_it_back(bench: Bench) -> None:
    with writing(bench.places.warehouse) as store:
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.open_batch("test")
            raise ZeroDivisionError
        assert store.last_batch() == "B0001"


def test_the_ledger_is_a_chain(tmp_path: Path) -> None:
    path = tmp_path / "ledger.jsonl"
    assert ledger.read(path) == []
    first = ledger.append(path, {"batch": "B0001"})
    ledger.append(path, {"batch": "B0002"})
    entries = ledger.read(path)
    assert [e["batch"] for e in entries] == ["B0001", "B0002"]
    assert entries[1]["previous"] == first
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    for broken, told in (
        (lines[1], "第1行与前一行接不上"),
        (lines[0].replace("B0001", "B0003") + lines[1], "第1行"),
        (lines[0] + lines[1][:-9], "第2行不完整"),
    ):
        path.write_text(broken, encoding="utf-8")
        with pytest.raises(LedgerBroken, match=told):
            ledger.read(path)


def test_readers_keep_their_snapshot_while_a_new_one_is_made(bench: Bench) -> None:
    reader = open_reader(current(bench.places.warehouse).path)
    bench.take_in(bench.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100")))
    assert reader.sql(A).fetchall() == [(Decimal(500),)]
    reader.close()
    assert bench.rows(A) == [(Decimal(505),)]
    assert named(bench.places.warehouse, "S0001").path.is_file()


def test_two_desks_on_one_snapshot_share_their_settings(bench: Bench) -> None:
    path = current(bench.places.warehouse).path
    first, second = open_reader(path), open_reader(path)
    for con in (first, second):
        with pytest.raises(duckdb.Error):
            con.sql("select * from read_csv('/etc/passwd')")
        with pytest.raises(duckdb.Error):
            con.execute("set enable_external_access = true")
        with pytest.raises(duckdb.Error):
            con.execute("create table t (a integer)")
    second.close()
    assert first.sql(A).fetchall() == [(Decimal(500),)]
    first.close()


def test_what_is_gone_or_broken_is_said(bench: Bench, tmp_path: Path) -> None:
    folder = bench.places.warehouse
    with pytest.raises(NoSnapshot, match="还没有导入"):
        current(tmp_path / "other")
    with pytest.raises(NoSnapshot, match="快照“S0099”"):
        named(folder, "S0099")
    current(folder).path.write_bytes(b"not a database at all")
    with pytest.raises(DamagedSnapshot, match="打不开"):
        open_reader(current(folder).path)
    current(folder).path.unlink()
    with pytest.raises(DamagedSnapshot, match="restore"):
        current(folder)
    (folder / "main.duckdb").unlink()
    with pytest.raises(DamagedWarehouse, match="不见了"), writing(folder):
        pass


def test_a_snapshot_whose_archive_is_gone_cannot_be_rebuilt(bench: Bench) -> None:
    folder = bench.places.warehouse
    (folder / "main.duckdb").unlink()
    raw = next(p for p in bench.places.raw.rglob("*") if p.is_file())
    kept = raw.read_bytes()
    raw.unlink()
    with pytest.raises(DamagedWarehouse, match="原始档缺1个文件"):
        recovery.restore("S0001", bench.places)
    raw.write_bytes(kept)
    assert recovery.restore("S0001", bench.places).rebuilt
    snapshot = folder / "snapshots" / "S0001.duckdb"
    (folder / "main.duckdb").unlink()
    # Ledger and archive are enough: the snapshot gone back to may be damaged too.
    snapshot.write_bytes(snapshot.read_bytes()[:-1] + b"?")
    assert recovery.restore("S0001", bench.places).rebuilt
    assert recovery.verify(bench.places).faults == ()


def test_a_network_folder_is_refused_for_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mounts = tmp_path / "mounts"
    text = f"/dev/a / ext4 rw 0 0\nsrv:/x {tmp_path}/far nfs4 rw 0 0\n"
    mounts.write_text(text, encoding="utf-8")
    assert file_system(tmp_path / "near", mounts) == "ext4"
    assert file_system(tmp_path / "near", tmp_path / "none") == "本机"
    check_location(tmp_path / "near", mounts)
    with pytest.raises(NetworkFolder, match="移到本机磁盘"):
        check_location(tmp_path / "far" / "w", mounts)
    monkeypatch.setenv("GXLAB_ALLOW_NETWORK_FOLDER", "1")
    check_location(tmp_path / "far" / "w", mounts)


def test_a_snapshot_of_an_earlier_version_is_made_anew(bench: Bench) -> None:
    folder = bench.places.warehouse
    assert not is_outdated(folder)
    path = folder / "ledger.jsonl"
    (entry,) = ledger.of_snapshots(ledger.read(path))
    path.unlink()
    former = {k: v for k, v in entry.items() if k not in ("hash", "previous")}
    ledger.append(path, {**former, "resolver": "of another version"})
    before = bench.state()
    assert is_outdated(folder)
    assert importing.renew(bench.places) == "S0001"
    assert not is_outdated(folder) and bench.state() == before
    assert recovery.verify(bench.places).faults == ()


def test_only_the_newest_snapshots_are_kept_and_any_can_be_gone_back_to(bench: Bench) -> None:
    folder = bench.places.warehouse / "snapshots"
    for number in range(KEPT + 2):
        (folder / f"S0000{number:02d}.duckdb").write_bytes(b"")  # older than S0001
    bench.take_in(bench.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100")))
    kept = sorted(p.stem for p in folder.glob("S*.duckdb"))
    assert len(kept) == KEPT and kept[-2:] == ["S0001", "S0002"] and "S000000" not in kept
    (folder / "S0001.duckdb").unlink()
    recovery.restore("S0001", bench.places)
    assert bench.rows(A) == [(Decimal(500),)]
