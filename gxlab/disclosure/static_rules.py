"""What a page that leaves the bureau may consist of (静态规则): no script, no way out.

Judged on the bytes and, where the page can be read, on its elements. The lists are what the
product's own templates write; a page with anything else was not made by them alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from gxlab.disclosure.bundle_files import Fault
from gxlab.disclosure.page_tree import Element, NotPlain, read_page
from gxlab.disclosure.page_words import is_drawn, is_form

POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)
# Seen in the bytes whatever the form of the page.
_IN_BYTES = (
    ("含脚本 <script>", re.compile(rb"<\s*/?\s*script", re.I)),
    ("含事件属性 on*", re.compile(rb"""<[^<>]*?[\s/"'](?:on|formaction)[a-z]*\s*=""", re.I)),
    ("含 javascript: 地址", re.compile(rb"j\s*a\s*v\s*a\s*s\s*c\s*r\s*i\s*p\s*t\s*:", re.I)),
    ("含注释 <!-- -->", re.compile(rb"<!--|<!\[|<\?|<!(?!DOCTYPE html>)")),
    ("含 data-value", re.compile(rb"\bdata-value\b", re.I)),
    ("样式中有地址或转义", re.compile(rb"(?i)@import|\burl\s*\((?!#)|expression\s*\(")),
)
_SVG = (
    *("svg", "g", "path", "line", "rect", "circle", "text", "tspan"),
    *("defs", "clipPath", "linearGradient", "stop"),
)
_ELEMENTS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "main", "nav", "header", "footer"),
        *("section", "div", "p", "span", "strong", "em", "i", "a", "h1", "h2", "h3", "h4"),
        *("ol", "ul", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th"),
        *("td", "figure", "figcaption", "br", *_SVG),
    )
)
_ATTRIBUTES = frozenset(
    (
        *("lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "hidden"),
        *("role", "aria-label", "aria-hidden", "tabindex", "scope", "colspan", "rowspan"),
        *("data-ref", "data-report", "data-name", "font-family", "font-style", "text-anchor"),
        *("stroke-linecap", "stroke-linejoin", "gradientUnits"),
    )
)
# A style may not print words of its own, nor carry notes.
_STYLE = (
    ("样式中有注释", re.compile(r"/\*")),
    ("样式中有转义", re.compile(r"\\")),
    (
        "样式自带数字文字",
        re.compile(r"""content\s*:\s*(?:"[^"]*[0-9*][^"]*"|'[^']*[0-9*][^']*')"""),
    ),
)
_META = frozenset(
    ("viewport", *(f"gxlab:{n}" for n in ("audience", "unit", "period", "inputs", "version")))
) | {"gxlab:report"}


def static_faults(files: Mapping[str, bytes]) -> list[Fault]:
    """Everything in a bundle that a shared one may not contain, file by file."""
    found: list[Fault] = []
    for name, content in files.items():
        found.extend(_of_name(name))
        if name.endswith(".html"):
            found.extend(page_faults(name, content, frozenset(files)))
        else:
            found.append(Fault("对外包中只应有网页（.html），不应有其他文件", name, ""))
    return found


def page_faults(name: str, content: bytes, names: frozenset[str]) -> Iterator[Fault]:
    """What one page may not contain; ``names``: the files of its bundle, to which it may link."""
    for rule, pattern in _IN_BYTES:
        if found := pattern.search(content):
            line = content.count(b"\n", 0, found.start()) + 1
            yield Fault(rule, name, f"第{line}行")
    try:
        page = read_page(content)
    except NotPlain as fault:
        yield Fault(f"版式不规范，无法核对：{fault}", name, "")
        return
    yield from _of_head(page, name)
    for element in page.walk():
        if element is not page:
            yield from _of_element(element, name)
            yield from _of_link(element, name, names)


def _of_name(name: str) -> Iterator[Fault]:
    parts = name.split("/")
    if name.startswith("/") or ".." in parts or "\\" in name or "" in parts:
        yield Fault("文件路径越出包外", name, "")
    elif not re.fullmatch(r"[A-Za-z0-9_/-]+(?:\.[a-z]+)?", name):
        yield Fault("文件名只应由英文字母、数字、短横和下划线组成", name, "")


def _of_head(page: Element, name: str) -> Iterator[Fault]:
    """The policy comes first in the head, before anything that it is to hold back."""
    head = next((e for e in page.walk() if e.tag == "head"), None)
    inside = [c for c in head.children if isinstance(c, Element)] if head else []
    first = inside[0].attributes if inside and inside[0].tag == "meta" else {}
    right = first.get("http-equiv") == "Content-Security-Policy" and first["content"] == POLICY
    if not right or (head and "".join(c for c in head.children if isinstance(c, str)).strip()):
        yield Fault("<head> 的第一项不是规定的内容安全策略（CSP）", name, "head")
    policies = [e for e in page.walk() if e.attributes.get("http-equiv")]
    if len(policies) != 1:
        yield Fault("http-equiv 应只有一处", name, "head")


def _of_element(element: Element, name: str) -> Iterator[Fault]:
    drawn = element.is_inside("svg")
    if element.tag not in _ELEMENTS or (element.tag in _SVG) != drawn:
        yield Fault(f"有不应出现的元素 <{element.tag}>", name, _anchor(element))
    for attribute, value in element.attributes.items():
        known = attribute in _ATTRIBUTES or is_drawn(attribute)
        if not known or (drawn and attribute.startswith("aria-") and element.tag != "svg"):
            yield Fault(f"有不应出现的属性 {attribute}", name, _anchor(element))
        elif is_drawn(attribute) and not is_form(element, attribute, value):
            yield Fault(f"属性 {attribute} 的写法不合规定", name, _anchor(element))
    if element.tag == "meta" and element.attributes.get("name", "viewport") not in _META:
        yield Fault("有不应出现的 meta", name, "head")
    if element.tag == "style":
        for rule, pattern in _STYLE:
            if pattern.search(element.text):
                yield Fault(rule, name, "style")


def _of_link(element: Element, name: str, names: frozenset[str]) -> Iterator[Fault]:
    href = element.attributes.get("href")
    if href is None or re.fullmatch(r"#[A-Za-z][A-Za-z0-9_-]*", href):
        return
    target = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href)))
    if not re.fullmatch(r"[A-Za-z0-9_./%-]+", href) or target not in names:
        yield Fault("链接指向包外", name, _anchor(element))


def _anchor(element: Element) -> str:
    found = next((a.attributes["id"] for a in element.above() if a.attributes.get("id")), "")
    return f"#{found}" if found else element.tag
