"""C8: a clean machine with the Parquet files alone has every table again, hash by hash."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest

from gxlab.warehouse import hashes, importing, monthly, parquet, recovery
from gxlab.warehouse.opening import writing
from tests.cli.running import run
from tests.reliability.storage_bed import filled, hand_in, shown, told_by
from tests.soak import keep
from tests.unit.warehouse.forms import Bench


def tables(path: Path) -> dict[str, str]:
    """The lasting hash of every table of a database file."""
    with duckdb.connect(str(path), read_only=True) as con:
        return hashes.lasting_hashes(con)


@pytest.mark.soak
def test_a_clean_machine_has_it_all_from_parquet_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = filled(tmp_path / "office")
    hand_in(bench, 501)
    bench.take_in()
    importing.undo("B0002", bench.places)
    made = run(capsys, "backup", tmp_path / "disk", "--workspace", bench.root, "--json")
    assert made.code == 0 and made.json["batch"] == "B0003"
    clean = tmp_path / "clean"
    for folder in ("notebooks", "reports", "data"):
        (clean / folder).mkdir(parents=True)
    # The tables alone: neither the archive nor anything else of the backup.
    source = shutil.copytree(tmp_path / "disk/tables/B0003", tmp_path / "parquet")
    back = run(capsys, "restore", "--from", source, "--workspace", clean, "--json")
    assert back.code == 0 and back.json["differences"] == [], back.out
    there = Bench(clean).places.warehouse
    expected = tables(bench.places.warehouse / "main.duckdb")
    found = tables(there / "main.duckdb")
    assert found == expected and expected["observation"].startswith("24:")
    now, then = (w / "snapshots/S0003.duckdb" for w in (there, bench.places.warehouse))
    assert tables(now) == tables(then)
    assert shown(there) == told_by(500)
    keep("C8", "restore on a clean machine from Parquet only: all table hashes equal",
         tables=len(found), equal=sum(found[t] == expected[t] for t in expected),
         snapshot_tables=len(tables(then)))  # fmt: skip


def test_a_whole_backup_brings_the_archive_back_and_can_be_gone_on_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = filled(tmp_path / "office")
    run(capsys, "backup", tmp_path / "disk", "--workspace", bench.root)
    shutil.rmtree(bench.root / "data/warehouse")
    shutil.rmtree(bench.root / "data/raw")
    here = ("--workspace", bench.root, "--json")
    assert run(capsys, "restore", "--from", tmp_path / "disk", *here).code == 0
    assert recovery.verify(bench.places).faults == ()
    assert run(capsys, "verify", "--rebuild", "S0001", *here).json["differences"] == []
    again = run(capsys, "restore", "--from", tmp_path / "disk", *here)
    assert again.code == 1 and "另建一个" in again.json["error"]


def test_a_changed_file_of_a_backup_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = filled(tmp_path / "office")
    run(capsys, "backup", tmp_path / "disk", "--workspace", bench.root)
    target = tmp_path / "disk/tables/B0001/observation.parquet"
    data = bytearray(target.read_bytes())
    data[len(data) // 2] ^= 1
    target.write_bytes(bytes(data))
    (tmp_path / "clean/notebooks").mkdir(parents=True)
    (tmp_path / "clean/data").mkdir()
    ended = run(
        capsys, "restore", "--from", tmp_path / "disk", "--workspace", tmp_path / "clean", "--json"
    )
    assert ended.code == 4 and "observation.parquet" in ended.json["error"]


def test_an_older_snapshot_is_rebuilt_with_equal_hashes(tmp_path: Path) -> None:
    bench = filled(tmp_path)
    hand_in(bench, 501)
    bench.take_in()
    (bench.places.warehouse / "snapshots/S0001.duckdb").unlink()
    done = recovery.rebuild_beside("S0001", bench.places)
    assert done.differences == () and done.tables > 60
    # And it can tell: the archive's answer to another ledger line is another.
    raw = next(p for p in bench.places.raw.rglob("*") if p.is_file() and b"500" in p.read_bytes())
    raw.write_bytes(raw.read_bytes().replace(b"500", b"507"))
    assert recovery.rebuild_beside("S0001", bench.places).differences


def test_the_state_a_month_ended_with_is_kept(tmp_path: Path) -> None:
    bench = filled(tmp_path)
    with writing(bench.places.warehouse) as store:
        assert monthly.keep(store, date.today()) is None
        month = monthly.keep(store, date(2099, 1, 5))
        assert month == f"{date.today():%Y-%m}"
        assert monthly.keep(store, date(2099, 1, 6)) is None
    kept = bench.places.warehouse / "monthly" / month
    assert parquet.examine(kept)["batch"] == "B0001"
