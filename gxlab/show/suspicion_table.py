"""疑似错报清单 as a table, strongest first: for the office alone, to be asked about, no values."""

from __future__ import annotations

from pathlib import PurePosixPath

from gxlab.measures.suspicion import Suspicion, suspicions
from gxlab.show.objects import Column, Row, Table
from gxlab.show.widgets import internal
from gxlab.warehouse.desk import Desk

MOST = 200
_HEADS = ("把握", "企业", "属地", "疑似问题", "情况（所报原数）", "依据的单元格")
_STRONG, _FAIR = 85, 70


def listing(desk: Desk, limit: int = MOST) -> Table:
    """疑似错报清单 of the desk's unit and period. Raises InternalOnly for a shared desk."""
    found = suspicions(internal(desk))
    names = {u.code: u.name for u in desk.units.units}
    columns = tuple(Column(f"suspicion_{n}", (h,), align="left") for n, h in enumerate(_HEADS))
    more = f"共{len(found)}条，列出前{limit}条。" if len(found) > limit else ""
    return Table(
        "suspicion",
        f"疑似错报清单（{desk.unit.name}，{desk.period.label('ytd', with_year=True)}）",
        columns,
        tuple(Row(_cells(one, names)) for one in found[:limit]),
        note=f"{more}按规则从所报各数筛出，不代表一定有误；请企业核实后重报，本处不改数，不列建议值。",
        empty="本期企业所报各数没有发现错报迹象。",
    )


def strength_word(strength: int) -> str:
    """How strong a sign is, in a word (把握)."""
    return "强" if strength >= _STRONG else "较强" if strength >= _FAIR else "提示"


def _cells(one: Suspicion, names: dict[str, str]) -> tuple[str, ...]:
    return (
        strength_word(one.strength),
        one.name or one.enterprise,
        names.get(one.unit, "—"),
        one.wording,
        one.detail,
        "；".join(_place(cell) for cell in one.cells),
    )


def _place(cell: str) -> str:
    """``file!sheet!cell`` without the folders of the workspace."""
    path, sheet, at = cell.rsplit("!", 2)
    return f"{PurePosixPath(path).name}!{sheet}!{at}"
