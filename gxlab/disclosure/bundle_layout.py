"""Which pages make up a shared bundle (成品构成): all its index leads to, each what it says."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from gxlab.disclosure.bundle_files import Fault, pages_of
from gxlab.disclosure.page_tree import Element, NotPlain, read_page

HOME = "index.html"
_EDITION = re.compile(r"(?P<unit>[0-9A-Za-z_-]+)/(?P<report>[a-z_]+)\.html")
# The only words about what is not printed: neutral, and everywhere the same.
NOTES = (
    "注：*：按保密规定不公布。",
    "依照统计资料保密规定，可能识别或推断单个统计调查对象的数不公布，以“*”表示。",
)


def layout_faults(files: Mapping[str, bytes]) -> Iterator[Fault]:
    """Pages that the index does not lead to, pages in the wrong place, words about a ``*``."""
    trees: dict[str, Element] = {}
    for name, content in pages_of(files).items():
        try:
            trees[name] = read_page(content)
        except NotPlain:
            continue  # told by the rules of the page itself
    reached = _reached(trees)
    for name, tree in trees.items():
        if name not in reached:
            yield Fault("包内目录没有列出这个页面", name, "")
        yield from _of_page(name, tree)
    if HOME not in files:
        yield Fault("包内缺目录页", HOME, "")
    periods = {_meta(tree, "gxlab:period") for tree in trees.values()} - {""}
    if len(periods) > 1:
        yield Fault("包内页面不是同一期", HOME, "")


def _reached(trees: Mapping[str, Element]) -> set[str]:
    """The pages to which the links lead, from the index on."""
    reached: set[str] = set()
    ahead = [HOME]
    while ahead:
        name = ahead.pop()
        if name in reached or name not in trees:
            continue
        reached.add(name)
        links = (e.attributes.get("href", "#") for e in trees[name].walk())
        ahead += [_target(name, link) for link in links if not link.startswith("#")]
    return reached


def _target(name: str, link: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(link)))


def _of_page(name: str, tree: Element) -> Iterator[Fault]:
    place = _EDITION.fullmatch(name)
    if place and place["report"] != "index":
        said = (
            _meta(tree, "gxlab:unit"),
            _meta(tree, "gxlab:report"),
            _meta(tree, "gxlab:audience"),
        )
        if said != (place["unit"], place["report"], "shared"):
            yield Fault("页面写明的单位、报告或读者与所在位置不符", name, "")
    elif not place and name != HOME:
        yield Fault("页面不在规定的位置", name, "")
    for element, text in tree.texts():
        figure = any("data-ref" in one.attributes for one in element.above())
        if "*" in text and not figure and element.tag != "style" and text.strip() not in NOTES:
            yield Fault("对“*”作了规定以外的说明", name, element.tag)


def _meta(tree: Element, name: str) -> str:
    found = (e.attributes for e in tree.walk() if e.tag == "meta")
    return next((a.get("content", "") for a in found if a.get("name") == name), "")
