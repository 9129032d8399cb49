"""Tables of a Word document (表格): a head that repeats on each page, rows that stay whole.

Numbers stand right, units in the head, the scope above, notes and source below, as on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from gxlab.publish.docx_fit import Fit, shown
from gxlab.publish.docx_looks import Style
from gxlab.publish.docx_paper import TWIPS, Paper, put
from gxlab.publish.docx_text import Span, paragraph, quoted
from gxlab.show.markup import header_rows, printed
from gxlab.show.objects import Align, Column, Row, Table

_ALIGN: Mapping[Align, str] = {"left": "left", "right": "right", "center": "center"}
_RULE, _HAIR = "8", "4"
"""Widths of lines in eighths of a point: above, below and under the head; between rows."""
_SHORT = 14
"""Rows up to which a table is kept on one page."""
_GREY = "A6A6A6"
_SHADE = "EFEFEF"


def write_table(paper: Paper, table: Table, label: str, placed: Fit) -> None:
    """A table with what stands above and below it."""
    put(paper, paragraph([Span(f"{label}  {table.title}")], "caption", paper.styles["caption"]))
    if table.scope:
        scope = [Span(table.scope)]
        put(paper, paragraph(scope, "under", paper.styles["under"], more="<w:keepNext/>"))
    if table.rows:
        put(paper, _table(table, placed, paper.styles))
    else:
        put(paper, paragraph([Span(table.empty)], "small", paper.styles["small"]))
    write_below(paper, table.note, table.source)


def write_table_only(paper: Paper, table: Table, placed: Fit) -> None:
    """A table without title and notes, and the space below it."""
    put(paper, _table(table, placed, paper.styles))
    put(paper, paragraph([], "under", paper.styles["under"]))


def write_below(paper: Paper, note: str, source: str) -> None:
    """The note and the source of a table or chart; at least the space that separates it."""
    lines = [f"注：{note}" if note else "", f"来源：{source}" if source else ""]
    text = "\n".join(line for line in lines if line)
    put(paper, paragraph([Span(text)] if text else [], "under", paper.styles["under"]))


def _table(table: Table, placed: Fit, styles: Mapping[str, Style]) -> str:
    widths = [round(width * TWIPS) for width in placed.widths]
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    head = _head(table.columns, widths, placed.size, styles["head"])
    # A short table is not torn apart, and the last row of any stays with the note below it.
    bound = 0 if len(table.rows) <= _SHORT else len(table.rows) - 1
    body = "".join(
        _row(table, row, widths, placed.size, styles["cell"], bound=at >= bound)
        for at, row in enumerate(table.rows)
    )
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{_borders()}<w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/>'
        f"</w:tblCellMar><w:tblCaption w:val={quoted(table.title)}/></w:tblPr>"
        f"<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _borders() -> str:
    def line(side: str, size: str, color: str) -> str:
        return f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{color}"/>'

    outer = "".join(line(side, _RULE, "000000") for side in ("top", "bottom"))
    inner = "".join(line(side, _HAIR, _GREY) for side in ("insideH", "insideV"))
    return f"<w:tblBorders>{outer}{inner}</w:tblBorders>"


def _head(columns: Sequence[Column], widths: Sequence[int], size: float, style: Style) -> str:
    """The head's rows; a cell that reaches down leaves merged cells below it."""
    rows = header_rows(tuple(columns))
    taken: dict[tuple[int, int], str] = {}
    for level, cells in enumerate(rows):
        at = 0
        for cell in cells:
            while (level, at) in taken:
                at += 1
            unit = f"\n（{cell.unit}）" if cell.unit else ""
            span = widths[at : at + cell.colspan]
            taken[level, at] = _head_cell(cell.text + unit, span, cell.rowspan, size, style)
            for under in range(1, cell.rowspan):
                taken[level + under, at] = _head_cell("", span, -1, size, style)
            for beside in range(1, cell.colspan):
                taken[level, at + beside] = ""
    return "".join(
        "<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>"
        + "".join(taken.get((level, at), "") for at in range(len(columns)))
        + "</w:tr>"
        for level in range(len(rows))
    )


def _head_cell(text: str, widths: Sequence[int], down: int, size: float, style: Style) -> str:
    """``down``: rows it spans; −1 continues the one above."""
    across = f'<w:gridSpan w:val="{len(widths)}"/>' if len(widths) > 1 else ""
    merge = "<w:vMerge/>" if down < 0 else '<w:vMerge w:val="restart"/>' if down > 1 else ""
    under = f'<w:tcBorders><w:bottom w:val="single" w:sz="{_RULE}" w:color="000000"/></w:tcBorders>'
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{sum(widths)}" w:type="dxa"/>{across}{merge}{under}'
        f'<w:vAlign w:val="center"/></w:tcPr>'
        f"{paragraph([Span(text)], 'head', style, more='<w:keepNext/>', size=size)}</w:tc>"
    )


def _row(
    table: Table, row: Row, widths: Sequence[int], size: float, style: Style, *, bound: bool
) -> str:
    bold = True if row.emphasis else None
    shade = f'<w:shd w:val="clear" w:color="auto" w:fill="{_SHADE}"/>' if row.emphasis else ""
    keep = "<w:keepNext/>" if bound else ""
    cells = []
    for at, (cell, column) in enumerate(zip(row.cells, table.columns, strict=True)):
        indent = f'<w:ind w:leftChars="{100 * min(row.level, 3)}"/>' if row.level and not at else ""
        text = shown(cell) if column.align == "left" else printed(shown(cell))
        made = paragraph(
            [Span(text, bold)],
            "cell",
            style,
            size=size,
            more=f'{keep}{indent}<w:jc w:val="{_ALIGN[column.align]}"/>',
        )
        cells.append(
            f'<w:tc><w:tcPr><w:tcW w:w="{widths[at]}" w:type="dxa"/>{shade}'
            f'<w:vAlign w:val="center"/></w:tcPr>{made}</w:tc>'
        )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
