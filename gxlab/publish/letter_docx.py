"""核实函 as a Word document: a letter of one or two pages and the list of doubts behind it."""

from __future__ import annotations

from gxlab.publish.docx_fit import fit_at
from gxlab.publish.docx_paper import Paper, open_paper, put
from gxlab.publish.docx_seal import sealed
from gxlab.publish.docx_table import write_table_only
from gxlab.publish.docx_template import Template, fill, named
from gxlab.publish.docx_text import Span, paragraph
from gxlab.publish.letter import Doubt, Letter, body, subject
from gxlab.reference.periods import Period
from gxlab.show.objects import Column, Row, Table

TEMPLATES = ("核实函",)
_COLUMNS = (
    Column("no", ("序号",)),
    Column("file", ("文件",), align="left"),
    Column("place", ("位置",), align="left"),
    Column("subject", ("对象",), align="left"),
    Column("reading", ("所报",), align="left"),
    Column("why", ("存疑之处",), align="left"),
)
_SIZE = 9.0
_BLANK = "　" * 8


def render_letter(
    letter: Letter, period: Period, *, demo: bool = False, template: Template | None = None
) -> bytes:
    """The letter; the same arguments give the same bytes. Raises TemplateRefused."""
    paper = open_paper(template)
    given = named(paper.document) if template else frozenset()
    title = subject(period)
    if demo:
        _put(paper, "演示数据", "margin")
    if "标题" not in given:
        _put(paper, title, "title")
    _put(paper, f"{letter.sender}：", "salutation")
    for text in body(letter, period):
        _put(paper, text, "body")
    if not given & {"单位", "日期"}:
        _put(paper, _BLANK, "signature")
        _put(paper, "（发函单位）", "signature")
        _put(paper, "　　年　　月　　日", "signature")
    _put(paper, "附：需要核实的数据清单", "head1")
    write_table_only(paper, _listed(letter), fit_at(_listed(letter), paper.width, _SIZE))
    if template:
        fill(paper.document, {"标题": title, "数据期": period.label("ytd", with_year=True)})
    return sealed(paper.document, title=title, author="")


def _put(paper: Paper, text: str, role: str) -> None:
    put(paper, paragraph([Span(text)], role, paper.styles[role]))


def _listed(letter: Letter) -> Table:
    rows = tuple(_row(at, doubt) for at, doubt in enumerate(letter.doubts, start=1))
    return Table("doubts", "需要核实的数据清单", _COLUMNS, rows)


def _row(number: int, doubt: Doubt) -> Row:
    sheet = f"工作表“{doubt.sheet}”" if doubt.sheet else ""
    place = f"{sheet}{doubt.cell}" or "文件名与表内标题"
    return Row((str(number), doubt.file, place, doubt.subject, doubt.reading, doubt.why))
