"""Which list a ledger project is on, and what holds it up (三张清单与卡在哪)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from gxlab.reference.periods import Period

STATES = ("谋划", "新开工", "续建", "竣工")
PAPERS = (
    ("用地", "paper_land"),
    ("环评", "paper_environment"),
    ("能评", "paper_energy"),
    ("规划", "paper_planning"),
    ("施工许可", "paper_construction"),
)
OTHER_BLOCKS = ("资金", "设备", "市场")
_DONE = ("已办", "已办结", "已取得", "不涉及", "无需", "√")


def state_of(
    state: str | None,
    started: Period | None,
    prior: Decimal | None,
    ytd: Decimal | None,
    period: Period,
) -> str:
    """Which of the lists a project is on: 谋划 (未开工), 新开工 (本年), 续建 (以前年度), 竣工.

    A state of that name in the ledger is taken as it stands; 未开工 and 在建 are placed by the
    month the project started, or where that is blank by the money spent before this year.
    """
    said = (state or "").strip()
    if said in STATES:
        return said
    if said in ("已竣工", "完工", "投产", "已投产"):
        return "竣工"
    if said == "未开工" or (not said and started is None and not prior and not ytd):
        return "谋划"
    if started is not None:
        return "新开工" if started.year == period.year else "续建"
    return "续建" if prior else "新开工"


def blocked_by(row: Mapping[str, Any], papers: Sequence[str]) -> tuple[str, ...]:
    """卡在哪: as the ledger says; else missing papers the problem names, and 资金、设备、市场.

    Papers under way are no obstacle unless the text of the problem says so.
    """
    if row["blocked_by"]:
        return tuple(str(row["blocked_by"]).replace("，", "、").split("、"))
    text = f"{row['problem'] or ''}{row['coordination'] or ''}"
    if not text:
        return ()
    named = [name for name, _ in PAPERS if name in text or name.removesuffix("许可") in text]
    words = [("设备到货" if w == "设备" else w) for w in OTHER_BLOCKS if w in text]
    return tuple(named) + tuple(words) or tuple(papers)


def is_missing(paper: str | None) -> bool:
    """Whether a paper (手续) is still to come: 在办 or 未办."""
    return paper is not None and paper.strip() not in (*_DONE, "", "—", "-")
