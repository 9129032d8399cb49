"""E3: 30 changes, and exactly what they affect is made again (增量): compared with a forced run.

Data, lists, texts, notebook, parameters, program, and things that are no change at all, one after
another on one workspace with a page for the city, two counties and a zone.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from gxlab.batch import plan
from gxlab.warehouse import snapshot
from gxlab.warehouse.opening import writing
from gxlab.workspace import Workspace
from tests.batch.sample import PERIOD, notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import run
from tests.conftest import CITY, facts, register
from tests.soak import keep, many

pytestmark = [pytest.mark.soak, pytest.mark.slow]

ALL = frozenset({"3300", "330101", "330102", "Z1"})
EAST, WEST = frozenset({"3300", "330101"}), frozenset({"3300", "330102"})
NONE: frozenset[str] = frozenset()


@dataclass
class Office:
    """The workspace, and what the next command is given beside the period."""

    workspace: Workspace
    patch: pytest.MonkeyPatch
    words: list[str] = field(default_factory=list)

    def rows(self, text: str, **named: Any) -> None:
        store_rows(self.workspace, {"observation": facts(text, **named)})

    def units(self, **changed: Any) -> None:
        """东山县 with other particulars, in a new list of units."""
        listed = [{**u, **(changed if u["code"] == "330101" else {})} for u in CITY]
        store_rows(self.workspace, {"unit": listed})

    def register(self) -> None:
        store_rows(self.workspace, {"register": register("A 2026-05 330101001 1711")})

    def text(self, said: str | None) -> None:
        path = self.workspace.commentary_file(PERIOD, "330102", "tiny")
        path.parent.mkdir(parents=True, exist_ok=True)
        told = f"作者：周敏\n\n## 原因\n\n{said}\n"
        path.write_text(told, encoding="utf-8") if said else path.unlink()

    def undo(self) -> None:
        with writing(self.workspace.warehouse) as store:
            snapshot.build(store, store.undo(str(store.last_batch())))

    def page(self, unit: str) -> Path:
        return self.workspace.edition_folder(PERIOD, "internal", unit) / "tiny.html"

    def touch_everything(self) -> None:
        for path in self.workspace.root.rglob("*"):
            if path.suffix in (".ipynb", ".html", ".md", ".duckdb", ".json"):
                os.utime(path, (1_000_000_000, 1_000_000_000))

    def program(self, name: str, told: str) -> None:
        self.patch.setattr(plan, name, lambda: told)


Change = tuple[str, Callable[[Office], object], frozenset[str]]
NOTE = 'Sentence(("另记。",), "key_point")'
# A is the firm of 东山县, B that of 西水县; the zone has none.
CHANGES: tuple[Change, ...] = (
    ("a firm's value", lambda o: o.rows("B 2026-05 95 100"), WEST),
    ("the other firm's", lambda o: o.rows("A 2026-05 505 480"), EAST),
    ("a base", lambda o: o.rows("A 2026-05 505 470"), EAST),
    ("times of all files", lambda o: o.touch_everything(), NONE),
    ("another indicator", lambda o: o.rows("A 2026-05 7 6", indicator="tax"), NONE),
    ("a later month", lambda o: o.rows("A 2026-06 600 580\nB 2026-06 120 110"), NONE),
    ("a notebook", lambda o: write_notebook(o.workspace, notebook(extra=NOTE)), ALL),
    ("the notebook back", lambda o: write_notebook(o.workspace, notebook()), ALL),
    ("nothing", lambda o: None, NONE),
    ("the text of a county", lambda o: o.text("订单回升。"), WEST - {"3300"}),
    ("another text", lambda o: o.text("原料涨价。"), WEST - {"3300"}),
    ("the text gone", lambda o: o.text(None), WEST - {"3300"}),
    ("a parameter", lambda o: o.words.extend(("--param", "top=5")), ALL),
    ("the parameter back", lambda o: o.words.clear(), ALL),
    ("the program", lambda o: o.program("code_digest", "0" * 16), ALL),
    ("a library", lambda o: o.program("libraries", "duckdb 9.9"), ALL),
    ("both as they were", lambda o: o.patch.undo(), ALL),
    ("a page by hand", lambda o: o.page("330102").write_text("改"), WEST - {"3300"}),
    ("a page gone", lambda o: o.page("3300").unlink(), frozenset({"3300"})),
    ("a folder gone", lambda o: shutil.rmtree(o.page("Z1").parent), frozenset({"Z1"})),
    ("a firm's value again", lambda o: o.rows("B 2026-05 97 100"), WEST),
    ("that taken back", lambda o: o.undo(), WEST),
    ("and back again", lambda o: o.undo(), WEST),
    ("both firms", lambda o: o.rows("A 2026-05 510 470\nB 2026-05 99 100"), EAST | WEST),
    ("the same in another order", lambda o: o.rows("B 2026-05 99 100\nA 2026-05 510 470"), None),
    ("a name everybody knows", lambda o: o.units(name="东岭县"), None),
    ("the name back", lambda o: o.units(name="东山县"), None),
    ("the same file renamed", lambda o: o.rows("A 2026-05 510 470"), None),
    ("the list of firms again", lambda o: o.register(), None),
    ("the manifest gone", lambda o: (o.page("3300").parents[1] / "manifest.json").unlink(), ALL),
)  # type: ignore[assignment]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    with pytest.MonkeyPatch.context() as patch:
        yield Office(workspace_at(tmp_path / "w"), patch)


def test_30_changes_make_again_what_they_affect(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(CHANGES) == 30
    made(office, capsys)
    wrong = []
    for name, change, expected in CHANGES[:: many(1, 10)]:
        before = pages(office)
        change(office)
        changed = {unit for unit in ALL if before[unit] != pages(office).get(unit)}
        executed = made(office, capsys)
        after = pages(office)
        made(office, capsys, "--force")
        forced = pages(office)
        affected = {unit for unit in ALL if before[unit] != forced[unit]} | changed
        wanted = affected if expected is None else set(expected)
        if after != forced or executed != wanted or not affected <= executed:
            wrong.append((name, sorted(executed), sorted(affected), sorted(wanted)))
    assert wrong == []
    keep("E3", "30 changes: the rebuilt set is the affected set of a forced comparison",
         changes=len(CHANGES), exact=len(CHANGES) - len(wrong))  # fmt: skip


def made(office: Office, capsys: pytest.CaptureFixture[str], *more: str) -> set[str]:
    """The units whose page was executed."""
    words = ("report", "--period", PERIOD, "--unit", "all", *office.words, *more)
    ended = run(capsys, *words, "--workspace", office.workspace.root, "--json")
    assert ended.code == 0, ended.json
    return {e["unit"] for e in ended.json["editions"] if e["outcome"] == "built"}


def pages(office: Office) -> dict[str, bytes]:
    found = {unit: office.page(unit) for unit in ALL}
    return {unit: path.read_bytes() for unit, path in found.items() if path.is_file()}
