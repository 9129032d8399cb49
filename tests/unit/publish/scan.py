"""What a built page holds, read the way a browser reads it (html.parser knows no templates)."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

ADDRESSES = {"href", "xlink:href", "src", "action", "formaction", "data", "background"}
VOID = {"meta", "input", "br", "hr", "img", "link", "source"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str | None]
    text: str = ""


@dataclass
class Page(HTMLParser):
    """All elements in order, each with its own and its descendants' text."""

    elements: list[Element] = field(default_factory=list)
    opened: list[Element] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, dict(attrs))
        self.elements.append(element)
        if tag not in VOID:
            self.opened.append(element)

    def handle_endtag(self, tag: str) -> None:
        while self.opened and self.opened.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        for element in self.opened:
            element.text += data

    def all(self, tag: str) -> list[Element]:
        return [e for e in self.elements if e.tag == tag]

    def having(self, attribute: str) -> list[Element]:
        return [e for e in self.elements if attribute in e.attributes]

    def one(self, tag: str, **attributes: str) -> Element:
        found = [
            e
            for e in self.all(tag)
            if all(
                e.attributes.get(k.rstrip("_").replace("_", "-")) == v
                for k, v in attributes.items()
            )
        ]
        assert len(found) == 1, (tag, attributes, len(found))
        return found[0]

    def meta(self, name: str) -> str | None:
        return self.one("meta", name=name).attributes["content"]


def read(html: str) -> Page:
    page = Page()
    page.feed(html)
    page.close()
    return page


def live(page: Page) -> list[str]:
    """Everything through which a page could act: handlers, script addresses, foreign elements."""
    found = []
    for element in page.elements:
        if element.tag in {"iframe", "object", "embed", "link", "base", "form", "img", "image"}:
            found.append(f"<{element.tag}>")
        if element.tag == "script" and "src" in element.attributes:
            found.append("script src")
        for name, value in element.attributes.items():
            if name.startswith("on") or name in {"srcdoc", "style"}:
                found.append(f"{element.tag} {name}")
            if name in ADDRESSES and not (value or "").startswith("#"):
                found.append(f"{element.tag} {name}={value}")
    return found
