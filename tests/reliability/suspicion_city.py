"""Invented cities with misreported returns planted in the newest direct report (W06).

The demo's own defects stay where they are; on top of them each kind below is planted on firms the
demo leaves alone. Only the forms the list reads are written, so that a city takes seconds.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from gxlab.demo import defects
from gxlab.demo import world as worlds
from gxlab.demo.defects.model import edits, picks, sheet_of, spot
from gxlab.demo.run import books
from gxlab.demo.save import save
from gxlab.demo.sheet import Book, Cell, Sheet
from gxlab.demo.world import World
from gxlab.demo.writers import direct
from gxlab.measures.suspicion import Suspicion, suspicions
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, open_desk
from gxlab.warehouse.importing import Places, import_paths
from gxlab.warehouse.snapshot import current

FORMS = ("W04", "W06", "W15", "W16", "B01", "B02", "B03", "B04")
MONEY = (
    "output_month", "output", "output_base", "revenue", "revenue_base", "profit", "profit_base",
)  # fmt: skip
TODAY = date(2026, 6, 20)
Numbers = dict[str, float]
# The firms the demo plants its own defects on, and those it lets go unreported, come first.
SKIPPED = 45


@dataclass(frozen=True)
class Scene:
    """What a kind may look at: the firm's row now, a month ago, a year ago, and its own dice."""

    now: Numbers
    before: Numbers
    last_year: Numbers
    dice: np.random.Generator


Kind = Callable[[Scene], Numbers]


def _times(factor: float) -> Kind:
    return lambda s: {c: round(s.now[c] * factor, 6) for c in MONEY if c in s.now}


def _yuan_in_one(s: Scene) -> Numbers:
    column = str(s.dice.choice(["output", "revenue"]))
    return {column: round(s.now[column] * 10, 1)}


def _swapped(s: Scene, *, places: int, least: float) -> Numbers:
    """Two neighbouring digits among the first ``places`` exchanged, moving it by ``least``."""
    column = str(s.dice.choice(["output_month", "output", "revenue"]))
    text = f"{s.now[column]:.1f}"
    at = [n for n in range(min(places, len(text)) - 1) if "." not in text[n : n + 2]]
    for n in s.dice.permutation(at):
        other = float(text[:n] + text[n + 1] + text[n] + text[n + 2 :])
        if abs(other / s.now[column] - 1) > least:
            return {column: other}
    return {}


def _last_year(s: Scene) -> Numbers:
    return {c: s.last_year[c] for c in ("output_month", "output", "revenue", "profit")}


def _last_month(s: Scene) -> Numbers:
    return {c: s.before[c] for c in s.before if c in s.now}


def _profit_turned(s: Scene) -> Numbers:
    large = abs(s.now["profit"]) > max(40, 0.02 * s.now["revenue"])
    return {"profit": -s.now["profit"]} if large else {}


def _falls(s: Scene) -> Numbers:
    share = s.dice.uniform(0.6, 0.95)
    return {c: round(s.before[c] * share, 1) for c in ("output", "revenue")}


def _month_wrong(s: Scene) -> Numbers:
    factor = s.dice.choice([s.dice.uniform(0.5, 0.7), s.dice.uniform(1.4, 1.8)])
    return {"output_month": round(s.now["output_month"] * float(factor), 1)}


def _more_made(s: Scene, low: float, high: float, columns: tuple[str, ...]) -> Numbers:
    """The month raised and every cumulative figure with it: nothing but the outside speaks."""
    extra = s.now["output_month"] * (float(s.dice.uniform(low, high)) - 1)
    return {c: round(s.now[c] + extra, 1) for c in columns}


KINDS: dict[str, tuple[Kind, frozenset[str]]] = {
    "yuan_row": (_times(10_000), frozenset({"unit_slip"})),
    "thousand_yuan_row": (_times(10), frozenset({"unit_slip"})),
    "hundred_million_row": (_times(0.0001), frozenset({"unit_slip"})),
    "ten_times_one_cell": (_yuan_in_one, frozenset({"unit_slip"})),
    "digits_swapped": (
        lambda s: _swapped(s, places=3, least=0.05),
        frozenset({"digits_transposed"}),
    ),
    "digits_swapped_anywhere": (
        lambda s: _swapped(s, places=9, least=0.0),
        frozenset({"digits_transposed"}),
    ),
    "copied_last_month": (_last_month, frozenset({"copied_last_month"})),
    "copied_last_year": (_last_year, frozenset({"copied_last_year"})),
    "profit_sign": (_profit_turned, frozenset({"wrong_sign"})),
    "revenue_negative": (lambda s: {"revenue": -s.now["revenue"]}, frozenset({"wrong_sign"})),
    "cumulative_falls": (_falls, frozenset({"cumulative_falls"})),
    "month_equals_cumulative": (
        lambda s: {"output_month": s.now["output"]},
        frozenset({"month_equals_cumulative"}),
    ),
    "month_off": (_month_wrong, frozenset({"month_off_cumulative"})),
    "output_without_electricity": (
        lambda s: _more_made(s, 1.8, 2.5, ("output_month", "output")),
        frozenset({"electricity"}),
    ),
    "revenue_without_invoices": (
        lambda s: _more_made(s, 2.0, 2.8, ("revenue",)),
        frozenset({"invoices"}),
    ),
    "all_raised": (
        lambda s: _more_made(s, 2.8, 4.0, ("output_month", "output", "revenue")),
        frozenset({"history"}),
    ),
}
"""Kind of misreport → how it is made, and the rules that should name it."""


@dataclass(frozen=True)
class Planted:
    """A misreported return: the firm's code and what was done to it."""

    enterprise: str
    kind: str
    cells: tuple[str, ...]


def _numbers(sheet: Sheet, key: str) -> Numbers:
    if key not in sheet.keys:
        return {}
    row = sheet.rows[sheet.keys[key]]
    found = {c: row[n] for c, n in sheet.columns.items() if n < len(row)}
    return {c: float(v) for c, v in found.items() if isinstance(v, int | float) and c != "seq"}


def _spoiled(world: World, book: Book, each: int) -> tuple[Book, list[Planted]]:
    sheet = sheet_of(book)
    before = direct.monthly(world, book.month - 1)
    year = direct.monthly(world, book.month - 12)
    calm = [f for f in picks(world)[SKIPPED:] if str(f.index) in sheet.keys]
    free: Iterator[int] = iter(range(len(calm)))
    dice = world.rng(991)
    items: list[tuple[str, str, Cell, tuple[str, str, str]]] = []
    planted = []
    for kind, (make, _) in KINDS.items():
        done = 0
        while done < each:
            firm = calm[next(free)]
            key = str(firm.index)
            scene = Scene(_numbers(sheet, key), _numbers(before, key), _numbers(year, key), dice)
            if not {"output_month", "output", "revenue", "profit"} <= scene.last_year.keys():
                continue
            changed = {c: v for c, v in make(scene).items() if v != scene.now.get(c)}
            if not changed:
                continue
            items += [(key, c, v, (kind, "check", kind)) for c, v in changed.items()]
            code = world.identity(firm, book.month).code
            planted.append(Planted(code, kind, tuple(sorted(changed))))
            done += 1
    assert all(spot(sheet, key, column) for key, column, _, _ in items)
    return edits(book, "直报", items).books[0], planted


def city(root: Path, seed: int, *, each: int = 2, enterprises: int = 320) -> list[Planted]:
    """Write and import a city of 17 months; what was planted in its May return."""
    world = worlds.build(4, enterprises, 17, seed, "2026-05")
    planted: list[Planted] = []
    own: list[Planted] = []
    for book in books(world, firm_returns=False):
        if book.form not in FORMS:
            continue
        outcome = defects.apply(world, book)
        ready = list(outcome.books)
        if book.form == "W06" and book.month == world.calendar.until and each:
            ready[0], planted = _spoiled(world, ready[0], each)
        own += _of_the_demo(outcome, ready[0]) if book.month == world.calendar.until else []
        for one in ready:
            save(one, root / "inbox")
    take_in(root)
    root.joinpath("planted.json").write_text(
        json.dumps([vars(p) for p in planted + own], ensure_ascii=False), encoding="utf-8"
    )
    return planted + own


# The demo's own defects of May that the list should or may name: firms' returns and their invoices.
OWN = {
    "yuan_instead_of_wan": "own_yuan_row",
    "copied_last_month": "own_copied_last_month",
    "month_equals_cumulative": "own_month_equals_cumulative",
    "group_invoice_at_headquarters": "own_group_invoices",
}
OWN_RULES: dict[str, frozenset[str]] = {
    "own_yuan_row": frozenset({"unit_slip"}),
    "own_copied_last_month": frozenset({"copied_last_month"}),
    "own_month_equals_cumulative": frozenset({"month_equals_cumulative"}),
    "own_group_invoices": frozenset({"invoices"}),
}


def _of_the_demo(outcome: defects.Outcome, book: Book) -> list[Planted]:
    codes = {}
    for item in outcome.planted:
        if item.kind in OWN and item.form in ("W06", "W15"):
            sheet = sheet_of(book, item.sheet)
            row = int("".join(c for c in item.cell if c.isdigit())) - 1
            codes[str(sheet.rows[row][1 if item.form == "W06" else _code(sheet)]), item.kind] = 0
    return [Planted(code, OWN[kind], ()) for code, kind in codes]


def _code(sheet: Sheet) -> int:
    return sheet.columns["code"]


def take_in(root: Path) -> None:
    """Import the inbox of a city as one batch."""
    data = root / "data"
    places = Places(root, data / "raw", data / "warehouse", data / "quarantine", data / "layouts")
    import_paths([root / "inbox"], places, today=TODAY)


def desk_of(root: Path, period: str = "2026-05") -> Desk:
    return open_desk(current(root / "data" / "warehouse"), None, Period.parse(period))


def listed(root: Path, period: str = "2026-05") -> list[Suspicion]:
    """疑似错报清单 of a city."""
    return suspicions(desk_of(root, period))
