"""人工判定 of each report's own objects, for its 数据质量."""

from __future__ import annotations

from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.renovation import Renovation
from gxlab.show.cultivation_page import Page
from gxlab.show.decision_table import decision_table
from gxlab.show.objects import Table


def of_renovation(found: Renovation) -> Table | None:
    """Decisions on the unit's filings, ledger projects and registered projects."""
    names = {p.key: p.name for p in found.registered} | {p.key: p.name for p in found.projects}
    names |= {lead.key: lead.name for lead in found.own_leads}
    return decision_table(found.desk, ("filing", "project"), names)


def of_cultivation(page: Page) -> Table | None:
    """Decisions on the unit's candidates and firms, by code or by the name they were decided by."""
    given = page.edition
    names: dict[str, str] = {}
    for enterprise, name in firm_rows(given.desk, "revenue", "ytd")[["enterprise", "name"]].rows():
        names[enterprise] = name or enterprise
    for candidate in given.candidates:
        names |= {candidate.key: candidate.name, candidate.name: candidate.name}
    return decision_table(given.desk, ("enterprise", "candidate"), names)
