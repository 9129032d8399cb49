"""A page that contradicts itself or the one before it is not published (发布前核对, in a run)."""

from __future__ import annotations

from pathlib import Path

import pytest

from gxlab.workspace import Workspace
from tests.batch.sample import notebook, store_rows, workspace_at, write_notebook
from tests.cli.running import Ended, run
from tests.conftest import facts, register

pytestmark = pytest.mark.slow
LEVEL = """Sentence(("累计", Figure(f"{figure.value:.2f}", ref, unit="万元"), "。"), "key_point")"""
NOTED = LEVEL.replace('"key_point"', '"warning"')


def report(capsys: pytest.CaptureFixture[str], workspace: Workspace, period: str) -> Ended:
    given = ("report", "--period", period, "--unit", "3300")
    return run(capsys, *given, "--workspace", workspace.root, "--json")


def test_two_numbers_for_one_figure_fail_the_edition(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    wrong = 'Sentence(("营业收入", Figure("591.00", ref), "万元。"), "key_point")'
    write_notebook(workspace, notebook(extra=wrong))
    told = report(capsys, workspace, "2026-05")
    (edition,) = told.json["editions"]
    assert (told.code, edition["outcome"]) == (1, "failed")
    # 500 + 90 = 590 in the headline.
    assert "590.00" in edition["error"] and "591.00" in edition["error"]
    assert "revenue|3300|2026-05|ytd|value" in edition["error"]
    page = (workspace.root / edition["html"]).read_text(encoding="utf-8")
    assert "发布前核对未通过" in page


def test_a_cumulative_figure_falls_only_with_a_word_on_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = workspace_at(tmp_path)
    listed = register("A 2026-04 330101001 1711\nB 2026-04 330102001 2710")
    # 1—4月 520 + 95 = 615, 1—5月 500 + 90 = 590.
    april = facts("A 2026-04 520 480\nB 2026-04 95 100")
    store_rows(workspace, {"register": listed}, {"observation": april})
    write_notebook(workspace, notebook(extra=LEVEL))
    assert report(capsys, workspace, "2026-04").code == 0
    told = report(capsys, workspace, "2026-05")
    (edition,) = told.json["editions"]
    assert (told.code, edition["outcome"]) == (1, "failed")
    assert "590.00万元”低于上期的“615.00万元”" in edition["error"]
    write_notebook(workspace, notebook(extra=NOTED))
    assert report(capsys, workspace, "2026-05").code == 0
