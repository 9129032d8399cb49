"""How well unknown forms are proposed, measured on known ones with their layout withheld (留一法).

For every form of the demo city, and every real file a layout was written for, the hand-written
layout says what each column is. It is taken away, a layout is proposed, and both are bound to the
same header: how many columns got the same role, how many were left to a person, how many another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from gxlab.intake.extract import extract
from gxlab.intake.grid import Unreadable
from gxlab.intake.headers import BoundColumn, bind, find_header, sheets_of
from gxlab.intake.layout_spec import SectionSpec
from gxlab.intake.layouts import Layout, parse_layout, standard_layouts, workspace_layouts
from gxlab.intake.meaning import Meaning
from gxlab.intake.model import Context
from gxlab.intake.propose import propose
from gxlab.intake.reader import Reader
from gxlab.intake.recognise import recognise
from gxlab.intake.words import Words, words
from gxlab.reference.indicators import catalogue
from tests.demo_workspace import gxlab
from tests.soak import FULL, keep, many

OF_REAL_FILES = workspace_layouts(Path(__file__).parents[1] / "spec" / "intake" / "layouts")
Role = tuple[str, ...]


def role(column: BoundColumn, section: SectionSpec) -> Role:
    """What a layout says of a column, comparable between layouts."""
    spec = column.spec
    if spec.ignore:
        return ("ignore",)
    if spec.note:
        return ("note",)
    if spec.field:
        return ("key" if section.record == "observation" else section.record, spec.field)
    if "period" in column.groups or "subject" in column.groups:
        return ("wide", *sorted(column.groups))
    name = spec.indicator or section.constants.get("indicator")
    span = spec.span or section.constants.get("span") or ""
    if name and catalogue()[str(name)].kind == "stock" and span in ("month", "ytd", ""):
        span = "point"
    told = Meaning(indicator=str(name) if name else None, reading=spec.reading or "value").series
    return ("value", str(told[0]), told[1], str(span), str(spec.year_shift))


def own_words(layout: Layout, others: Iterable[Layout]) -> Words:
    """The known words without those only the withheld layout uses for its keys and fields."""
    used = {w for o in others for s in o.spec.section for c in s.column for w in c.label}
    own = {
        label
        for section in layout.spec.section
        for column in section.column
        for label in column.label
        if label and not label.startswith("re:")
    }
    return words().without(own - used)


def compared(path: Path, layout: Layout, others: Sequence[Layout], known: Words) -> Counter[str]:
    """The counts for one file: its columns by what became of them."""
    with Reader() as reader:
        grid = reader.read(path)
    try:
        proposal = propose(grid, path.name, others, "drawn", known=known)
    except Unreadable:
        return Counter(forms=1, not_proposed=1)
    drawn = parse_layout(proposal.text, "drawn").spec.section[0]
    for section in layout.spec.section:
        for sheet in sheets_of(grid, section):
            header = find_header(sheet, section)
            if (
                sheet.name == proposal.sheet.name
                and header
                and header.bottom == proposal.header.bottom
            ):
                truth = bind(header, section)
                mine = bind(proposal.header, drawn)
                return _counts(truth.columns, section, mine.columns, drawn)
    return Counter(forms=1, other_table=1)


def _counts(
    truth: Sequence[BoundColumn], section: SectionSpec,
    mine: Sequence[BoundColumn], drawn: SectionSpec,
) -> Counter[str]:  # fmt: skip
    found = {column.index: role(column, drawn) for column in mine}
    counts = Counter(forms=1)
    for index, wanted in {c.index: role(c, section) for c in reversed(truth)}.items():
        given = found.get(index)
        if wanted == ("ignore",):
            counts["ignored"] += 1
            counts["ignored_but_proposed"] += given not in (None, ("ignore",), ("note",))
        elif given is None or given == ("ignore",):
            counts["columns"] += 1
            counts["left_to_a_person"] += 1
        else:
            counts["columns"] += 1
            same = given == wanted or (given[0], wanted[0]) == ("key", "key")
            counts["right" if same else "other"] += 1
    return counts


def _samples(files: Iterable[Path], layouts: Sequence[Layout]) -> dict[str, tuple[Path, Layout]]:
    """One file for every layout: the first by name that it reads."""
    found: dict[str, tuple[Path, Layout]] = {}
    with Reader() as reader:
        for path in files:
            try:
                grid = reader.read(path)
            except Unreadable:
                continue
            fits = recognise(grid, path.name, layouts)
            if len(fits) == 1 and fits[0].name not in found:
                read = extract(grid, fits[0], Context(), file_name=path.name)
                found[fits[0].name] = (path, fits[0])
                assert read.layout == fits[0].name
    return found


def _measured(samples: dict[str, tuple[Path, Layout]], layouts: Sequence[Layout]) -> Counter[str]:
    total: Counter[str] = Counter()
    for name, (path, layout) in samples.items():
        others = [other for other in layouts if other.name != name]
        for known, kind in ((words(), ""), (own_words(layout, others), "_own_words_withheld")):
            counts = compared(path, layout, others, known)
            total.update({key + kind: count for key, count in counts.items()})
    return total


@pytest.mark.soak
@pytest.mark.slow
def test_known_forms_withheld_one_at_a_time(tmp_path: Path, shared_data: Path) -> None:
    inbox = _demo(tmp_path)
    standard = standard_layouts()
    files = sorted(p for p in inbox.rglob("*") if p.suffix in (".xls", ".xlsx"))
    recent = [path for path in files if path.parent.name == "2026-05"]
    demo = _samples(files if FULL else recent[:9], standard)
    real_files = sorted(
        p
        for folder in ("published_tables", "workbooks")
        for p in (shared_data / folder).rglob("*")
        if p.suffix in (".xls", ".xlsx", ".csv")
    )
    real = _samples(real_files[: many(len(real_files), 12)], OF_REAL_FILES)
    of_demo = _measured(demo, standard)
    of_real = _measured(real, [*standard, *OF_REAL_FILES])
    assert of_demo["right"] * 10 >= of_demo["columns"] * 8, of_demo
    assert of_demo["other"] * 20 <= of_demo["columns"], of_demo
    keep(
        "L1", "share of columns proposed rightly when each known layout is withheld",
        **{f"demo_{k}": v for k, v in sorted(of_demo.items())},
        **{f"real_{k}": v for k, v in sorted(of_real.items())},
    )  # fmt: skip


def _demo(tmp_path: Path) -> Path:
    root = tmp_path / "w"
    gxlab(root.parent, "init", str(root))
    small = ("--counties", "2", "--enterprises", "60", "--months", "6", "--until", "2026-05")
    gxlab(root, "demo", *small)
    return root / "data" / "inbox"
