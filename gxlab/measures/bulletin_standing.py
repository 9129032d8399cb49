"""How each unit stands with a task (进度与位次): completion, plan, clock, light, place.

Places are given among units of one kind under one parent that have the target, on the figures as
printed, so that units printed alike share a place (并列); where the statistics bureau has placed
exactly these units by the rate, its places are printed. A unit without a target or without a
figure has no place (未设目标、无数据). A zone lies inside counties and is nobody's peer.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from gxlab.measures.bulletin_tasks import Source, Task, done, goals, is_fed_back
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import Progress, progress
from gxlab.reference.numbers import round_half_away
from gxlab.reference.periods import Period
from gxlab.reference.territory import Unit

FLOOR, STRETCH = "确保", "奋斗"
UNSET, SILENT = "未设目标", "无数据"
FORMER = "原目标"


@dataclass(frozen=True)
class Standing:
    """One unit and one task (一个单位的一项任务).

    ``row`` carries the figure with target, completion, plan and clock of the first tier that is
    set (its code); ``stretch`` the same for 奋斗 beside 确保. ``light`` judges the first.
    ``former_target`` and ``since`` tell of a target changed in the middle of the year. ``score``
    is what places go by: what the task is told by, and below 0 where a stock shrank.
    """

    unit: Unit
    task: Task
    row: FigureRow
    stretch: FigureRow | None = None
    score: Decimal | None = None
    light: str = "none"
    is_set: bool = False
    office: str = ""
    former_target: Decimal | None = None
    since: str | None = None
    tied: bool = False

    @property
    def has_figure(self) -> bool:
        """Whether anything has been reported or fed back for the unit."""
        return self.row.value is not None or self.row.growth_yoy_pct is not None

    @property
    def former_row(self) -> FigureRow | None:
        """The target before the adjustment as a figure of its own (原目标)."""
        if self.former_target is None:
            return None
        own = self.row
        return FigureRow(
            f"{own.code}:{FORMER}",
            own.name,
            target=self.former_target,
            period_used=own.period_used,
            span=own.span,
        )

    @property
    def gap(self) -> tuple[str, Decimal] | None:
        """The gap that decides the light: to the plan, else to the clock, with its statistic."""
        for name in ("gap_plan_pp", "gap_linear_pp"):
            found = getattr(self.row, name)
            if found is not None:
                return name, found
        return None

    @property
    def state(self) -> str:
        """未设目标 or 无数据, where there is nothing to judge."""
        if not self.is_set:
            return UNSET
        return "" if self.has_figure else SILENT


def standings(
    source: Source, task: Task, units: Sequence[Unit], period: Period
) -> dict[str, Standing]:
    """By unit code how each unit stands with a task at a period, with places."""
    peers = [u for u in units if u.kind != "town"]
    fed_back = is_fed_back(source, task, peers or list(units), period)
    found = [
        _standing(source, task, u, done(source, task, u, period, fed_back=_only(u, fed_back)))
        for u in units
    ]
    return {s.unit.code: s for s in _placed(found)}


def _only(unit: Unit, fed_back: bool) -> bool:
    """A town has no fed-back figure: its own is the sum over its firms."""
    return fed_back and unit.kind != "town"


def _standing(source: Source, task: Task, unit: Unit, row: FigureRow) -> Standing:
    at = source.desk.at(unit=unit.code, period=Period.parse(row.period_used or ""))
    by_tier = goals(at, task)
    tier = next((t for t in (FLOOR, STRETCH) if t in by_tier), None)
    if tier is None:
        return Standing(unit, task, replace(row, code=FLOOR), score=getattr(row, task.told))
    goal = by_tier[tier]
    judged = progress(at, goal, row)
    other = by_tier.get(STRETCH) if tier == FLOOR else None
    return Standing(
        unit,
        task,
        against(row, goal, judged),
        against(row, other, progress(at, other, row)) if other else None,
        judged.completion_pct if task.told == "completion_pct" else getattr(row, task.told),
        judged.light,
        True,
        goal["office"] or "",
        goal["former_target"],
        goal["effective"],
    )


def against(row: FigureRow, goal: dict[str, Any], judged: Progress) -> FigureRow:
    """The figure with what one tier of the target makes of it (对照目标), coded by the tier."""
    # A stock that shrank has completed nothing; a negative rate of completion is not said.
    shrank = judged.completion_pct is not None and judged.completion_pct < 0
    return replace(
        row,
        code=goal["tier"],
        target=goal["target"],
        completion_pct=None if shrank else judged.completion_pct,
        plan_pct=judged.plan_pct,
        linear_pct=judged.linear_pct,
        gap_plan_pp=judged.gap_plan_pp,
        gap_linear_pp=judged.gap_linear_pp,
    )


def _placed(found: Sequence[Standing]) -> list[Standing]:
    groups: dict[tuple[str | None, str], list[Standing]] = {}
    for one in found:
        groups.setdefault((one.unit.parent, one.unit.kind), []).append(one)
    placed = {s.unit.code: s for group in groups.values() for s in _places(group)}
    return [placed[one.unit.code] for one in found]


def _places(group: Sequence[Standing]) -> list[Standing]:
    """Places within a group: as fed back where every rate of it has one, else by the figures."""
    shown = [_shown(one) for one in group]
    count = sum(s is not None for s in shown)
    told = [one.row.rank for one in group]
    if group[0].task.told == "value" and _complete(shown, told):
        places = told
    else:
        falls = group[0].task.told == "value" and group[0].task.subject.direction == "down"
        places = [_place(own, shown, falls) for own in shown]
    if count < 2:
        places = [None] * len(group)
    return [
        replace(
            one,
            row=replace(one.row, rank=place, rank_of=count if place is not None else None),
            tied=place is not None and places.count(place) > 1,
        )
        for one, place in zip(group, places, strict=True)
    ]


def _complete(shown: Sequence[Decimal | None], told: Sequence[int | None]) -> bool:
    """Whether the statistics bureau has placed exactly those that take part."""
    return all((s is None) == (t is None) for s, t in zip(shown, told, strict=True))


def _shown(one: Standing) -> Decimal | None:
    """The figure as printed, of a unit that takes part in the ranking."""
    takes_part = (one.is_set or not one.task.is_set) and one.unit.kind != "zone"
    if not takes_part or one.score is None:
        return None
    return round_half_away(one.score, 1)


def _place(own: Decimal | None, peers: Sequence[Decimal | None], falls: bool) -> int | None:
    if own is None:
        return None
    known = [p for p in peers if p is not None]
    return 1 + sum(p < own if falls else p > own for p in known)
