"""A first layout for an unknown form (版式草稿): found header, matched columns, the rest named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from gxlab.intake.grid import Grid
from gxlab.intake.headers import Header
from gxlab.intake.labels import normal, split_unit
from gxlab.intake.layout_spec import ColumnSpec, SectionSpec
from gxlab.intake.layouts import Layout, check_name, parse_layout
from gxlab.intake.place import title_cells
from gxlab.intake.propose_columns import (
    column_lines,
    densest_header,
    likeliest,
    of_same_key,
    plain_text,
)
from gxlab.reference.periods import find_period


@dataclass(frozen=True)
class Proposal:
    """A proposed layout (版式草稿): its TOML text and the labels it could not match."""

    name: str
    text: str
    unmatched: tuple[str, ...]


def propose(
    grid: Grid, file_name: str, layouts: Iterable[Layout], name: str | None = None
) -> Proposal:
    """Propose a layout for the file's first table.

    Raises Unreadable where no header can be made out, LayoutError where ``name`` cannot be one.
    """
    if name is not None:
        check_name(name)
    sheet, header = densest_header(grid)
    sections = [section for layout in layouts for section in layout.spec.section]
    section, matched = likeliest(header, of_same_key(header, sections))
    titles = tuple(title_cells(sheet, header))
    lines, unmatched = column_lines(header, matched, section, sections)
    key = _key_label(header, matched)
    safe = name or _safe_name(file_name)
    text = "\n".join(
        [
            f"# 由 gxlab layout 根据“{PurePath(file_name).name}”拟出，请逐列核对后使用",
            f'name = "{safe}"',
            f'title = "{plain_text(titles[0] if titles else PurePath(file_name).stem)}"',
            f"file_name = '{_name_pattern(file_name)}'",
            f"contains = {_quoted(_telling(header, matched))}",
            'status = "快报"',
            'source_kind = "县区上报"',
            'scope = "whole"',
            "",
            "[period]",
            f'source = "{_period_source(titles, file_name)}"',
            "",
            "[[section]]",
            *([f"sheet = '^{re.escape(sheet.name)}$'"] if sheet.name else []),
            *_section_head(section),
            f"anchor = {_quoted([key])}",
            f"header_rows = {header.bottom - header.top}",
            "column = [",
            *lines,
            "]",
            "",
        ]
    )
    parse_layout(text, safe)
    return Proposal(safe, text, unmatched)


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


def _section_head(section: SectionSpec | None) -> list[str]:
    if section is None or section.record == "observation":
        subject = section.subject if section else "unit"
        return [f'subject = "{subject}"', 'constants = { span = "ytd" }']
    return [f'record = "{section.record}"']


def _key_label(header: Header, matched: dict[int, ColumnSpec]) -> str:
    for index, path in header.paths.items():
        spec = matched.get(index)
        if spec is not None and spec.field and path.parts:
            return path.parts[0]
    return next(path.parts[0] for path in header.paths.values() if path.parts)


def _telling(header: Header, matched: dict[int, ColumnSpec]) -> list[str]:
    """Two or three labels that tell the form from others."""
    paths = [p for i, p in header.paths.items() if i in matched and not matched[i].ignore]
    paths = [p for p in (paths or header.paths.values()) if p.parts]
    return list(dict.fromkeys(split_unit(path.parts[0])[0] for path in paths))[:3]


def _period_source(titles: tuple[str, ...], file_name: str) -> str:
    if any(find_period(text) for text in titles):
        return "title"
    return "file_name" if find_period(PurePath(file_name).stem) else "none"


def _safe_name(file_name: str) -> str:
    letters = re.sub("[^a-z0-9]+", "_", PurePath(file_name).stem.lower()).strip("_")
    return letters if re.match("[a-z]", letters) else "form_" + (letters or "new")


def _name_pattern(file_name: str) -> str:
    """The file name without its digits, which change every month."""
    stem = normal(PurePath(file_name).stem)
    words = re.findall("[\u4e00-\u9fffA-Za-z]{2,}", stem)
    longest = max(words, key=len, default=stem)
    return re.escape(longest).replace("'", "")


def _quoted(labels: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{plain_text(label)}"' for label in labels) + "]"
