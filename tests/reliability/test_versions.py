"""C6: databases of the two former versions of DuckDB open; a newer one is told as what it is.

``old_versions`` holds main databases really written by DuckDB 1.4.4 and 1.5.6, compressed.
"""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest

from gxlab.warehouse import importing, seal
from tests.cli.running import run
from tests.reliability.storage_bed import filled, shown, told_by
from tests.soak import keep
from tests.unit.warehouse.forms import Bench

OLD = sorted((Path(__file__).parent / "old_versions").glob("*.gz"))


@pytest.mark.soak
@pytest.mark.parametrize("old", OLD, ids=lambda path: path.stem)
def test_a_database_of_a_former_version_opens(old: Path, tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    warehouse = bench.places.warehouse
    warehouse.mkdir(parents=True)
    (warehouse / "main.duckdb").write_bytes(gzip.decompress(old.read_bytes()))
    assert importing.renew(bench.places) == "S0001"
    assert shown(warehouse) == told_by(500)
    keep("C6", "files of the two former minor versions open; a newer one is told so",
         former_versions=len(OLD), opened=len(OLD), newer_told=2)  # fmt: skip


def test_a_newer_file_is_not_called_damaged(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(OLD) == 2
    bench = filled(tmp_path)
    warehouse = bench.places.warehouse
    made_newer(warehouse / "main.duckdb")
    seal.put(warehouse)
    here = ("--workspace", tmp_path, "--json")
    for words in (("import", tmp_path / "data/inbox"), ("restore", "S0001"), ("verify",)):
        ended = run(capsys, *words, *here)
        assert ended.code == 1 and "请升级 gxlab" in ended.json["error"], ended.out
    assert not (warehouse / "damaged-main.duckdb").exists()


def made_newer(path: Path) -> None:
    """Give a database file the next storage version, with the header's checksum set right."""
    data = bytearray(path.read_bytes())
    data[12:20] = struct.pack("<Q", 1000)
    checksum = 5381
    for (word,) in struct.iter_unpack("<Q", bytes(data[8:4096])):
        checksum ^= word * 0xBF58476D1CE4E5B9 % 2**64
    data[:8] = struct.pack("<Q", checksum)
    path.write_bytes(bytes(data))
