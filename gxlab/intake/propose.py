"""A first layout for an unknown form (版式草稿): roles of rows and columns, told with confidence.

Nothing is saved here without being asked for, and nothing is saved that has not been parsed; what
the layout makes of the file it was drawn from is told first (``trial``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePath

from gxlab.intake.extract import extract
from gxlab.intake.grid import Grid, Sheet, Unreadable
from gxlab.intake.headers import Header
from gxlab.intake.layouts import Layout, check_name, parse_layout
from gxlab.intake.lookups import Lookups
from gxlab.intake.model import Context, Extraction
from gxlab.intake.place import FileText, reporter_in, title_cells
from gxlab.intake.propose_columns import Guess, guess_columns
from gxlab.intake.propose_frame import Frame, frame_of
from gxlab.intake.propose_header import densest_header
from gxlab.intake.propose_rows import RowRole, row_roles
from gxlab.intake.propose_text import layout_text, name_pattern, safe_name
from gxlab.intake.recognise import recognise
from gxlab.intake.words import Words, words
from gxlab.reference.periods import find_period

_STATUS = (("预计", "预计"), ("反馈", "反馈"))


@dataclass(frozen=True)
class Proposal:
    """A proposed layout (版式草稿): its TOML text, the labels it could not match, and the roles.

    ``known`` names the layouts that read this file already; ``sheet`` and ``header`` say where the
    table stands.
    """

    name: str
    text: str
    unmatched: tuple[str, ...]
    file_name: str
    sheet: Sheet
    header: Header
    rows: tuple[RowRole, ...]
    columns: tuple[Guess, ...]
    unknown_rows: tuple[str, ...] = ()
    known: tuple[str, ...] = ()

    @property
    def doubtful(self) -> tuple[Guess, ...]:
        """Columns a person should look at twice (存疑的列)."""
        return tuple(guess for guess in self.columns if guess.doubtful)


def propose(
    grid: Grid,
    file_name: str,
    layouts: Iterable[Layout],
    name: str | None = None,
    *,
    context: Context | None = None,
    known: Words | None = None,
) -> Proposal:
    """Propose a layout for the file's first table.

    Raises Unreadable where no header can be made out, LayoutError where ``name`` cannot be one.
    """
    if name is not None:
        check_name(name)
    layouts, said, context = list(layouts), known or words(), context or Context()
    sheet, header = densest_header(grid)
    titles = tuple(title_cells(sheet, header))
    sections = [section for layout in layouts for section in layout.spec.section]
    lookups = Lookups(context)
    frame = frame_of(sheet, header, titles, sections, said, lookups)
    guesses = guess_columns(frame, said)
    if not any(g.role in ("指标", "字段") and g.spec for g in guesses):
        raise Unreadable("header_not_found", "没有一列能与指标目录或标准版式对上，请手工编写版式")
    facts = _facts(frame, file_name, name, context)
    text = layout_text(frame, guesses, facts, said)
    layout = parse_layout(text, facts["name"])
    unknown_rows = tuple(label for label, meant in frame.rows.items() if meant is None)
    return Proposal(
        name=facts["name"],
        text=text,
        unmatched=tuple(g.path.text for g in guesses if g.spec is None) + unknown_rows,
        file_name=PurePath(file_name).name,
        sheet=sheet,
        header=header,
        rows=tuple(row_roles(sheet, header, layout.spec.section[0])),
        columns=tuple(guesses),
        unknown_rows=unknown_rows,
        known=tuple(fit.name for fit in recognise(grid, file_name, layouts)),
    )


def _facts(frame: Frame, file_name: str, name: str | None, context: Context) -> dict[str, str]:
    """What the file says outside its columns, by the names ``layout_text`` asks for."""
    titles, stem = frame.titles, PurePath(file_name).stem
    words_around = FileText(file_name, {frame.sheet.name: titles})
    reporter = reporter_in(words_around, Lookups(context)) if context.units else None
    period, kind = _period(titles, stem, wide=frame.wide_group == "period")
    said = "".join(titles) + stem
    status = next((told for word, told in _STATUS if word in said), "快报")
    return {
        "name": name or safe_name(file_name),
        "title": titles[0] if titles else stem,
        "file": PurePath(file_name).name,
        "pattern": name_pattern(file_name, titles, context.units),
        "period": period,
        "period_kind": kind,
        "status": status,
        "source": "统计局反馈" if status == "反馈" else _source(frame),
        "reporter": "" if frame.wide_group == "subject" else reporter or "",
    }


def _source(frame: Frame) -> str:
    return {"cluster": "集群直报", "enterprise": "企业直报"}.get(frame.subject or "", "县区上报")


def _period(titles: tuple[str, ...], stem: str, *, wide: bool) -> tuple[str, str]:
    for source, texts in (("title", titles), ("file_name", (stem,))):
        found = next((p for text in texts if (p := find_period(text))), None)
        if found is not None:
            return source, "year" if wide and found.span == "year" else found.span
    return "none", ""


def trial(proposal: Proposal, grid: Grid, context: Context) -> Extraction:
    """The file read again under its proposed layout (试读): what becomes of its cells."""
    layout = parse_layout(proposal.text, proposal.name)
    return extract(grid, layout, context, file_name=proposal.file_name)


def save_layout(proposal_text: str, name: str, folder: Path) -> Path:
    """Keep a layout in the workspace under a name; it is found from then on like a standard one.

    Raises LayoutError where the text is no valid layout or the name cannot be one.
    """
    check_name(name)
    text = re.sub(r'^name = ".*"$', f'name = "{name}"', proposal_text, count=1, flags=re.MULTILINE)
    parse_layout(text, name)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.toml"
    target.write_text(text, encoding="utf-8")
    return target
