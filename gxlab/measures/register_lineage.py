"""Which firm is which (企业沿革): rename, 个转企, merger and relocation, from list or remark.

A change of code or name must never look like one exit and one entry. The table of lineage is taken
where it is filled; what it lacks is read from the register's own remarks (变更说明), written with
full- or half-width punctuation: 个转企,原代码92… · 吸收合并××公司 · 由××县迁入 · 曾用名:××.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from gxlab.reference.codes import normalise_name
from gxlab.warehouse.desk import Desk

ChangeKind = Literal["更名", "个转企", "合并", "迁移", "代码变更"]

_WIDE = str.maketrans("，：；（）。　", ",:;(), ")
_MONTH = re.compile(r"((?:19|20)\d{2})年(\d{1,2})月")
_OLD_CODE = re.compile(r"原(?:统一社会)?(?:信用)?代码:?\s*([0-9A-Za-z]{15,18})")
_OLD_NAME = re.compile(r"(?:曾用名|原名称|原名):?\s*([^,;]+)")
_ABSORBED = re.compile(r"^(?!.*被.*吸收合并).*吸收合并了?([^,;()]+)")
_ORIGIN = re.compile(r"(?:由|自|从)([^,;]+?)迁入")


@dataclass(frozen=True)
class Change:
    """One change a remark states (一次变更); what it does not state is None."""

    kind: ChangeKind
    month: str | None = None
    old_name: str | None = None
    old_code: str | None = None
    place: str | None = None


def parse_remark(text: str) -> tuple[Change, ...]:
    """The changes stated in a register remark (变更说明); nothing where it states none.

    >>> parse_remark("2025年9月由东山县迁入")
    (Change(kind='迁移', month='2025-09', old_name=None, old_code=None, place='东山县'),)
    >>> parse_remark("个转企，原代码：92330100MA2AAAAA1X")[0].old_code
    '92330100MA2AAAAA1X'
    """
    clauses = [c for c in text.translate(_WIDE).split(";") if c.strip()]
    return tuple(change for clause in clauses for change in _clause(clause.strip()))


def _clause(clause: str) -> Iterable[Change]:
    found = _MONTH.search(clause)
    month = f"{found[1]}-{int(found[2]):02d}" if found and 1 <= int(found[2]) <= 12 else None
    code, name = _first(_OLD_CODE, clause), _first(_OLD_NAME, clause)
    if code:
        code = code.upper()
    if "个转企" in clause or (code or "").startswith("92"):
        yield Change("个转企", month, name, code)
    elif code:
        yield Change("代码变更", month, name, code)
    elif name or "更名" in clause:
        yield Change("更名", month, name)
    if absorbed := _first(_ABSORBED, clause):
        yield Change("合并", month, absorbed)
    if place := _first(_ORIGIN, clause):
        yield Change("迁移", month, place=place)


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1].strip() if found else None


@dataclass(frozen=True, eq=False)
class Lineage:
    """What is known of the firms' past (沿革): codes, names and absorptions.

    ``successor``: old code → (new code, kind). ``known_as``: code → normalised former names.
    ``absorbed``: normalised name or code of a firm → the firm that took it over.
    """

    successor: Mapping[str, tuple[str, str]]
    known_as: Mapping[str, frozenset[str]]
    absorbed: Mapping[str, str]

    def current(self, code: str) -> str:
        """The code in force of a firm whose code may have changed, however often (现代码)."""
        seen = {code}
        while code in self.successor and self.successor[code][0] not in seen:
            code = self.successor[code][0]
            seen.add(code)
        return code


def lineage(desk: Desk, until: str) -> Lineage:
    """The lineage as far as lists up to a month tell it."""
    successor: dict[str, tuple[str, str]] = {}
    absorbed: dict[str, str] = {}
    known_as: dict[str, set[str]] = {}
    for row in desk.read("register_remarks", until=until).to_dicts():
        for change in parse_remark(row["remark"]):
            if change.kind == "合并" and change.old_name:
                absorbed[normalise_name(change.old_name)] = row["name"]
            elif change.old_code and change.old_code != row["enterprise"]:
                successor.setdefault(change.old_code, (row["enterprise"], change.kind))
            if change.kind != "合并" and change.old_name:
                known_as.setdefault(row["enterprise"], set()).add(normalise_name(change.old_name))
    _from_table(desk, until, successor, absorbed)
    names = {code: frozenset(found) for code, found in known_as.items()}
    return Lineage(successor, names, absorbed)


def _from_table(
    desk: Desk, until: str, successor: dict[str, tuple[str, str]], absorbed: dict[str, str]
) -> None:
    """The table of lineage overrules what remarks say."""
    rows = desk.read("register_lineage").to_dicts()
    merged = [r for r in rows if r["kind"] == "合并"]
    for row in (r for r in rows if r["effective"][:7] <= until and r["kind"] != "合并"):
        if row["old_enterprise"] != row["enterprise"]:
            successor[row["old_enterprise"]] = (row["enterprise"], row["kind"])
    for row in (r for r in merged if r["effective"][:7] <= until):
        absorbed[row["old_enterprise"]] = row["enterprise"]


@dataclass(frozen=True, eq=False)
class Gone:
    """Firms a list no longer has, found by code in force and by name (不再列的企业).

    ``rows`` as the view ``register_moves`` gives them; ``taken`` collects those that turned out
    to go on under another code or in a later list.
    """

    rows: list[dict[str, Any]]
    by_key: Mapping[tuple[str, ...], list[dict[str, Any]]]
    known: Lineage
    taken: set[int]

    @classmethod
    def of(cls, rows: list[dict[str, Any]], known: Lineage) -> Gone:
        """Indexed once, so that a list of many thousand firms is walked once."""
        found: dict[tuple[str, ...], list[dict[str, Any]]] = {}
        for row in rows:
            host = known.absorbed.get(row["enterprise"])
            keys = [
                (known.current(row["enterprise"]),),
                (row["period"], normalise_name(row["name_before"])),
                *([(row["period"], "", host)] if host else []),
            ]
            for key in keys:
                found.setdefault(key, []).append(row)
        return cls(rows, found, known, set())

    @property
    def rest(self) -> list[dict[str, Any]]:
        """Those that are no other firm's former self."""
        return [r for r in self.rows if id(r) not in self.taken]

    def predecessor(self, row: Mapping[str, Any]) -> dict[str, Any] | None:
        """The firm under whose code, name or plant this one stood in an earlier list."""
        period = row["period"]
        names = {normalise_name(row["name"]), *self.known.known_as.get(row["enterprise"], ())}
        if row["stated_former_name"]:
            names.add(normalise_name(row["stated_former_name"]))
        keys = [
            (self.known.current(row["enterprise"]),),
            (period, "", row["enterprise"]),
            *((period, name) for name in sorted(names)),
        ]
        hits = (r for key in keys for r in self.by_key.get(key, ()))
        return next((r for r in hits if id(r) not in self.taken and r["period"] <= period), None)
