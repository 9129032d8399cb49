"""A chart drawn to a static SVG (静态图): for shared editions, without script, and JupyterLab.

vl-convert runs Vega in its own engine, offline. What it returns is read as XML and written again
from a short list of elements and attributes, so a drawing cannot carry a script, a link or an image
whatever the data said. A bare drawing, for pages that leave the house, carries no words beside what
is seen (Vega describes every mark with its row) and no place finer than a tenth of a pixel.
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
        *("role", "aria-label", "aria-hidden", "aria-roledescription", "data-ref"),
    )
)
# What only describes a mark; and the numbers that say where it stands.
_DESCRIBING = frozenset(("title", "role", "aria-label", "aria-hidden", "aria-roledescription"))
_PLACES = frozenset(
    (
        "d",
        "transform",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "dx",
        "dy",
    )
)
_FINE = re.compile(r"-?[0-9]*\.[0-9]+(?:e-?[0-9]+)?")
# The coordinate of a printed figure; a label drawn with it as its description keeps it.
_COORDINATE = re.compile(r"[a-z][a-z0-9_]*(?:\|[^|]+){4,5}")
_LOCAL_URL = re.compile(r"url\(#([\w-]+)\)")


def static_svg(spec: dict[str, Any], name: str, *, bare: bool = False) -> Markup:
    """The chart as inline SVG. ``name`` makes the ids inside unique on a page of many charts.

    ``bare``: without titles and descriptions (the shared audience). A text whose description is the
    coordinate of a figure is marked with it instead, like every printed figure.
    """
    drawn = vl_convert.vegalite_to_svg(fixed_width(spec), vl_version=VEGA_LITE)
    read = ElementTree.fromstring(drawn)
    return _rewrite(_bared(read) if bare else read, name)


def _bared(element: ElementTree.Element) -> ElementTree.Element:
    """The element with what is seen, and no more."""
    tag = element.tag.rpartition("}")[2]
    ref = element.get("aria-label", "")
    made = ElementTree.Element(
        element.tag, {k: _coarse(k, v) for k, v in element.items() if k not in _DESCRIBING}
    )
    if tag == "text" and _COORDINATE.fullmatch(ref):
        made.set("data-ref", ref)
    made.text, made.tail = element.text, element.tail
    made.extend(_bared(child) for child in element if child.tag.rpartition("}")[2] != "title")
    return made


def _coarse(key: str, value: str) -> str:
    """A place to a tenth of a pixel: what is drawn tells no more digits than what is printed."""
    if key not in _PLACES:
        return value
    return _FINE.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), value)


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
