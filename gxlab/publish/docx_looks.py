"""The looks of an official document in Word (公文样式): fonts, sizes, spacing by role.

After GB/T 9704 党政机关公文格式: title 二号小标宋, body 三号仿宋 on lines of 28 points, 一、黑体,
（一）楷体, 1. 仿宋. Word chooses a font per script, so every run of ours names an East Asian font
beside the Latin one; left to the style alone, Chinese text falls back to whatever the theme says.

An office's own template wins: a style it has by one of a role's names is used as it is, and runs in
it carry no formatting of ours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import parse_xml

TITLE_FONT, BODY_FONT, HEAD_FONT, SUBHEAD_FONT, PAGE_FONT = (
    "方正小标宋简体",
    "仿宋",
    "黑体",
    "楷体",
    "宋体",
)
LATIN = "Times New Roman"
# What stands in where a machine lacks the font; Word takes the first of the list that it finds.
STAND_INS = {
    TITLE_FONT: "华文中宋;宋体;SimSun",
    BODY_FONT: "仿宋_GB2312;FangSong;华文仿宋",
    HEAD_FONT: "SimHei;华文黑体",
    SUBHEAD_FONT: "楷体_GB2312;KaiTi;华文楷体",
    PAGE_FONT: "SimSun;华文宋体",
}


@dataclass(frozen=True)
class Look:
    """How paragraphs of one role look. ``names``: styles of a template that take its place.

    ``size`` and ``line`` are points; ``line`` 0 is single spacing. ``indent`` is the first line's
    indent in characters.
    """

    names: tuple[str, ...]
    font: str
    size: float
    line: float = 28
    align: str = ""
    indent: int = 0
    bold: bool = False
    keep_next: bool = False
    outline: int | None = None
    before: float = 0
    after: float = 0


LOOKS: Mapping[str, Look] = {
    "title": Look(("公文标题", "Title"), TITLE_FONT, 22, 33, "center", before=6, keep_next=True),
    "subtitle": Look(("公文副标题", "Subtitle"), SUBHEAD_FONT, 16, 28, "center"),
    "margin": Look(("公文版头",), HEAD_FONT, 14, 22),
    "head1": Look(("公文一级标题", "Heading 1"), HEAD_FONT, 16, 28, "", 2, False, True, 0),
    "head2": Look(("公文二级标题", "Heading 2"), SUBHEAD_FONT, 16, 28, "", 2, False, True, 1),
    "head3": Look(("公文三级标题", "Heading 3"), BODY_FONT, 16, 28, "", 2, True, True, 2),
    "body": Look(("公文正文", "Body Text First Indent", "Normal"), BODY_FONT, 16, 28, "both", 2),
    "salutation": Look(("公文主送",), BODY_FONT, 16, 28),
    "signature": Look(("公文落款",), BODY_FONT, 16, 28, "right", keep_next=True),
    "small": Look(("公文小字",), BODY_FONT, 12, 18, "both"),
    "annex": Look(("公文附表标题",), SUBHEAD_FONT, 14, 22, "", 0, False, True, before=6),
    "caption": Look(
        ("公文图表题", "Caption"), HEAD_FONT, 12, 18, "center", keep_next=True, before=6
    ),
    "picture": Look(("公文图",), BODY_FONT, 12, 0, "center", keep_next=True, before=6),
    "under": Look(("公文图表注",), BODY_FONT, 9, 13, after=6),
    "head": Look(("公文表头",), HEAD_FONT, 9, 0, "center"),
    "cell": Look(("公文表格",), BODY_FONT, 9, 0),
    "imprint": Look(("公文版记",), BODY_FONT, 14, 24),
    "break": Look(("公文分节",), BODY_FONT, 1, 1),
}


@dataclass(frozen=True)
class Style:
    """The style of a role in one document: its id, and whether it is ours (not the template's)."""

    id: str
    own: bool


def prepare(document: Any, *, template: bool) -> dict[str, Style]:
    """Put the styles into a document; those a template has are left as they are."""
    styles = document.styles.element
    found = {style.find(qn("w:name")).get(qn("w:val")).lower(): style for style in styles.style_lst}
    given: dict[str, Style] = {}
    for role, look in LOOKS.items():
        kept = next((found[n.lower()] for n in look.names if n.lower() in found), None)
        if template and kept is not None:
            given[role] = Style(kept.get(qn("w:styleId")), own=False)
            continue
        style_id = f"Gx{role.capitalize()}"
        styles.append(parse_xml(_style(style_id, look)))
        given[role] = Style(style_id, own=True)
    if not template:
        _chinese_defaults(styles)
    return given


def run_properties(look: Look, *, size: float | None = None, bold: bool | None = None) -> str:
    """The ``w:rPr`` of a run: fonts by script, size, weight; the hint makes “ ” — … Chinese."""
    points = look.size if size is None else size
    weight = "<w:b/>" if (look.bold if bold is None else bold) else ""
    half = round(points * 2)
    return (
        f'<w:rPr><w:rFonts w:hint="eastAsia" w:ascii="{LATIN}" w:hAnsi="{LATIN}" '
        f'w:eastAsia="{look.font}" w:cs="{LATIN}"/>{weight}'
        f'<w:color w:val="000000"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr>'
    )


def _style(style_id: str, look: Look) -> str:
    name = look.names[0]
    outline = "" if look.outline is None else f'<w:outlineLvl w:val="{look.outline}"/>'
    keep = "<w:keepNext/>" if look.keep_next else ""
    return (
        f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="1" w:styleId="{style_id}">'
        f'<w:name w:val="{name}"/><w:qFormat/>'
        f"<w:pPr>{keep}{_spacing(look)}{_indent(look)}{_justify(look)}{outline}</w:pPr>"
        f"{run_properties(look)}</w:style>"
    )


def _spacing(look: Look) -> str:
    line = (
        f'w:line="{round(look.line * 20)}" w:lineRule="exact"'
        if look.line
        else 'w:line="240" w:lineRule="auto"'
    )
    before, after = round(look.before * 20), round(look.after * 20)
    return f'<w:spacing w:before="{before}" w:after="{after}" {line}/>'


def _indent(look: Look) -> str:
    if not look.indent:
        return '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
    twips = round(look.indent * look.size * 20)
    return f'<w:ind w:firstLineChars="{look.indent * 100}" w:firstLine="{twips}"/>'


def _justify(look: Look) -> str:
    return f'<w:jc w:val="{look.align}"/>' if look.align else ""


def _chinese_defaults(styles: Any) -> None:
    """The document is Chinese throughout: shapes of shared characters and line breaks follow."""
    for lang in styles.iter(qn("w:lang")):
        lang.set(qn("w:eastAsia"), "zh-CN")
    for fonts in styles.find(qn("w:docDefaults")).iter(qn("w:rFonts")):
        fonts.attrib.clear()
        for script, font in (("ascii", LATIN), ("hAnsi", LATIN), ("eastAsia", BODY_FONT)):
            fonts.set(qn(f"w:{script}"), font)
