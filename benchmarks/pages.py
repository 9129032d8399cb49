"""The last step of a report (成页): an executed notebook becomes a page, by a warm renderer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

Render = Callable[[Path, Mapping[str, Any]], str]


def renderer(ours: bool) -> Render:
    """gxlab's own pages, or nbconvert's as its command makes them; ready, without its start."""
    return _ours() if ours else _nbconvert()


def _nbconvert() -> Render:
    import nbconvert

    exporter: Any = nbconvert.__dict__["HTMLExporter"](exclude_input=True)
    return lambda path, _: str(exporter.from_filename(str(path))[0])


def _ours() -> Render:
    from gxlab.batch.finished import executed
    from gxlab.publish.html import EditionMeta, render_edition
    from gxlab.publish.outline import read_outline

    def render(path: Path, edition: Mapping[str, Any]) -> str:
        notebook = executed(path.read_text(encoding="utf-8"))
        meta = EditionMeta(
            **{**edition, "inputs": read_outline(notebook).sentinel.inputs, "demo": True}
        )
        return render_edition(notebook, meta=meta)

    return render
