"""Vega for a page (内嵌绘图脚本): one offline bundle, once a page, allowed by its hash alone.

The bundle comes out of vl-convert, so nothing is fetched when a page is made or opened. Specs run
through Vega's own expression interpreter (``ast``), so the page needs no ``unsafe-eval``.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Any

import vl_convert
from markupsafe import Markup

from gxlab.show.drawing import VEGA_LITE
from gxlab.show.objects import Chart
from gxlab.show.theme import CONFIG

# Addresses of the editor, a schema and an issue stand in the bundle as mere words; a page that asks
# the network nothing should not name them either. The w3.org ones are namespaces of SVG and stay.
_ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)[\w./-]+")


@lru_cache(maxsize=1)
def bundle() -> Markup:
    """Vega, Vega-Lite, vega-embed and the interpreter as one script, exposing ``gxEmbed``."""
    script = vl_convert.javascript_bundle("window.gxEmbed=vegaEmbed;", vl_version=VEGA_LITE)
    return _inline(_ADDRESS.sub("", script))


@lru_cache(maxsize=4)
def script(name: str) -> Markup:
    """A script of this package, ready to stand inside ``<script>``."""
    source = resources.files("gxlab.publish").joinpath("templates", name)
    return _inline(source.read_text(encoding="utf-8").strip())


def _inline(text: str) -> Markup:
    """Program text of the product itself, never data; it only must not close its own element."""
    return Markup(text.replace("</script", "<\\/script").replace("<!--", "<\\!--"))


@lru_cache(maxsize=8)
def csp_hash(text: str) -> str:
    """The CSP source expression that allows exactly this inline script."""
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


def policy(*scripts: str) -> str:
    """The Content-Security-Policy of a page that may run only ``scripts`` and load nothing."""
    allowed = f" script-src {' '.join(csp_hash(text) for text in scripts)};" if scripts else ""
    return (
        f"default-src 'none'; img-src data:; style-src 'unsafe-inline';{allowed} "
        "base-uri 'none'; form-action 'none'"
    )


def page_specs(charts: Iterable[Chart]) -> dict[str, Any]:
    """The charts of a page as its script reads them: the house style once, then each by its id.

    The address of the schema is left out: nothing reads it, and a page names no address.
    """
    return {
        "style": CONFIG,
        "charts": {
            chart.id: {
                key: value
                for key, value in chart.spec.items()
                if key != "$schema" and not (key == "config" and value == CONFIG)
            }
            for chart in charts
        },
    }
