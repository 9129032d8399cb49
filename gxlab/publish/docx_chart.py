"""Charts of a Word document (图): drawn as images of print quality with a Chinese font.

vl-convert draws offline with the fonts of the machine. Where none of them has Chinese letters it
would draw the same empty box for each without a word; that is found out here, and refused.
"""

from __future__ import annotations

import json
from functools import lru_cache
from io import BytesIO
from typing import Any

import vl_convert
from docx.oxml.ns import qn
from docx.shared import Mm

from gxlab.publish.docx_paper import Paper, put
from gxlab.publish.docx_table import write_below
from gxlab.publish.docx_text import Span, paragraph, plain
from gxlab.publish.outline import PublishRefused
from gxlab.show.drawing import VEGA_LITE, fixed_width
from gxlab.show.objects import Chart
from gxlab.show.theme import FONT

SCALE = 2.0
"""Twice the drawing's points: 720 across 156 mm are 234 dots per inch."""
NO_FONT = (
    "本机没有可用的中文字体，图里的汉字会成方框，不能生成 Word 文件；"
    "请安装思源黑体或文泉驿后重新生成（gxlab doctor 可以检查）"
)
TALLEST, TALLEST_WIDE = 185.0, 90.0
"""Millimetres a page has room for, upright and sideways; what fits has letters of one size."""


def write_chart(paper: Paper, chart: Chart, label: str, *, wide: bool = False) -> None:
    """A chart with its title below and its note. Raises PublishRefused without a Chinese font."""
    content = chart_image(chart)
    part = paper.document.part
    _, image = part.get_or_add_image(BytesIO(content))
    width = paper.width
    height = width * image.px_height / image.px_width
    tallest = TALLEST_WIDE if wide else TALLEST
    if height > tallest:
        width, height = width * tallest / height, tallest
    inline = part.new_pic_inline(BytesIO(content), Mm(width), Mm(height))
    for properties in inline.iter(qn("wp:docPr")):
        properties.set("name", label)
        properties.set("descr", plain(chart.alt or chart.title))
    holder = put(paper, paragraph([], "picture", paper.styles["picture"]))
    holder.add_r().add_drawing(inline)
    put(paper, paragraph([Span(f"{label}  {chart.title}")], "caption", paper.styles["caption"]))
    write_below(paper, chart.note, chart.source)


def chart_image(chart: Chart) -> bytes:
    """The chart as PNG, drawn without any network. Raises PublishRefused without a Chinese font."""
    if not draws_chinese():
        raise PublishRefused(NO_FONT)
    spec: dict[str, Any] = {**fixed_width(chart.spec), "background": "white"}
    return _drawn(json.dumps(spec, ensure_ascii=False))


@lru_cache(maxsize=16)
def _drawn(spec: str) -> bytes:
    """Drawing is nine tenths of a document's time: a run that lays one out twice draws once."""
    drawn: bytes = vl_convert.vegalite_to_png(
        spec, vl_version=VEGA_LITE, scale=SCALE, allowed_base_urls=[]
    )
    return drawn


def forget() -> None:
    """Draw anew what was drawn before."""
    _drawn.cache_clear()


@lru_cache(maxsize=1)
def draws_chinese() -> bool:
    """Whether two different characters come out different: an empty box is always the same."""
    first, second = (_letter(letter) for letter in "国业")
    return first != second


def _letter(letter: str) -> bytes:
    stack = FONT.replace('"', "'")
    drawn: bytes = vl_convert.svg_to_png(
        '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
        f'<text x="4" y="30" font-size="28" font-family="{stack}">{letter}</text></svg>'
    )
    return drawn
