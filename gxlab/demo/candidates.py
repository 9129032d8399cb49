"""培育库:四个池加转专业、个转企,以及每户走到哪一步."""

from __future__ import annotations

from dataclasses import dataclass

from gxlab.demo import lists, months
from gxlab.demo.firms import ANNUAL_DOORS, MONTHLY_DOOR, Firm
from gxlab.demo.world import World

STATES = ("摸排", "辅导", "备件", "已报镇街", "县审", "市审", "省国审", "入库", "退回")
_TROUBLES = (
    "财务核算不健全",
    "担心税负增加",
    "部分产品委外，收入口径待核",
    "缺流动资金",
    "用地手续未办",
    "利润表与申报表不一致",
    "现场照片不合要求",
)


@dataclass(frozen=True)
class Candidate:
    """某月的一户培育企业;papers 依次为执照、利润表、申报表、照片、备案."""

    firm: Firm
    pool: str
    last_revenue: int
    invoiced: int
    papers: tuple[bool, ...]
    state: str
    helper: str
    trouble: str


def pool_of(firm: Firm) -> str:
    """入库前所在的池;退出而无再入希望的不在池内."""
    if firm.pool or firm.left is not None:
        return firm.pool
    doors = {
        ANNUAL_DOORS[0]: "规下1000—2000万",
        ANNUAL_DOORS[1]: "退统待再入",
        ANNUAL_DOORS[2]: "转专业",
        MONTHLY_DOOR: "当年新建投产",
    }
    return doors.get(firm.door, "")


def at(world: World, month: int) -> list[Candidate]:
    """该月末的培育库:名录外、有池、未注销;将在一年内入库的也在内."""
    found = []
    for firm in world.firms:
        if firm.listed(month) or not pool_of(firm) or not _present(firm, month):
            continue
        found.append(_candidate(world, firm, month))
    return found


def _present(firm: Firm, month: int) -> bool:
    if firm.left is not None:
        return month >= firm.left
    if firm.began is not None and month < firm.began - 1:
        return False
    return firm.entered is None or 0 < firm.entered - month <= 12


def _candidate(world: World, firm: Firm, month: int) -> Candidate:
    t = world.calendar.at(month)
    december = world.calendar.at(months.january(month) - 1)
    revenue = int(world.truth.total["revenue"][firm.index, december])
    invoiced = int(world.truth.total["invoice"][firm.index, t])
    step = _step(firm, month)
    papers = tuple((firm.index * 7 + k * 3) % 11 < 4 + step * 2 for k in range(5))
    words = lists.words()
    helper = words.surnames[firm.index % len(words.surnames)] + "科长"
    trouble = _TROUBLES[firm.index % 7] if firm.index % 3 == 0 else ""
    return Candidate(firm, pool_of(firm), revenue, invoiced, papers, STATES[step], helper, trouble)


def _step(firm: Firm, month: int) -> int:
    """进度:临近入库的逐月向前,其余按户错开,几户被退回."""
    if firm.entered is not None and firm.entered > month:
        return max(0, min(6, 6 - (firm.entered - month - 1) * 6 // 6))
    if firm.index % 29 == 3:
        return 8
    if firm.pool == "当年新建投产" and firm.began is not None:
        return min(5, max(0, month - firm.began))
    return min(4, (firm.index + (month % 12) // 4) % 5)
