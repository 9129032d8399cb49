"""gxlab publish --audience shared: out only with a passed audit of exactly these bytes."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gxlab.batch import manifest
from gxlab.commands import distributing
from gxlab.disclosure import certificate as certificates
from gxlab.disclosure import files, ledger
from gxlab.warehouse.ledger import LedgerBroken
from gxlab.warehouse.snapshot import current
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, store_rows
from tests.cli.running import Ended, run
from tests.conftest import register
from tests.release import outward_workspace as given

ASK = ("publish", "--period", PERIOD, "--audience", "shared")
Change = Callable[[Workspace], None]


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return given.ready(tmp_path_factory.mktemp("outward") / "w")


@pytest.fixture
def workspace(made_once: Workspace, tmp_path: Path) -> Workspace:
    shutil.copytree(made_once.root, tmp_path / "w")
    return Workspace(tmp_path / "w")


def publish(capsys: pytest.CaptureFixture[str], made: Workspace, to: Path) -> Ended:
    return run(capsys, *ASK, "--to", to, "--workspace", made.root, "--json")


def lines(made: Workspace) -> list[ledger.Line]:
    return ledger.lines(made.releases / "shared")


def _altered_page(made: Workspace) -> None:
    page = given.shared(made) / "3300/tiny.html"
    page.write_bytes(page.read_bytes() + b" ")


def _extra_file(made: Workspace) -> None:
    (given.shared(made) / "3300/rows.csv").write_text("A,500", encoding="utf-8")


def _hidden_file(made: Workspace) -> None:
    (given.shared(made) / ".rows").write_text("A,500", encoding="utf-8")


def _missing_page(made: Workspace) -> None:
    (given.shared(made) / "index.html").unlink()


def _no_audit(made: Workspace) -> None:
    told = {"period": PERIOD}
    manifest.write(given.shared(made), told, [given.ENTRY])


def _claimed(made: Workspace) -> None:
    """A certificate that no audit has put on record."""
    path = given.shared(made) / manifest.NAME
    told = json.loads(path.read_text(encoding="utf-8"))
    told["certificate"]["narrowest"] = "9"
    path.write_text(json.dumps(told), encoding="utf-8")


def _half_told(made: Workspace) -> None:
    path = given.shared(made) / manifest.NAME
    told = json.loads(path.read_text(encoding="utf-8"))
    del told["certificate"]["ledger"]
    path.write_text(json.dumps(told), encoding="utf-8")


def _failed_audit(made: Workspace) -> None:
    certificates.put_on_record(made.prepared_release(PERIOD), None, ["139901：太窄"])


def _stale_audit(made: Workspace) -> None:
    """Another release left after the audit."""
    other = {"index.html": hashlib.sha256(b"other").hexdigest()}
    folder = made.releases / "shared"
    data = made.prepared_release(PERIOD) / files.INTERNAL
    internal = hashlib.sha256(data.read_bytes()).hexdigest()
    line = ledger.Line(0, PERIOD, "S0001", date(2026, 6, 1), "a", other, internal)
    ledger.record(folder, line, data)


def _altered_data(made: Workspace) -> None:
    given.prepare(made, "S0001", [1])


def _unsigned(made: Workspace) -> None:
    shutil.rmtree(made.releases)


def _corrected_since(made: Workspace) -> None:
    """Signed, then made again with other figures: the correction waits for its signature."""
    folder = made.reports / PERIOD / "internal"
    (entry,) = manifest.read(folder).values()
    entry["release"] = {**entry["release"], "signed": False, "correction": 1}
    manifest.write(folder, {"period": PERIOD}, [entry])


def _no_internal(made: Workspace) -> None:
    shutil.rmtree(made.reports / PERIOD / "internal")


def _other_snapshot(made: Workspace) -> None:
    """Signed on S0002; the release is made from S0003, in which a firm is new."""
    shutil.rmtree(made.releases)
    given.sign(made, "S0002", reads=given.reads_now(made))
    fresh = store_rows(made, {"register": register("C 2026-05 330101001 1711")})
    given.prepare(made, fresh, [1])
    given.certify(made, fresh)


def _unreleased(made: Workspace) -> None:
    given.prepare(made, current(made.warehouse).id, [1, 3])
    given.certify(made, current(made.warehouse).id)


REFUSALS: list[tuple[Change, str]] = [
    (_no_audit, "没有通过数据安全审计的对外版"),
    (_half_told, "没有通过数据安全审计的对外版"),
    (_claimed, "审计证明与审计记录不符"),
    (_failed_audit, "最近一次数据安全审计没有通过"),
    (_stale_audit, "审计之后又有对外发布"),
    (_altered_page, "有1个文件与审计时不同（3300/tiny.html）"),
    (_extra_file, "有1个文件不在审计之列（3300/rows.csv）"),
    (_hidden_file, "有1个文件不在审计之列（.rows）"),
    (_missing_page, "有1个审计过的文件不见了（index.html）"),
    (_altered_data, "发布数据文件“internal.duckdb”缺失或与审计时不同"),
    (_unsigned, "有1期没有定稿"),
    (_corrected_since, "有1期没有定稿"),
    (_no_internal, "有1期没有定稿"),
    (_other_snapshot, "有1期是按别的快照定稿的"),
    (_unreleased, "“file2.xlsx”（企业直报，没有发布日）"),
]


@pytest.mark.parametrize(("change", "said"), REFUSALS, ids=[c.__name__ for c, _ in REFUSALS])
def test_what_stands_in_the_way_is_said_and_nothing_leaves(
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    change: Change,
    said: str,
) -> None:
    change(workspace)
    before = len(lines(workspace))
    for name in ("out", "out.zip"):
        ended = publish(capsys, workspace, tmp_path / "outbox" / name)
        assert (ended.code, said in ended.json["error"]) == (1, True), ended.json
    assert not (tmp_path / "outbox").exists() and len(lines(workspace)) == before


def test_all_reasons_are_told_at_once(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for change in (_unreleased, _altered_page, _extra_file, _unsigned, _failed_audit):
        change(workspace)
    told = publish(capsys, workspace, tmp_path / "out").json["error"]
    for said in ("审计没有通过", "与审计时不同", "不在审计之列", "没有发布日", "没有定稿"):
        assert said in told
    assert "500" not in told  # never a firm's figure


def test_signed_on_another_snapshot_with_the_same_data_is_signed(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    shutil.rmtree(workspace.releases)
    given.sign(workspace, "S0002", reads=given.reads_now(workspace))
    fresh = store_rows(workspace, {"policy": [{"policy": "x", "unit": None, "value": "1"}]})
    given.prepare(workspace, fresh, [1])
    given.certify(workspace, fresh)
    assert publish(capsys, workspace, tmp_path / "out").code == 0


def test_published_it_is_whole_and_in_the_ledger(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    done = publish(capsys, workspace, tmp_path / "out")
    assert done.code == 0 and sorted(done.json["files"]) == sorted(given.PAGES)
    for name, data in given.PAGES.items():
        assert (tmp_path / "out" / name).read_bytes() == data
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["3300", "index.html"]
    (line,) = lines(workspace)
    assert (line.sequence, line.period, line.audit) == (1, PERIOD, done.json["audit"]["digest"])
    assert done.json["audit"]["passed"] is True and done.json["sequence"] == 1
    (released,) = ledger.earlier(workspace.releases / "shared")
    assert released.data.period == PERIOD

    # The same bytes again: allowed, also in another form, and no second line.
    again = publish(capsys, workspace, tmp_path / "out.zip")
    assert again.code == 0 and lines(workspace) == [line]
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        assert {n: archive.read(n) for n in archive.namelist()} == given.PAGES
        assert archive.comment == b"" and {i.date_time[0] for i in archive.infolist()} == {1980}
    # Into a folder with other files: refused, and they stay.
    assert publish(capsys, workspace, tmp_path / "out").code == 1


def test_a_copy_cut_short_is_a_release_all_the_same(
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(manifest, "put", _disk_full)
        assert publish(capsys, workspace, tmp_path / "out").code == 1
    assert not (tmp_path / "out").exists() and len(lines(workspace)) == 1
    assert len(ledger.earlier(workspace.releases / "shared")) == 1
    assert publish(capsys, workspace, tmp_path / "out").code == 0
    assert len(lines(workspace)) == 1 and (tmp_path / "out/index.html").is_file()


def _disk_full(path: Path, data: bytes) -> None:
    raise OSError(28, "No space left on device", str(path))


def test_a_line_cut_off_from_its_data_finds_them_again(
    workspace: Workspace,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Killed after the line and before its data have their place."""
    with monkeypatch.context() as killed:
        killed.setattr(ledger, "_take_in", lambda folder, number: None)
        publish(capsys, workspace, tmp_path / "out")
        assert not ledger.kept(workspace.releases / "shared", 1).exists()
    assert len(ledger.earlier(workspace.releases / "shared")) == 1


@pytest.mark.parametrize("how", ["line", "order", "cut", "gone", "data", "data gone"])
def test_a_broken_ledger_stops_everything(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path, how: str
) -> None:
    _stale_audit(workspace)
    given.certify(workspace, current(workspace.warehouse).id)
    assert publish(capsys, workspace, tmp_path / "first").code == 0
    _break(workspace.releases / "shared", how)
    with pytest.raises(LedgerBroken, match="请从备份补回"):
        ledger.earlier(workspace.releases / "shared")
    told = run(capsys, "verify", "--workspace", workspace.root, "--json").json
    assert any(f["part"] == "对外发布" for f in told["faults"])
    ended = publish(capsys, workspace, tmp_path / "out")
    assert ended.code == 4 and not (tmp_path / "out").exists()


def _break(folder: Path, how: str) -> None:
    path = folder / ledger.LEDGER
    told = path.read_text(encoding="utf-8").splitlines(keepends=True)
    if how == "line":
        path.write_text(told[0].replace("S0001", "S0009") + told[1], encoding="utf-8")
    elif how == "order":
        path.write_text(told[1] + told[0], encoding="utf-8")
    elif how == "cut":
        path.write_text(told[0], encoding="utf-8")
    elif how == "gone":
        path.unlink()
    elif how == "data":
        ledger.kept(folder, 1).write_bytes(b"x")
    else:
        ledger.kept(folder, 1).unlink()


def test_a_copied_workspace_keeps_what_was_published(
    workspace: Workspace, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    publish(capsys, workspace, tmp_path / "out")
    moved = Workspace(tmp_path / "elsewhere")
    shutil.copytree(workspace.root, moved.root)
    shutil.rmtree(workspace.root)
    assert [line.period for line in lines(moved)] == [PERIOD]
    assert len(ledger.earlier(moved.releases / "shared")) == 1
    told = run(capsys, "verify", "--workspace", moved.root, "--json").json
    assert told["published"] == 1
    assert [f for f in told["faults"] if f["part"] == "对外发布"] == []


def test_the_internal_copy_is_whole_or_not_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space"):
        broken.setattr(manifest, "put", _disk_full)
        distributing.put_together({"a.html": b"a"}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "out").mkdir()
    distributing.put_together({"a.html": b"a"}, tmp_path / "out")
    assert (tmp_path / "out/a.html").read_bytes() == b"a"
