"""Attributes that are the form of a page and not its matter (版式属性): what they may hold.

A value is form only where it has exactly this shape; otherwise its numbers count like any other.
"""

from __future__ import annotations

import re

from gxlab.disclosure.page_tree import Element

# No more than two digits in a row: a name of an anchor or a class, not a figure.
_TOKENS = r"(?:[A-Za-z_-]|(?<![0-9])[0-9]{1,2}(?![0-9])|[ ])+"
_SMALL = r"[0-9]{1,2}"
_COORDINATE = r"-?(?<![0-9.])[0-9]{1,5}(?:\.[0-9]{1,2})?(?![0-9.])"
_FORMS: dict[str, str] = {
    **dict.fromkeys(("id", "class", "for", "scope", "role", "lang", "dir"), _TOKENS),
    **dict.fromkeys(("colspan", "rowspan", "tabindex"), _SMALL),
    "charset": r"utf-8",
}
_PATH = rf"[MLHVCSQTAZmlhvcsqtaz, ]*(?:{_COORDINATE}[MLHVCSQTAZmlhvcsqtaz, -]*?)*[Zz]?"
_TRANSFORM = rf"(?:(?:translate|rotate|scale|matrix)\((?:{_COORDINATE}[, ]*)+\) ?)+"
_LENGTH = rf"{_COORDINATE}(?:px|%)?"
_DRAWN: dict[str, str] = {
    "d": _PATH,
    "transform": _TRANSFORM,
    "viewBox": rf"(?:{_COORDINATE} ?){{4}}",
    **dict.fromkeys(
        ("width", "height", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry"), _LENGTH
    ),
    **dict.fromkeys(("dx", "dy", "font-size", "stroke-width", "stroke-miterlimit"), _LENGTH),
    **dict.fromkeys(("opacity", "fill-opacity", "stroke-opacity", "stop-opacity"), _LENGTH),
    **dict.fromkeys(("offset", "stroke-dashoffset"), _LENGTH),
    "stroke-dasharray": rf"(?:{_COORDINATE}[, ]*)+",
    **dict.fromkeys(
        ("fill", "stroke", "stop-color"),
        r"none|transparent|[a-z]+|#[0-9a-f]{3,6}|rgba?\([0-9., %]{5,30}\)|url\(#[\w-]{1,40}\)",
    ),
    "clip-path": r"url\(#[\w-]{1,40}\)",
    "font-weight": r"[1-9]00|[a-z]+",
}
_META = {
    "gxlab:period": r"20[0-9]{2}-[0-9]{2}",
    "gxlab:unit": r"[0-9A-Za-z_-]{1,12}",
    "gxlab:inputs": r"[0-9a-f]{8,64}",
    "gxlab:version": r"[0-9]{1,4}(?:\.[0-9a-z+]{1,12}){0,4}",
    "gxlab:report": r"[a-z_]+",
    "viewport": r"width=device-width, initial-scale=1",
}
# Coordinates of figures and links have rules of their own.
_ELSEWHERE = frozenset({"data-ref", "href"})


def is_form(element: Element, attribute: str, value: str) -> bool:
    """Whether an attribute's value is the form of the page, with the shape this has."""
    if attribute in _ELSEWHERE:
        return True
    if element.tag == "meta" and attribute == "content":
        return (
            re.fullmatch(_META.get(element.attributes.get("name", ""), "(?!)"), value) is not None
        )
    shape = _FORMS.get(attribute)
    if shape is None and element.is_inside("svg"):
        shape = _DRAWN.get(attribute)
    return shape is not None and re.fullmatch(shape, value) is not None


def is_drawn(attribute: str) -> bool:
    """Whether an attribute says where or how a mark of a drawing stands."""
    return attribute in _DRAWN
