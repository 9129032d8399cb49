"""A picture of a sheet with what its rows and columns are taken for (版式示意图).

One static page: the real grid with its addresses and merged cells, every role as a word and as a
colour. It needs no network, prints on A4 landscape, and shows itself in JupyterLab.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxlab.intake.grid import Sheet, column_letters
from gxlab.intake.model import Extraction
from gxlab.intake.propose import Proposal
from gxlab.intake.propose_columns import Guess
from gxlab.intake.propose_rows import RowRole
from gxlab.show.markup import environment

_DATA_SHOWN = 8
_LAST_SHOWN = 2
_COLUMNS_SHOWN = 60
_ROW_CLASSES = {
    "标题": "title", "计量单位": "unit", "表头": "head", "栏号": "head", "数据": "data",
    "合计": "total", "其中": "total", "附注": "note", "表外": "out", "空行": "blank",
}  # fmt: skip
_COLUMN_CLASSES = {
    "主键": "key", "指标": "value", "字段": "field", "说明": "note", "略过": "out",
    "未识别": "unknown",
}  # fmt: skip


@dataclass(frozen=True)
class Box:
    """One cell of the picture: its text, what it covers, its classes, its address."""

    text: str
    colspan: int
    rowspan: int
    kind: str
    address: str


@dataclass(frozen=True)
class Line:
    """One row of the picture; a line without boxes stands for rows left out."""

    number: str
    told: str
    kind: str
    boxes: tuple[Box, ...]
    left_out: int = 0


@dataclass(frozen=True)
class Head:
    """What stands over one column: its letters, its role, how sure that is."""

    letters: str
    role: str
    kind: str
    told: tuple[str, ...]
    sure: str
    doubtful: bool
    runner_up: str
    because: str


@dataclass(frozen=True)
class LayoutPicture:
    """The picture of a proposal (版式示意图); ``html`` is the whole page."""

    proposal: Proposal
    read: Extraction | None = None

    @property
    def html(self) -> str:
        """The picture as a page of its own."""
        return self._render("layout_picture.html.j2")

    def _repr_html_(self) -> str:
        return self._render("layout_picture_part.html.j2")

    def _render(self, template: str) -> str:
        proposal = self.proposal
        lines = _lines(proposal)
        heads = _heads(proposal)
        return (
            environment()
            .get_template(template)
            .render(
                file=proposal.file_name,
                sheet=proposal.sheet.name,
                heads=heads,
                lines=lines,
                width=len(heads) + 2,
                doubtful=[h for h in heads if h.doubtful],
                unknown_rows=proposal.unknown_rows,
                known=proposal.known,
                counts=self.read.sheets if self.read else (),
                refused=self.read is not None and self.read.refused,
                problems=_told_problems(self.read),
                text=proposal.text,
            )
        )


def _told_problems(read: Extraction | None) -> list[str]:
    return [problem.text for problem in read.problems][:12] if read else []


def _heads(proposal: Proposal) -> list[Head]:
    by_index = {guess.index: guess for guess in proposal.columns}
    return [_head(index, by_index.get(index)) for index in _columns(proposal.sheet)]


def _columns(sheet: Sheet) -> range:
    return range(sheet.left, min(sheet.right, sheet.left + _COLUMNS_SHOWN))


def _head(index: int, guess: Guess | None) -> Head:
    if guess is None:
        return Head(column_letters(index), "", "blank", (), "", False, "", "")
    sure = f"{round(guess.confidence * 100)}%" if guess.spec is not None else "待定"
    told = tuple(guess.told.split(" · "))
    return Head(
        column_letters(index), guess.role, _COLUMN_CLASSES[guess.role], told, sure,
        guess.doubtful, guess.runner_up, guess.because,
    )  # fmt: skip


def _lines(proposal: Proposal) -> list[Line]:
    """The rows, those of the data in the middle left out."""
    shown = _shown(proposal.rows)
    merged = _merges(proposal.sheet, {role.row for role in shown})
    kinds = {g.index: _COLUMN_CLASSES[g.role] for g in proposal.columns}
    lines: list[Line] = []
    last = proposal.sheet.top - 1
    for role in shown:
        if role.row > last + 1:
            lines.append(Line("⋮", "", "gap", (), role.row - last - 1))
        kind = _ROW_CLASSES[role.kind]
        boxes = _boxes(proposal.sheet, role.row, kind, merged, kinds)
        lines.append(Line(str(role.row + 1), role.told, kind, boxes))
        last = role.row
    return lines


def _shown(rows: Sequence[RowRole]) -> list[RowRole]:
    data = [role.row for role in rows if role.kind == "数据"]
    left_out = (
        set(data[_DATA_SHOWN:-_LAST_SHOWN]) if len(data) > _DATA_SHOWN + _LAST_SHOWN else set()
    )
    if not left_out:
        return list(rows)
    first, final = min(left_out), max(left_out)
    return [r for r in rows if not (first <= r.row <= final and r.kind in ("数据", "空行"))]


_RUNNING = ("title", "unit", "note", "blank", "out")
Merges = dict[tuple[int, int], tuple[int, int] | None]


def _merges(sheet: Sheet, shown: set[int]) -> Merges:
    """For cells of merged areas: how far the first reaches, None for those it covers."""
    found: Merges = {}
    last = _columns(sheet).stop - 1
    for top, left, bottom, right in sheet.merges:
        rows = [row for row in range(top, bottom + 1) if row in shown]
        if not rows or left > last:
            continue
        for row in rows:
            for column in range(left, min(right, last) + 1):
                found[row, column] = None
        found[rows[0], left] = (len(rows), min(right, last) - left + 1)
    return found


def _boxes(
    sheet: Sheet, row: int, kind: str, merged: Merges, kinds: dict[int, str]
) -> tuple[Box, ...]:
    boxes, done = [], -1
    for column in _columns(sheet):
        reach = merged.get((row, column), (1, 1))
        if reach is None or column <= done:
            continue
        text = sheet.at(row, column) or ""
        if kind in _RUNNING and reach == (1, 1):
            reach = (1, _free(sheet, row, column, merged))
            done = column + reach[1] - 1
        tone = f"{kind} {kinds.get(column, 'blank')}" if kind in ("data", "total") else kind
        boxes.append(Box(text, reach[1], reach[0], tone, f"{column_letters(column)}{row + 1}"))
    return tuple(boxes)


def _free(sheet: Sheet, row: int, column: int, merged: Merges) -> int:
    """How far a text may run on to the right over empty cells, as a spreadsheet shows it."""
    width = 1
    while (
        column + width in _columns(sheet)
        and sheet.at(row, column + width) is None
        and (row, column + width) not in merged
    ):
        width += 1
    return width
