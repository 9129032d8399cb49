"""Where the items of an outline stand on the page (版面次序): 正文, 情况说明, 附表, 数据质量, 附注.

A chief reads the body, two A4 pages of judgements; the tables behind them follow as annex, section
by section under the same headings, as the trade's documents do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from gxlab.publish.outline import REQUIRED, Item, Outline, Prose, Section
from gxlab.show.objects import Chart, Table

# So many charts stand in the body; the others stand with the tables they belong to.
BODY_CHARTS = 1
ANNEX = Section("annex", "附表", ())


@dataclass(frozen=True)
class BodySection:
    """A section of the body (正文) and the ids of its tables and charts in the annex."""

    section: Section
    behind: tuple[str, ...]


@dataclass(frozen=True)
class Arrangement:
    """A page in reading order: ``body``, then ``annex``, then what closes it (数据质量, 附注)."""

    lead: tuple[Item, ...]
    body: tuple[BodySection, ...]
    annex: tuple[Section, ...]
    closing: tuple[Section, ...]

    @property
    def contents(self) -> tuple[Section, ...]:
        """The sections of the table of contents, those without items left out."""
        body = [part.section for part in self.body if part.section.items or part.behind]
        annex = [ANNEX] if self.annex else []
        return (*body, *annex, *(s for s in self.closing if s.items))

    def labels(self) -> Mapping[str, str]:
        """表1, 图1 … by id, counted in reading order."""
        items = [
            *self.lead,
            *(item for part in self.body for item in part.section.items),
            *(item for section in (*self.annex, *self.closing) for item in section.items),
        ]
        tables = [item.id for item in items if isinstance(item, Table)]
        charts = [item.id for item in items if isinstance(item, Chart)]
        numbered = {one: f"表{n}" for n, one in enumerate(tables, start=1)}
        return numbered | {one: f"图{n}" for n, one in enumerate(charts, start=1)}


def arranged(outline: Outline) -> Arrangement:
    """The outline in the order it is read."""
    body: list[BodySection] = []
    annex: list[Section] = []
    closing: list[Section] = []
    left = BODY_CHARTS
    for section in outline.sections:
        if section.id in ("data-quality", "definitions"):
            closing.append(section)
        elif section.id in REQUIRED:
            body.append(BodySection(section, ()))
        else:
            said, behind = _parted(section, left)
            left -= sum(isinstance(item, Chart) for item in said.items)
            body.append(BodySection(said, tuple(_ids(behind))))
            annex.extend([behind] if behind.items else [])
    return Arrangement(outline.lead, tuple(body), tuple(annex), tuple(closing))


def _ids(section: Section) -> list[str]:
    return [item.id for item in section.items if isinstance(item, (Table, Chart))]


def _parted(section: Section, charts: int) -> tuple[Section, Section]:
    """What of a section is said in the body, and what stands behind it."""
    said: list[Item] = []
    behind: list[Item] = []
    for item in section.items:
        if isinstance(item, Chart) and charts > 0:
            charts -= 1
            said.append(item)
        elif isinstance(item, (Table, Chart)) or _heads(item):
            behind.append(item)
        else:
            said.append(item)
    title = section.title
    return (
        Section(section.id, title, tuple(said)),
        Section(f"annex-{section.id}", title, tuple(behind)),
    )


def _heads(item: Item) -> bool:
    """A heading inside a section stands over tables, not over sentences."""
    return isinstance(item, Prose) and item.form == "heading"
