"""Whose filing lies ahead (待申报): door open, not handed in yet, and what papers are missing."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import cultivation_pool as pools
from gxlab.measures.cultivation import Edition, Forecast, reaching
from gxlab.measures.figures import FigureRow
from gxlab.measures.filing_calendar import Deadline, Filing, calendar

# For firms that come by the annual batch the filing of a project is no paper of theirs.
ANNUAL_PAPERS = frozenset(pools.PAPERS.values()) - {"备案证明"}


def missing(found: Forecast) -> tuple[str, ...]:
    """缺件 for the door open to the firm."""
    wanted = found.candidate.missing
    return wanted if found.door.name == "月度" else tuple(p for p in wanted if p in ANNUAL_PAPERS)


def filings(given: Edition) -> list[Filing]:
    """Firms whose next filing lies ahead; a decision against a firm keeps it out."""
    return [
        Filing(f.code, f.candidate.name, f.door.name, f.door.deadline, missing(f))
        for f in reaching(given)
        if f.door.deadline is not None and f.candidate.state not in pools.FILED
    ]


def deadlines(given: Edition) -> list[Deadline]:
    """The filing days of the next ninety days."""
    return calendar(given.desk.period, given.rules, filings(given))


def rows(given: Edition) -> list[FigureRow]:
    """待申报户数 of each filing day; code ``day:door``. ``n``: those with papers missing."""
    return [
        FigureRow(
            f"{found.day}:{found.door}",
            f"{found.day}{found.door}",
            value=Decimal(len(found.filings)),
            n=sum(bool(f.missing) for f in found.filings),
            period_used=str(given.desk.period),
            source_kind="培育库台账",
            status="快报",
        )
        for found in deadlines(given)
    ]
