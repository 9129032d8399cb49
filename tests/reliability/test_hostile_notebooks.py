"""D10: ten hostile report notebooks (恶意笔记本): each is refused or kept within its bounds.

Real batches, with the temporary folder beside the workspace as it is in use.
"""

from __future__ import annotations

import json
import socket
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from gxlab.batch import confine
from gxlab.commands.setup import altered_notebooks, new_workspace
from gxlab.workspace import Workspace
from tests.batch.faulty import only_the_zygote, until
from tests.batch.sample import notebook, workspace_at, write_notebook
from tests.cli.running import run
from tests.soak import FULL, keep

pytestmark = [
    pytest.mark.slow,
    pytest.mark.soak,
    pytest.mark.skipif(sys.platform != "linux" or not confine.version(), reason="要有 Landlock"),
]

CELLS = {
    cell["name"]: cell["source"].strip()
    for cell in tomllib.loads(Path(__file__).with_name("hostile_cells.toml").read_text("utf-8"))[
        "cell"
    ]
}
FAKED = (
    "from gxlab.show.objects import Sentinel\n"
    'Sentinel("tiny", "330101", "东山县", "2026-05", "internal", "0" * 16)'
)
TOLD = ("不得", "ermission denied", "AssertionError", "运行出错")


@dataclass(frozen=True)
class Bed:
    """A workspace with four standing pages, a folder beside it, and something that listens."""

    workspace: Workspace
    out: Path
    port: int


@pytest.fixture(scope="module")
def bed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bed]:
    base = tmp_path_factory.mktemp("hostile")
    for name in ("tmp", "out", "run"):
        (base / name).mkdir()
    made = workspace_at(base / "w")
    made.raw.mkdir(parents=True)
    (made.raw / "secret").write_text("原始", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch, socket.create_server(("127.0.0.1", 0)) as listens:
        patch.setenv("TMPDIR", str(base / "tmp"))
        patch.setenv("XDG_RUNTIME_DIR", str(base / "run"))
        patch.setattr("tempfile.tempdir", None)
        yield Bed(made, base / "out", listens.getsockname()[1])
    until(lambda: only_the_zygote(base / "run"), 10)


def everything(folder: Path) -> dict[str, bytes]:
    """Every file but the run's own scratch and the note of who holds a lock."""
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and "scratch" not in p.parts)
    return {str(p.relative_to(folder)): p.read_bytes() for p in found if p.suffix != ".lock"}


def test_ten_hostile_notebooks_reach_nothing(
    bed: Bed, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("report", "--period", "2026-05", "--workspace", bed.workspace.root, "--json")
    assert run(capsys, *words).code == 0
    places = {"root": str(bed.workspace.root), "out": str(bed.out), "port": bed.port}
    cells = {name: text.format(**places) for name, text in CELLS.items()}
    if not FULL:
        cells = {name: cells[name] for name in tuple(cells)[1::4]}
    others = everything(bed.workspace.reports / "2026-05" / "internal" / "330102")
    data = everything(bed.workspace.root / "data")
    contained = 0
    for name, text in cells.items():
        write_notebook(bed.workspace, notebook(extra=text))
        ended = run(capsys, *words, "--unit", "330101")
        (edition,) = ended.json["editions"]
        assert ended.code == 1 and edition["outcome"] == "failed", (name, edition)
        assert any(word in edition["error"] for word in TOLD), (name, edition["error"])
        contained += 1
    write_notebook(bed.workspace, notebook(last=FAKED))
    faked = run(capsys, *words, "--unit", "330101")
    assert faked.code == 1 and "没有读取记录" in faked.json["editions"][0]["error"]
    assert everything(bed.workspace.reports / "2026-05" / "internal" / "330102") == others
    assert everything(bed.workspace.root / "data") == data
    assert list(bed.out.iterdir()) == []
    write_notebook(bed.workspace, notebook())
    assert run(capsys, *words).code == 0
    keep("D10", "ten hostile notebook templates, refused or contained",
         tried=len(cells) + 1, contained=contained + 1, landlock=confine.version())  # fmt: skip


def test_a_shared_notebook_cannot_open_a_snapshot(tmp_path: Path) -> None:
    root = tmp_path / "w"
    found = confine.bounds(root, root / "scratch", root / "own", "shared", "2026-05")
    assert str(root / "data") in found.hidden
    assert found.shown[0] == str(root / "data/warehouse/releases/2026-05/shared.duckdb")
    inside = confine.bounds(root, root / "scratch", root / "own", "internal", "2026-05")
    assert str(root / "data/warehouse/main.duckdb") in inside.hidden
    assert not any(str(root / "data/warehouse/snapshots").startswith(h) for h in inside.hidden)


def test_a_changed_notebook_of_the_product_is_noticed_and_a_bureau_s_own_allowed(
    tmp_path: Path,
) -> None:
    made = new_workspace(tmp_path / "w", None)
    assert altered_notebooks(made) == []
    path = made.report_notebooks / "cluster_revenue.ipynb"
    told = json.loads(path.read_text(encoding="utf-8"))
    told["cells"][0]["outputs"] = []  # no change of a cell
    path.write_text(json.dumps(told), encoding="utf-8")
    assert altered_notebooks(made) == []
    told["cells"][-1]["source"] = ["import os\n", *told["cells"][-1]["source"]]
    path.write_text(json.dumps(told), encoding="utf-8")
    path.with_name("own_report.ipynb").write_text(json.dumps(told), encoding="utf-8")
    assert altered_notebooks(made) == ["reports/cluster_revenue.ipynb", "reports/own_report.ipynb"]
