"""成品报告:不改不误报,改任何一个数的末位都查得出(去掉 data-* 之后)."""

from __future__ import annotations

import pytest

from benchmarks.bench_proofread import Page, on_pages, on_pairs, pages
from gxlab.workspace import Workspace
from tests.demo_workspace import DemoWorkspace, demo_workspace

__all__ = ["demo_workspace"]

pytestmark = pytest.mark.slow
MUTATIONS = 60


@pytest.fixture(scope="module")
def given(demo_workspace: DemoWorkspace) -> list[Page]:
    demo_workspace.pages()
    return list(pages(Workspace(demo_workspace.root)))


def test_unchanged_reports_raise_no_alarm_and_every_change_is_found(
    given: list[Page], demo_workspace: DemoWorkspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GXLAB_WORKSPACE", str(demo_workspace.root))
    found = on_pages(given, MUTATIONS, seed=7)
    assert (found["false_alarms"], found["missed"]) == ([], [])
    assert found["found"] == MUTATIONS and found["pages"] >= 9
    # 情况说明里种下的错(增速写错、正增速用了“收窄”)要查出来.
    assert len(found["planted_in_commentary"]) == 2


def test_pairs_of_sentences_are_judged_right() -> None:
    found = on_pairs(each=50, seed=11)
    assert found["right"] >= 0.98 * found["sentences"] and found["sentences"] == 600
