"""The proofreader (校对): a document's lines against each other and against the warehouse.

Three sources speak, the surest last word: the text's own figures; the catalogue's figures of the
unit and period, where a sentence names one; and the lines the reports of that unit and period
would print. A line that is word for word a report's line is held to that line figure by figure.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from gxlab.measures.answer import TOPICS, UnanswerableQuestion, answer
from gxlab.measures.figures import FigureRow
from gxlab.measures.stated import Held, hold, plain_figure
from gxlab.proofread.alignment import Difference, Match, align, differences, numbers, skeleton
from gxlab.proofread.documents import Line
from gxlab.proofread.pages import Told, expected_lines
from gxlab.prose.meaning import of_coordinate
from gxlab.prose.readings import Reading, read
from gxlab.prose.verdicts import ReadFigure, Statement, proofread
from gxlab.show.headings import read_heading
from gxlab.warehouse.desk import Desk

WAREHOUSE = "与库中数对照"


@dataclass(frozen=True)
class Against:
    """What a document is held against: a desk, and the folder of report notebooks.

    ``told`` keeps the lines of a report once it has been run: documents of one unit and period
    share them.
    """

    desk: Desk
    notebooks: Path
    told: dict[Path, list[Told]] = field(default_factory=dict, compare=False)

    def lines(self, notebook: Path) -> list[Told]:
        """The lines this report prints for the unit and period (该报告应印的话)."""
        if notebook not in self.told:
            desk = self.desk
            asked = {"unit": desk.unit.code, "period": str(desk.period), "snapshot": desk.snapshot}
            self.told[notebook] = expected_lines(notebook, asked)
        return self.told[notebook]


def proof(lines: Sequence[Line], against: Against | None = None) -> list[Statement]:
    """Every sentence and table row that holds a figure, with its verdict, in document order.

    Without ``against`` only prose is held, against itself. Raises what a notebook's cell raises.
    """
    texts = [line.text for line in lines]
    prose = [place for place, line in enumerate(lines) if not line.cells]
    year = against.desk.period.year if against else None
    home = against.desk.unit.name if against else ""
    found = dict(zip(prose, proofread([texts[p] for p in prose], year, home), strict=True))
    if against is not None:
        matches = align(texts, _told(texts, against))
        free = set(prose) - {m.place for m in matches}
        _hold_figures(found, prose, texts, free, against.desk)
        for match in matches:
            found[match.place] = _held(texts[match.place], match, found.get(match.place))
    return [replace(found[p], number=p) for p in sorted(found) if found[p].figures]


def _hold_figures(
    found: dict[int, Statement],
    prose: Sequence[int],
    texts: Sequence[str],
    free: Collection[int],
    desk: Desk,
) -> None:
    """Figures that name an indicator, in lines no report prints, held against the warehouse's."""
    lines = [texts[p] for p in prose]
    readings = read(lines, desk.period.year)
    by_place: dict[int, list[tuple[Reading, Held]]] = {}
    wanted = [r for r in readings if prose[r.sentence] in free]
    by_order = {r.order: r for r in wanted}
    for held in hold(desk, lines, wanted, _ask):
        one = by_order[held.order]
        by_place.setdefault(prose[one.sentence], []).append((one, held))
    for place, pairs in by_place.items():
        found[place] = _with_held(found[place], pairs)


def _ask(desk: Desk, indicator_id: str) -> FigureRow | None:
    """A figure of any indicator: the reports' own where a report's topic answers it."""
    if indicator_id not in TOPICS:
        return plain_figure(desk, indicator_id)
    try:
        rows = answer(desk, indicator_id).rows
    except UnanswerableQuestion:  # told by cluster, firm or project only
        return None
    return rows[0] if len(rows) == 1 else None


def _with_held(said: Statement, pairs: list[tuple[Reading, Held]]) -> Statement:
    wrong = [f"{r.figure.text}应为{h.expected}" for r, h in pairs if not h.ok]
    if not wrong:
        return said if said.verdict == "disagrees" else replace(said, verdict="agrees")
    sources = "、".join(dict.fromkeys(h.source for _, h in pairs if not h.ok))
    return replace(
        said,
        verdict="disagrees",
        expected="；".join(filter(None, (said.expected if said.rules else "", *wrong))),
        why="；".join(filter(None, (said.why, f"{WAREHOUSE}（{sources}）"))),
    )


def _told(texts: Sequence[str], against: Against) -> list[Told]:
    """The lines of the reports the document looks like; of all where it looks like none."""
    notebooks = sorted(against.notebooks.glob("*.ipynb"))
    words = {skeleton(t) for t in texts}
    scores = {book: len(_headings(book) & words) for book in notebooks}
    alike = [book for book in notebooks if scores[book] >= 3]
    return [line for book in alike or notebooks for line in against.lines(book)]


def _headings(notebook: Path) -> set[str]:
    """The section headings of a notebook as skeletons; common ones tell nothing apart."""
    cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
    told = ["".join(c["source"]) for c in cells if c["cell_type"] == "markdown"]
    titles = [read_heading(t.removeprefix("## "))[0] for t in told if t.startswith("## ")]
    return {skeleton(t) for t in titles} - {"要点", "情况说明", "数据质量", "口径与来源"}


def _held(text: str, match: Match, said: Statement | None) -> Statement:
    """A line word for word a report's: its figures are the report's or they disagree."""
    wrong = differences(text, match.told)
    figures = said.figures if said and said.figures else _figures(text, match)
    base = said or Statement(text, figures, "unchecked")
    if not wrong:
        # What the text alone finds odd in a line the warehouse prints so is not odd.
        return Statement(text, figures, "agrees", why=WAREHOUSE, rules=("warehouse",))
    return replace(
        base,
        figures=figures,
        verdict="disagrees",
        expected="；".join(_should(d) for d in wrong),
        why=WAREHOUSE,
        rules=("warehouse",),
    )


def _should(difference: Difference) -> str:
    meant = of_coordinate(difference.ref)
    told = f"{difference.printed}应为{difference.expected}"
    return f"{told}（{meant}）" if meant else told


def _figures(text: str, match: Match) -> tuple[ReadFigure, ...]:
    """The numbers of a table row with what their coordinates say."""
    refs = [ref for shown, ref in match.told.refs for _ in numbers(shown)]
    own = numbers(text)
    if len(own) != len(refs):
        refs = [""] * len(own)
    return tuple(
        ReadFigure(number, number.replace(",", ""), "", of_coordinate(ref))
        for number, ref in zip(own, refs, strict=True)
    )
