"""A finished page read as a tree (网页的读法), for the checks that end a shared release.

Only the plain form that the product's own templates write is read: every attribute quoted, every
element closed in its turn, no comment, no script, no character that a browser might read otherwise.
In that form all parsers of HTML agree, so what is checked here is what a browser shows; a page in
any other form is not judged but refused.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

_TOKEN = re.compile(
    r"<(?P<close>/?)(?P<tag>[A-Za-z][A-Za-z0-9]*)"
    r'(?P<attributes>(?: [A-Za-z][A-Za-z0-9:-]*(?:="[^"<>]*")?)*)>'
    r"|(?P<text>[^<]+)"
)
_ATTRIBUTE = re.compile(r' ([A-Za-z][A-Za-z0-9:-]*)(?:="([^"]*)")?')
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff]")
_DOCTYPE = "<!DOCTYPE html>"
_VOID = frozenset({"meta", "br", "hr", "input", "img", "link", "wbr", "col", "base"})
_RAW = frozenset({"style", "script"})


class NotPlain(ValueError):
    """A page is not in the form that can be read with certainty (版式不规范)."""


@dataclass
class Element:
    """An element (元素): its tag as written, attributes decoded, children in order."""

    tag: str
    attributes: dict[str, str]
    parent: Element | None = None
    children: list[Element | str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, in order."""
        return "".join(c if isinstance(c, str) else c.text for c in self.children)

    def walk(self) -> Iterator[Element]:
        """This element and all inside it, in page order."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Every stretch of text inside with the element it stands in, in page order."""
        for child in self.children:
            if isinstance(child, Element):
                yield from child.texts()
            else:
                yield self, child

    def above(self) -> Iterator[Element]:
        """This element and those around it, outwards."""
        at: Element | None = self
        while at is not None:
            yield at
            at = at.parent

    def is_inside(self, tag: str) -> bool:
        return any(one.tag == tag for one in self.above())

    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()


def read_page(content: bytes) -> Element:
    """The tree of a page, its root without a tag; :class:`NotPlain` where it is of another form."""
    try:
        source = content.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise NotPlain("不是 UTF-8 文字") from fault
    if not source.startswith(_DOCTYPE):
        raise NotPlain(f"开头不是“{_DOCTYPE}”")
    if found := _CONTROL.search(source):
        raise NotPlain(f"{_line(source, found.start())}含控制字符")
    return _tree(source, len(_DOCTYPE))


def _tree(source: str, at: int) -> Element:
    root = Element("", {})
    here = root
    while at < len(source):
        token = _TOKEN.match(source, at)
        if token is None:
            raise NotPlain(f"{_line(source, at)}有不规范的标记")
        here = _taken(here, token, source)
        at = token.end()
    if here is not root:
        raise NotPlain(f"元素 {here.tag} 没有结束")
    return root


def _taken(here: Element, token: re.Match[str], source: str) -> Element:
    """The element that is open after a token."""
    if (text := token["text"]) is not None:
        here.children.append(text if here.tag in _RAW else html.unescape(text))
        return here
    tag = token["tag"]
    if token["close"]:
        if here.tag != tag or token["attributes"] or here.parent is None:
            raise NotPlain(f"{_line(source, token.start())}元素 {tag} 结束得不是时候")
        return here.parent
    made = Element(tag, _attributes(token, source), here)
    here.children.append(made)
    return here if tag in _VOID else made


def _attributes(token: re.Match[str], source: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(token["attributes"]):
        if name.lower() in {known.lower() for known in found}:
            raise NotPlain(f"{_line(source, token.start())}属性 {name} 写了两次")
        found[name] = html.unescape(value)
    return found


def _line(source: str, at: int) -> str:
    line = source.count("\n", 0, at) + 1
    return f"第{line}行"
