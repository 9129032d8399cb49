"""人工判定 that touch a page: in force, lapsed and asked again, or in words no rule knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from gxlab.measures.renovation_rules import project_code
from gxlab.reference.verdicts import OBJECTS, WITHDRAWN, is_known
from gxlab.warehouse.desk import Desk

State = Literal["有效", "已到期，重新列入", "判定用语不认识，未采用"]
# What lapsed longer ago has been asked again many times since.
_LAPSED_MONTHS = 3


@dataclass(frozen=True)
class Remembered:
    """One decision as it stands on the period's last day (一条判定)."""

    kind: str
    object_id: str
    name: str
    verdict: str
    reason: str
    author: str
    decided_on: date
    valid_until: date | None
    state: State


def remembered(
    desk: Desk, kinds: Collection[str], names: Mapping[str, str]
) -> tuple[Remembered, ...]:
    """The latest decision on each object of these kinds that the page is about, by date.

    ``names``: the objects of the page, code (or name) → name. Those taken back (撤销判定) are not
    told; lapsed ones for three months.
    """
    rows = desk.uses(desk.read("decisions_made", on=desk.period.last_day)).to_dicts()
    known = {_key(code): name for code, name in names.items()}
    found = [
        _remembered(row, known[_key(row["object_id"])], desk)
        for row in rows
        if row["object_kind"] in kinds and _key(row["object_id"]) in known
    ]
    told = [one for one in found if one is not None]
    return tuple(sorted(told, key=lambda one: (one.state != "有效", one.decided_on, one.object_id)))


def _remembered(row: Mapping[str, Any], name: str, desk: Desk) -> Remembered | None:
    last, until = desk.period.last_day, row["valid_until"]
    state: State = "有效"
    if row["verdict"] == WITHDRAWN:
        return None
    if not is_known(row["object_kind"], row["verdict"]):
        state = "判定用语不认识，未采用"
    if until is not None and until < last:
        if until <= desk.period.shift(-_LAPSED_MONTHS).last_day:
            return None
        state = "已到期，重新列入"
    return Remembered(
        OBJECTS[row["object_kind"]], row["object_id"], name, row["verdict"], row["reason"],
        row["author"], row["decided_on"], until, state,
    )  # fmt: skip


def _key(object_id: str) -> str:
    """A project code in one form; other codes and names as they are."""
    return project_code(object_id) or object_id
