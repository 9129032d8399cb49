"""D6: 50 names that would lead elsewhere (路径): files stay inside, none is overwritten.

What a name of a unit, sender or copy becomes on the disk is tested in tests/never; here the names
come in wherever a command takes one, and as names of workbooks.
"""

from __future__ import annotations

import hashlib
import unicodedata
from pathlib import Path

import pytest

from gxlab.reference.file_names import file_stem
from tests.batch.sample import workspace_at
from tests.cli.running import run, workspace_with_data
from tests.never.test_file_names import AWKWARD
from tests.soak import keep, many
from tests.unit.warehouse.forms import Bench, revenue

pytestmark = [pytest.mark.soak, pytest.mark.slow]

NAMES = (
    *AWKWARD,
    *("../../outside/x", "S0001/../../outside", "S0001\x00", "S0001\n", "Ｓ０００１", "-rf"),
    *("--help=", "~root", "file:///etc/passwd", "\u2066x", "报告", "報告", "ＡＢ", "AB", "ab"),
)  # fmt: skip
COMMANDS = (
    ("value", "revenue", "--unit", "3300", "--period", "2026-05", "--as-of={}"),
    ("restore", "--", "{}"),
    ("import", "--undo={}"),
    ("import", "data/inbox", "--dry-run", "--layout={}"),
    ("template", "--", "{}"),
    ("layout", "data/inbox/units.csv", "--save={}"),
    ("report", "--period", "2026-05", "--report={}"),
    ("report", "--period", "2026-05", "--unit={}"),
)


def everything(folder: Path) -> dict[str, str]:
    """Every file below a folder with its digest; links as where they lead."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_symlink():
            found[str(path)] = str(path.readlink())
        elif path.is_file() and path.suffix not in (".lock", ".log"):
            found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def test_no_name_given_to_a_command_leads_elsewhere(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(set(NAMES)) >= 50
    outside = tmp_path / "outside"
    outside.mkdir()
    bench = workspace_with_data(tmp_path / "w")
    # What a name might reach: a snapshot and a layout of somebody else's.
    snapshot = bench.root / "data" / "warehouse" / "snapshots" / "S0001.duckdb"
    (outside / "x.duckdb").write_bytes(snapshot.read_bytes())
    (outside / "x.toml").write_text('name = "x"\n', encoding="utf-8")
    monkeypatch.chdir(bench.root)
    before = everything(tmp_path)
    asked = 0
    for number, name in enumerate(NAMES[:: many(1, 12)]):
        for command in COMMANDS[number % many(1, 8) :: many(1, 8)]:
            words = [word.format(name) if "{}" in word else word for word in command]
            if "template" in words and name in ("units",):
                continue
            ended = run(capsys, "--workspace", bench.root, "--json", *words)
            assert ended.code in (0, 1, 2), (words, ended.json)
            told = ended.json.get("error", "")
            assert "程序内部出错" not in told, (words, told)
            # "ab" is a name like any other for a form, "" is none at all.
            fine = name in ("", " ", "  ") or ("layout" in words and name == "ab")
            assert ended.code != 0 or fine, (words, ended.json)
            asked += 1
    after = everything(tmp_path)
    changed = {Path(p).name for p in after if before.get(p) != after[p]}
    # Opened for writing, the main database notes that; its rows are compared in test_sql.
    assert changed <= {"main.duckdb", "main.seal", "ab.toml", "units.html"}
    _Count.asked = asked


class _Count:
    asked = 0


def usable(name: str) -> bool:
    """Whether this system takes the name for a file at all."""
    return not ("/" in name or "\x00" in name or len(name.encode("utf-8", "replace")) > 200)


def test_workbooks_of_any_name_have_each_their_own_place(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "w")
    bench = workspace_with_data(tmp_path / "w")
    names = [n for n in NAMES if usable(n) and not any(0xD800 <= ord(c) < 0xE000 for c in n)]
    chosen = names[:: many(1, 12)]
    twins = [unicodedata.normalize(form, "é区") for form in ("NFC", "NFD")]
    paths = []
    for number, name in enumerate([*chosen, *twins, "Ａ报", "A报"]):
        text = revenue(f"A,{600 + number},480", "B,不是数,100")  # a row that goes back
        paths.append(bench.file(f"{name}测试直报2026年5月.csv", text))
    assert len(set(paths)) == len(paths)
    kept = {path: path.read_bytes() for path in paths}
    outside = everything(tmp_path / "w" / "data" / "reference")
    result = bench.take_in(*paths)
    archived = {file.sha256 for file in result.files}
    assert len(result.files) == len(archived) == len(paths)
    raw = {
        p.name.partition(".")[0] for p in (bench.root / "data" / "raw").rglob("*") if p.is_file()
    }
    assert all(any(sha in name for name in raw) for sha in archived)
    copies = list((bench.root / "data" / "quarantine").rglob("退回_*"))
    folder = (bench.root / "data" / "quarantine").resolve()
    assert len(copies) == len(paths) and all(p.resolve().is_relative_to(folder) for p in copies)
    assert {path: path.read_bytes() for path in paths} == kept
    assert everything(tmp_path / "w" / "data" / "reference") == outside
    stems = {file_stem(name) for name in NAMES}
    assert len(stems) == len(set(NAMES))  # one-to-one
    keep("D6", "50 names: outputs inside, 0 overwritten, map one-to-one",
         names=len(set(NAMES)), asked_of_commands=_Count.asked, workbooks=len(paths),
         outside=0, overwritten=0)  # fmt: skip


def test_a_link_in_the_way_of_a_page_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "tiny.html").write_text("别人的", encoding="utf-8")
    workspace = workspace_at(tmp_path / "w")
    way = workspace.edition_folder("2026-05", "internal", "330101")
    way.parent.mkdir(parents=True)
    way.symlink_to(outside)
    words = ("report", "--period", "2026-05", "--workspace", workspace.root, "--json")
    ended = run(capsys, *words)
    assert ended.code == 1 and "2026-05/internal/330101" in ended.json["error"]
    assert [p.name for p in outside.iterdir()] == ["tiny.html"]
    assert (outside / "tiny.html").read_text(encoding="utf-8") == "别人的"
    way.unlink()
    # The folder of reports itself may lie on another disk; a page that is a link is replaced.
    elsewhere = tmp_path / "disk"
    workspace.reports.rename(elsewhere)
    workspace.reports.symlink_to(elsewhere)
    page = elsewhere / "2026-05" / "internal" / "330101" / "tiny.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.symlink_to(outside / "tiny.html")
    assert run(capsys, *words).code == 0
    assert not page.is_symlink()
    assert (outside / "tiny.html").read_text(encoding="utf-8") == "别人的"
