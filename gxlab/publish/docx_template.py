"""An office's own Word template (单位模板): found in a folder, filled where it names a field.

No language is needed for it: the template's styles are used by their names, {{正文}} says where the
content goes, and {{标题}}, {{期号}}, {{编制}} … are replaced where they stand, in the text, in
tables, in head and foot.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn

CONTENT = "正文"
FIELDS = (
    "标题",
    "期号",
    "单位",
    "数据期",
    "状态",
    "密级",
    "报",
    "送",
    "编制",
    "审核",
    "签发",
    "电话",
    "日期",
)
_FIELD = re.compile(r"\{\{\s*([^{}]+?)\s*\}\}")


class TemplateRefused(ValueError):
    """The template cannot be used (模板不能用); the message says which and why."""


@dataclass(frozen=True)
class Template:
    """A template file's name and content."""

    name: str
    content: bytes


def find_template(folder: Path, names: Sequence[str]) -> Template | None:
    """The template for a document: the first of ``names`` in the folder; None where there is none.

    Raises TemplateRefused where the file is no Word document or names a field nobody fills.
    """
    for name in names:
        path = folder / f"{name}.docx"
        if path.is_file():
            return _read(path)
    return None


def _read(path: Path) -> Template:
    content = path.read_bytes()
    try:
        document = docx.Document(BytesIO(content))
    except (OpcError, zipfile.BadZipFile, KeyError, ValueError) as fault:
        raise TemplateRefused(
            f"模板“{path.name}”不是 Word 文档（.docx）或已损坏，请用 Word 另存为 .docx 后再放入。"
        ) from fault
    used = _named(document)
    if CONTENT in used and marked(document) is None:
        raise TemplateRefused(
            f"模板“{path.name}”里的“{{{{{CONTENT}}}}}”应在正文里单独成段，"
            "不能放在表格、文本框或页眉页脚里，请改正模板。"
        )
    for name in sorted(used):
        if name not in (*FIELDS, CONTENT):
            raise TemplateRefused(
                f"模板“{path.name}”里的“{{{{{name}}}}}”不是可填的项，"
                f"可用的有：{'、'.join((*FIELDS, CONTENT))}，请改正模板。"
            )
    return Template(path.name, content)


def marked(document: Any) -> Any | None:
    """The paragraph that says where the content goes; None where the template has no mark."""
    for paragraph in document.element.body.iterchildren(qn("w:p")):
        if any(m[1] == CONTENT for m in _FIELD.finditer(_text(paragraph))):
            return paragraph
    return None


def fill(document: Any, values: Mapping[str, str]) -> None:
    """Write the fields a template names; the mark of the content is taken away."""
    mark = marked(document)
    for root in _roots(document):
        for paragraph in root.iter(qn("w:p")):
            _fill(paragraph, values)
    if mark is not None:
        mark.getparent().remove(mark)


def named(document: Any) -> frozenset[str]:
    """The fields a template fills by itself, so that they are not printed a second time."""
    return frozenset(_named(document)) - {CONTENT}


def _named(document: Any) -> set[str]:
    return {
        found[1]
        for root in _roots(document)
        for paragraph in root.iter(qn("w:p"))
        for found in _FIELD.finditer(_text(paragraph))
    }


def _roots(document: Any) -> list[Any]:
    """The body and every head and foot."""
    parts = [
        part
        for section in document.sections
        for part in (
            section.header,
            section.footer,
            section.first_page_header,
            section.first_page_footer,
            section.even_page_header,
            section.even_page_footer,
        )
        if not part.is_linked_to_previous
    ]
    return [document.element.body, *(part._element for part in parts)]


def _fill(paragraph: Any, values: Mapping[str, str]) -> None:
    texts = list(paragraph.iter(qn("w:t")))
    if not _FIELD.search(_text(paragraph)):
        return
    for text in texts:
        text.text = _filled(text.text or "", values)
    # Word may cut a mark into several runs; then the first of them takes the whole paragraph.
    if _FIELD.search(_text(paragraph)):
        whole = _filled(_text(paragraph), values)
        for text in texts:
            text.text = ""
        texts[0].text = whole
        texts[0].set(qn("xml:space"), "preserve")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda found: values.get(found[1], found[0]), text)


def _text(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(qn("w:t")))
