"""What ``gxlab value … --by task`` answers (任务取数): the rows the bulletin prints.

Codes are the tiers, 确保 and 奋斗, ``确保:月均`` for what the months left must bring, and
``确保:原目标`` for a target before its adjustment. ``task_count`` has the tasks by light.
"""

from __future__ import annotations

from gxlab.measures import bulletin, bulletin_pace
from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import Standing
from gxlab.measures.bulletin_tasks import FEEDBACK, FLASH
from gxlab.measures.figures import FigureRow
from gxlab.warehouse.desk import Desk

COUNT = "task_count"


def figures(desk: Desk, indicator_id: str) -> list[FigureRow]:
    """Rows of one task of the desk's unit at exactly the desk's period; nothing where not told."""
    for basis in (FEEDBACK, FLASH):
        given = bulletin.bulletin(desk, revenue_basis=basis)
        one = given.found.get(indicator_id, {}).get(desk.unit.code)
        if one is not None and one.row.period_used == str(desk.period):
            return rows(given, one)
    return []


def rows(given: Bulletin, one: Standing) -> list[FigureRow]:
    """A standing as figure rows: its tiers, then what the months left must bring."""
    left = bulletin_pace.ahead(given, one)
    first = left.needed or one.row
    return [row for row in (first, one.stretch, left.monthly, one.former_row) if row is not None]


def counts(desk: Desk) -> list[FigureRow]:
    """Tasks of the unit by light (任务项数): all, green, yellow, red."""
    return bulletin.light_counts(bulletin.bulletin(desk), desk.unit.code)
