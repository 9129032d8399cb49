"""What the command line says (命令行): Chinese, the right code, JSON alone on stdout."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest
from typer.main import get_command

from gxlab.cli import app, shared_options
from gxlab.commands.faults import CODES, explain, unexplained
from tests.cli.running import run

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
# Words a user types or reads as they are: names of commands, values, formats, the program's name.
TYPED = {
    "gxlab", "json", "debug", "workspace", "help", "internal", "shared", "all", "zip", "docx",
    "xlsx", "month", "ytd", "rolling", "year", "enterprise", "industry", "cluster", "segment",
    "unit", "period", "project", "revenue", "units", "targets", "clusters", "listed_companies",
    "jupyterlab", "gxlab_workspace", "report", "indicators", "value", "comparison", "size",
    "two_year", "dask", "tcp", "parquet", "root",
}  # fmt: skip


def test_the_contract_s_commands_are_there() -> None:
    wanted = (
        "init demo template import accept layout units indicators check value report publish "
        "status verify restore doctor lab sign narrate proofread"
    )
    more = "backup brief letter"
    assert {*wanted.split(), *more.split()} == set(COMMANDS)


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_is_chinese(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    words = [command, "--help"] if command else ["--help"]
    ended = run(capsys, *words)
    assert ended.code == 0 and ended.out.startswith("用法: gxlab")
    told = re.sub(r"--[a-z-]+", "", ended.out)
    english = {w.lower() for w in re.findall(r"[A-Za-z_]{3,}", told)} - TYPED - set(COMMANDS)
    assert not english, english


def test_a_bare_call_gives_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(capsys).out == run(capsys, "--help").out


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["impot"], "没有“impot”这个命令"),
        (["units", "--stat"], "没有选项 --stat"),
        (["import", "--statu", "x"], "是否要写 --status"),
        (["value"], "缺少参数"),
        (["value", "revenue", "--unit"], "选项 --unit 后面应有一个值"),
        (["units", "多余"], "多出了参数“多余”"),
        (["report", "--period", "2026-05", "--workers", "两个"], "参数 --workers 有误：应为整数"),
        (["--workspace"], "--workspace 后面应写工作区文件夹"),
    ],
)
def test_wrong_use_is_told_in_one_sentence(
    words: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, *words)
    assert (ended.code, ended.out) == (2, "")
    assert told in ended.err and "Traceback" not in ended.err
    as_json = run(capsys, *words, "--json") if words != ["--workspace"] else None
    if as_json is not None:
        assert as_json.code == 2 and told in as_json.json["error"] and as_json.err == ""


def test_shared_options_stand_anywhere_and_stop_at_two_dashes() -> None:
    session, rest, wrong = shared_options(["--json", "import", "a", "--workspace", "w", "--debug"])
    assert (session.json, session.debug, str(session.given)) == (True, True, "w")
    assert rest == ["import", "a"] and wrong is None
    session, rest, _ = shared_options(["import", "--", "--json"])
    assert not session.json and rest == ["import", "--", "--json"]


def test_a_folder_that_is_no_workspace_is_wrong_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for given in (tmp_path / "没有", tmp_path):
        (tmp_path / "空").mkdir(exist_ok=True)
        ended = run(capsys, "units", "--workspace", given, "--json")
        assert ended.code == 2 and ended.json["error"]


def test_every_kind_of_error_that_has_a_code_exists() -> None:
    import gxlab.commands.faults
    from gxlab.batch.dispatch import ClusterFault
    from gxlab.batch.notebooks import NotebookRefused
    from gxlab.batch.parcels import DamagedPiece
    from gxlab.batch.run import OutOfPlace
    from gxlab.batch.signing import NotSignable
    from gxlab.disclosure.files import NoRelease
    from gxlab.disclosure.programs import Unsolved
    from gxlab.disclosure.rules import WrongRule
    from gxlab.disclosure.system import Inconsistent
    from gxlab.intake.layouts import LayoutError
    from gxlab.intake.templates import UnknownTemplate
    from gxlab.measures.answer import UnanswerableQuestion
    from gxlab.proofread.documents import UnreadableDocument
    from gxlab.publish.docx_template import TemplateRefused
    from gxlab.publish.outline import PublishRefused
    from gxlab.reference.indicators import UnknownIndicator
    from gxlab.reference.territory import UnknownUnitName
    from gxlab.warehouse import (
        desk,
        importing,
        ledger,
        location,
        lock,
        opening,
        received,
        snapshot,
        store,
    )
    from gxlab.warehouse.creation import MigrationFailed
    from gxlab.warehouse.file_versions import NewerFile
    from gxlab.warehouse.parquet import DamagedBackup
    from gxlab.warehouse.recovery import NotEmpty
    from gxlab.workspace import NotAWorkspace

    known = (
        OutOfPlace, MigrationFailed, NewerFile, DamagedBackup, NotEmpty,
        NotebookRefused, LayoutError, UnknownTemplate, UnanswerableQuestion, UnknownIndicator,
        ClusterFault, DamagedPiece, NotSignable, UnreadableDocument, PublishRefused,
        TemplateRefused, Inconsistent, NoRelease, Unsolved, WrongRule,
        UnknownUnitName, desk.NoUnits, importing.UnknownLayout, ledger.LedgerBroken, lock.Locked,
        received.NoRoom, location.NetworkFolder, received.NothingFound, snapshot.NoSnapshot,
        snapshot.DamagedSnapshot,
        opening.DamagedWarehouse, store.UnknownBatch, store.UnknownProblem, NotAWorkspace,
        gxlab.commands.faults.WrongUse, gxlab.commands.faults.Impossible,
    )  # fmt: skip
    assert {kind.__name__ for kind in known} == set(CODES)


def test_errors_of_the_system_are_told_as_actions() -> None:
    full = explain(OSError(28, "No space left on device", "/x/main.duckdb"))
    assert full == (1, "“/x/main.duckdb”磁盘空间不足，请清理后重试。")
    assert explain(KeyboardInterrupt()) is not None and explain(KeyboardInterrupt())[0] == 130  # type: ignore[index]
    # DuckDB's own words for a Ctrl-C that met it in a query.
    assert explain(RuntimeError("Query interrupted")) == explain(KeyboardInterrupt())
    taken_over = "reading the object registered as 'incoming_rows' failed: KeyboardInterrupt: "
    assert explain(duckdb.InvalidInputException(taken_over)) == explain(KeyboardInterrupt())
    assert explain(duckdb.InvalidInputException("reading the object failed")) is None
    assert explain(ZeroDivisionError("除以零")) is None
    assert "--debug" in unexplained(ZeroDivisionError("除以零"))


def gxlab(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


def test_as_a_process_json_is_alone_on_standard_output(tmp_path: Path) -> None:
    made = gxlab("init", "w", "--json", cwd=tmp_path)
    assert made.returncode == 0 and json.loads(made.stdout) == {"workspace": "w"}
    none = gxlab("units", "--json", cwd=tmp_path / "w")
    assert none.returncode == 2 and "gxlab import" in json.loads(none.stdout)["error"]
    assert none.stderr == ""


def test_ctrl_c_ends_with_130_and_stores_nothing(tmp_path: Path) -> None:
    assert gxlab("init", "w", cwd=tmp_path).returncode == 0
    inbox = tmp_path / "w" / "data" / "inbox"
    for number in range(400):
        (inbox / f"表{number}.csv").write_text(f"甲,乙\n{number},2\n", encoding="utf-8")
    command = [sys.executable, "-c", "from gxlab.cli import main; main()", "import", "data/inbox"]
    process = subprocess.Popen(
        command, cwd=tmp_path / "w", stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    database = tmp_path / "w" / "data" / "warehouse" / "main.duckdb"
    while not database.exists() and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130, (out, err)
    assert "已中断" in err and "Traceback" not in err
    assert not (tmp_path / "w" / "data" / "warehouse" / "current").exists()
    assert os.path.exists(database)  # noqa: PTH110 - the file is there, and empty of batches


@pytest.mark.parametrize("more", [(), ("--json",)])
def test_bytes_that_are_no_text_are_answered_in_a_sentence(
    more: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ended = run(capsys, *more, "--workspace", tmp_path, "value", "revenue\udcb9", "--unit", "x")
    assert ended.code == 2 and "不成文字的字节" in ended.out + ended.err
