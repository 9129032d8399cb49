"""How a typed object shows itself in JupyterLab (显示): JSON for publishing, HTML to look at.

The HTML view is complete in itself: its style travels with it and charts are drawn to SVG, so an
opened notebook needs no network and no extension.

``GXLAB_VIEW=off`` leaves the HTML view out: a batch run publishes from the JSON alone, and drawing
every chart twice would cost half a second an edition.
"""

from __future__ import annotations

import os
from typing import Any

from gxlab.show.drawing import static_svg
from gxlab.show.markup import View, block_html, environment
from gxlab.show.objects import MIME, Block, Chart, Sentence, Table, to_json


def mimebundle(block: Block) -> dict[str, Any]:
    """The outputs of a cell whose result is ``block``, by MIME type."""
    bundle: dict[str, Any] = {MIME: to_json(block), "text/plain": _plain(block)}
    if os.environ.get("GXLAB_VIEW") != "off":
        bundle["text/html"] = fragment(block)
    return bundle


def fragment(block: Block) -> str:
    """The block as an HTML fragment that carries its own style."""
    drawings = {block.id: static_svg(block.spec, block.id)} if isinstance(block, Chart) else {}
    shown = block_html(block, View(drawings=drawings))
    return environment().get_template("fragment.html.j2").render(shown=shown)


def _plain(block: Block) -> str:
    if isinstance(block, Sentence):
        return block.text
    if isinstance(block, (Table, Chart)):
        return f"<{block.kind} {block.id}：{block.title}>"
    return f"<{block.kind}>"
