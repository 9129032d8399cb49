"""A chart drawn to a static SVG (静态图): for shared editions, without script, and JupyterLab.

vl-convert runs Vega in its own engine, offline. What it returns is read as XML and written again
from a short list of elements and attributes, so a drawing cannot carry a script, a link or an image
whatever the data said.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import vl_convert
from markupsafe import Markup, escape

VEGA_LITE = "6.4"
STATIC_WIDTH = 720

_ELEMENTS = frozenset(
    (
        *("svg", "g", "path", "line", "rect", "circle", "text", "tspan", "title"),
        *("defs", "clipPath", "linearGradient", "stop"),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("viewBox", "width", "height", "class", "transform", "d", "id", "clip-path"),
        *("fill", "fill-opacity", "opacity", "stroke", "stroke-width", "stroke-opacity"),
        *("stroke-dasharray", "stroke-dashoffset", "stroke-linecap", "stroke-linejoin"),
        *("stroke-miterlimit", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"),
        *("dx", "dy", "text-anchor", "font-family", "font-size", "font-weight", "font-style"),
        *("offset", "stop-color", "stop-opacity", "gradientUnits"),
        *("role", "aria-label", "aria-hidden", "aria-roledescription"),
    )
)
_LOCAL_URL = re.compile(r"url\(#([\w-]+)\)")


def static_svg(spec: dict[str, Any], name: str) -> Markup:
    """The chart as inline SVG. ``name`` makes the ids inside unique on a page of many charts."""
    drawn = vl_convert.vegalite_to_svg(fixed_width(spec), vl_version=VEGA_LITE)
    return _rewrite(ElementTree.fromstring(drawn), name)


def fixed_width(spec: dict[str, Any]) -> dict[str, Any]:
    """On paper there is no container to fill, so the responsive width becomes a fixed one."""
    return {**spec, "width": STATIC_WIDTH} if spec.get("width") == "container" else spec


def _rewrite(element: ElementTree.Element, name: str) -> Markup:
    tag = element.tag.rpartition("}")[2]
    if tag not in _ELEMENTS:
        return Markup("")
    attributes = Markup("").join(
        Markup(' {}="{}"').format(key, _attribute(key, value, name))
        for key, value in sorted(element.attrib.items())
        if key in _ATTRIBUTES and _is_safe(value)
    )
    inner = escape(element.text or "") + Markup("").join(
        _rewrite(child, name) + escape(child.tail or "") for child in element
    )
    return Markup("<{0}{1}>{2}</{0}>").format(tag, attributes, inner)


def _attribute(key: str, value: str, name: str) -> str:
    if key == "id":
        return f"{name}-{value}"
    return _LOCAL_URL.sub(lambda found: f"url(#{name}-{found[1]})", value)


def _is_safe(value: str) -> bool:
    """A paint may name a gradient of this drawing, never anything outside it."""
    return "url(" not in _LOCAL_URL.sub("", value)
