"""Is this project in the register already? (与统计在库项目比对)

By project code, then by credit code with a like name, then by like names of owner and project.
A firm's code alone is no match: one firm has several projects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gxlab.measures.renovation_register import Registered
from gxlab.measures.renovation_rules import name_score
from gxlab.reference.codes import normalise_name

EXACT = 100


@dataclass(frozen=True)
class Wanted:
    """What identifies a project looked for (待比对项目): any of its marks may be missing."""

    code: str | None
    enterprise: str | None
    owner: str | None
    core: str


@dataclass(frozen=True)
class Match:
    """A project of the register and how it was found (匹配方式)."""

    project: Registered
    method: str


def find_match(wanted: Wanted, register: Sequence[Registered], least: int) -> Match | None:
    """The project of the register that this is; None where there is none.

    ``least`` is the name score (0—100) from which two names count as one.
    """
    if wanted.code:
        same = [p for p in register if p.code == wanted.code]
        if same:
            return Match(same[0], "项目代码")
    possible = [p for p in register if _may_be_same(wanted, p, least)]
    alike = [(name_score(wanted.core, p.core), p) for p in possible]
    close = sorted((s, p.key, p) for s, p in alike if s >= least)
    if not close:
        return None
    score, _, found = close[-1]
    known = wanted.enterprise is not None and wanted.enterprise == found.enterprise
    return Match(found, "信用代码" if known else f"名称相似度{score}")


def other_projects(wanted: Wanted, register: Sequence[Registered]) -> list[Registered]:
    """Other registered projects of the same owner (同一单位的在库项目): a hint, never a match."""
    return [p for p in register if same_owner(wanted, p, EXACT)]


def same_owner(wanted: Wanted, project: Registered | Wanted, least: int) -> bool:
    """Whether two projects have one owner: by credit code where both have one, else by name."""
    if wanted.enterprise and project.enterprise:
        return wanted.enterprise == project.enterprise
    mine, theirs = normalise_name(wanted.owner or ""), normalise_name(project.owner or "")
    return bool(mine) and bool(theirs) and name_score(mine, theirs) >= least


def _may_be_same(wanted: Wanted, project: Registered, least: int) -> bool:
    """Codes that both exist and differ are different projects, whatever their names."""
    if wanted.code and project.code:
        return False
    return same_owner(wanted, project, least)
