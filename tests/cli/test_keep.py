"""verify, restore, doctor (维护): losses are noticed before any report, and made good."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import duckdb
import psutil
import pytest

from tests.cli.running import run, workspace_with_data
from tests.unit.warehouse.forms import Bench, revenue


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """Two batches: revenue of A is 500, then corrected to 505."""
    made = workspace_with_data(tmp_path)
    made.take_in(made.file("测试直报2026年5月.csv", revenue("A,505,480", "B,90,100")))
    return made


def warehouse(bench: Bench) -> Path:
    return bench.places.warehouse


def flip(path: Path, at: int) -> None:
    """Change one byte of a file."""
    data = bytearray(path.read_bytes())
    data[at] ^= 0xFF
    path.write_bytes(bytes(data))


def test_a_sound_workspace_verifies(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    ended = run(capsys, "verify", "--workspace", bench.root, "--json")
    assert ended.code == 0 and ended.json["ok"]
    # units.csv, 测试名单.csv and two versions of the return.
    assert (ended.json["batches"], ended.json["snapshots"], ended.json["archived"]) == (2, 2, 4)
    assert "全部相符" in run(capsys, "verify", "--workspace", bench.root).out


def test_a_flipped_byte_anywhere_is_noticed(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = next(p for p in (bench.root / "data/raw").rglob("*") if p.is_file())
    for path in (warehouse(bench) / "snapshots/S0002.duckdb", raw):
        before = path.read_bytes()
        flip(path, len(before) // 2)
        ended = run(capsys, "verify", "--workspace", bench.root, "--json")
        assert ended.code == 4 and not ended.json["ok"], path
        path.write_bytes(before)
    assert run(capsys, "verify", "--workspace", bench.root, "--json").code == 0


def test_an_edited_or_cut_ledger_stops_every_writer(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    path = warehouse(bench) / "ledger.jsonl"
    whole = path.read_text(encoding="utf-8")
    for broken in (whole.replace('"S0001"', '"S0009"'), whole[:-20]):
        path.write_text(broken, encoding="utf-8")
        for words in (("verify",), ("import", bench.root / "data/inbox")):
            ended = run(capsys, *words, "--workspace", bench.root, "--json")
            assert ended.code == 4 and "台账" in ended.json["error"]


def test_a_lost_commit_stops_the_writer_and_restore_builds_it_again(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    state = bench.state()
    main = warehouse(bench) / "main.duckdb"
    with duckdb.connect(str(main)) as con:  # as after a torn write-ahead log
        con.execute("delete from batch where batch_id = 'B0002'")
    stopped = run(capsys, "import", bench.root / "data/inbox", "--workspace", bench.root, "--json")
    assert stopped.code == 4 and "gxlab restore S0002" in stopped.json["error"]
    restored = run(capsys, "restore", "S0002", "--workspace", bench.root, "--json")
    assert restored.code == 0
    assert restored.json["rebuilt"] and restored.json["differences"] == []
    assert bench.state() == state
    assert (warehouse(bench) / "damaged-main.duckdb").exists()
    assert run(capsys, "verify", "--workspace", bench.root).code == 0


@pytest.mark.parametrize("damage", ["gone", "torn", "junk"])
def test_a_damaged_database_is_built_again_from_the_archive(
    damage: str, bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    state = bench.state()
    main = warehouse(bench) / "main.duckdb"
    if damage == "gone":
        main.unlink()
    else:
        main.write_bytes(b"" if damage == "junk" else main.read_bytes()[:5000])
    if damage == "junk":
        main.write_bytes(b"x" * 4096)
    verified = run(capsys, "verify", "--workspace", bench.root, "--json")
    assert verified.code == 4 and verified.json["faults"][0]["part"] == "主库"
    restored = run(capsys, "restore", "S0002", "--workspace", bench.root, "--json").json
    assert restored["rebuilt"] and bench.state() == state
    # Undoing what was rebuilt works as before.
    words = ("import", "--undo", "B0002", "--workspace", bench.root)
    assert run(capsys, *words).code == 0
    assert bench.rows("select value from fact where code = 'A'")[0][0] == 500


def test_undo_accept_and_restore_are_repeated_when_rebuilding(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    here = ("--workspace", bench.root, "--json")
    strange = bench.file("别的表.csv", "甲,乙\n1,2\n")
    told = run(capsys, "import", strange, *here).json["files"][0]["problems"][0]
    run(capsys, "accept", told["id"], "--by", "王芳", "--reason", "不用", *here)
    run(capsys, "import", "--undo", "B0002", *here)
    run(capsys, "restore", "S0003", *here)
    state, last = bench.state(), bench.rows("select max(batch_id) from batch")
    (warehouse(bench) / "main.duckdb").unlink()
    newest = f"S{last[0][0][1:]}"
    assert run(capsys, "restore", newest, *here).json["differences"] == []
    assert bench.state() == state and bench.rows("select max(batch_id) from batch") == last
    assert bench.rows("select accepted_by from acceptance") == []


def test_restore_goes_back_and_can_be_undone(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    after = bench.state()
    here = ("--workspace", bench.root, "--json")
    back = run(capsys, "restore", "S0001", *here).json
    assert (back["restored"], back["snapshot"], back["rebuilt"]) == ("S0001", "S0003", False)
    assert bench.rows("select value from fact where code = 'A'")[0][0] == 500
    run(capsys, "import", "--undo", "B0003", *here)
    assert bench.state() == after
    unknown = run(capsys, "restore", "S0099", *here)
    assert unknown.code == 2 and "S0099" in unknown.json["error"]


def test_a_missing_current_snapshot_is_damage(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    (warehouse(bench) / "snapshots/S0002.duckdb").unlink()
    ended = run(capsys, "units", "--workspace", bench.root, "--json")
    assert ended.code == 4 and "restore" in ended.json["error"]
    # An import builds the missing snapshot of what is stored anyway.
    assert run(capsys, "import", bench.root / "data/inbox", "--workspace", bench.root).code == 0
    assert run(capsys, "units", "--workspace", bench.root).code == 0


def test_a_page_changed_by_hand_is_named(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    folder = bench.root / "reports/2026-05/internal"
    folder.mkdir(parents=True)
    entry = {"report": "r", "unit": "u", "html": "reports/2026-05/internal/u/r.html"}
    manifest = {"version": 1, "editions": [{**entry, "html_sha256": "0" * 64}]}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    ended = run(capsys, "verify", "--workspace", bench.root, "--json")
    assert ended.code == 1 and ended.json["pages"] == [entry["html"]]


@pytest.mark.slow
def test_doctor_examines_and_starts_a_kernel(
    bench: Bench, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, "doctor", "--workspace", bench.root, "--json")
    items = {c["name"]: c for c in ended.json["checks"]}
    assert items["内核"]["ok"] and items["Python"]["ok"] and items["离线"]["ok"]
    assert ended.code == (0 if ended.json["ok"] else 1)


@pytest.mark.slow
def test_lab_serves_this_machine_only_with_a_token_in_chinese(tmp_path: Path) -> None:
    bench = workspace_with_data(tmp_path)
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", "lab", "--json"]
    command += ["--allow-root"]
    environment = {**os.environ, "GXLAB_WORKSPACE": str(bench.root)}
    server = subprocess.Popen(
        [*command, "--no-browser"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        told = json.loads(server.stdout.readline())
        assert told["url"].startswith(f"http://127.0.0.1:{told['port']}/lab?token=")
        base = f"http://127.0.0.1:{told['port']}"
        with pytest.raises(urllib.error.HTTPError, match="403"):
            urllib.request.urlopen(f"{base}/api/contents")
        asked = f"{base}/api/contents?token={told['token']}"
        with urllib.request.urlopen(asked) as answer:
            names = {entry["name"] for entry in json.load(answer)["content"]}
        assert {"data", "notebooks"} <= names
        plugin = "@jupyterlab/translation-extension:plugin"
        settings = f"{base}/lab/api/settings/{plugin}?token={told['token']}"
        with urllib.request.urlopen(settings) as answer:
            assert json.load(answer)["settings"]["locale"] == "zh_CN"
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(timeout=60)
    with server.stdout as out:
        assert out.read() == ""
    assert not psutil.pid_exists(told["pid"])
