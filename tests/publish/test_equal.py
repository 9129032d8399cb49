"""Figures of html, docx and xlsx read back by independent readers: equal, all of them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from gxlab.batch.finished import executed
from gxlab.publish.html import EditionMeta
from gxlab.publish.outline import read_outline
from tests.demo_workspace import DemoWorkspace
from tests.publish.equal import compared
from tests.unit.publish.sample import META, sample

UNITS = ("139900", "139901", "139971")


def meta_of(page: Path) -> tuple[dict[str, object], EditionMeta]:
    """The executed notebook beside a page, and what names its edition."""
    notebook = executed(page.with_suffix(".ipynb").read_text(encoding="utf-8"))
    outline = read_outline(notebook)
    seal, head = outline.sentinel, outline.masthead
    return notebook, EditionMeta(
        report=seal.report,
        report_title=head.title,
        unit=seal.unit,
        unit_name=seal.unit_name,
        period=seal.period,
        audience=seal.audience,
        inputs=seal.inputs,
        version="0",
        demo=True,
        state=head.state,
    )


def test_of_the_sample_edition() -> None:
    count, faults = compared(sample(), META)
    assert faults == [] and count > 100


def test_a_single_digit_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    from gxlab.publish import docx_fit, docx_table

    printed = docx_fit.shown
    monkeypatch.setattr(docx_table, "shown", lambda c: printed(c).replace("186.42", "186.43"))
    _, faults = compared(sample(), META)
    assert len(faults) == 2 and all("186.4" in fault for fault in faults)


@pytest.mark.slow
@pytest.mark.parametrize("unit", UNITS)
def test_of_the_demo_city(unit: str, demo_workspace: DemoWorkspace) -> None:
    pages = {r: page for (u, r), page in demo_workspace.pages().items() if u == unit}
    assert len(pages) >= 3
    total = 0
    for report, page in pages.items():
        notebook, meta = meta_of(page)
        count, faults = compared(notebook, replace(meta, report_title=report))
        assert faults == [], (report, faults[:5])
        total += count
    assert total > 900
