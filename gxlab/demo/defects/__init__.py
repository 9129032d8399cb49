"""按表号施加缺陷;每种“常见缺陷”至少埋一处,全部登记."""

from __future__ import annotations

from collections.abc import Mapping

from gxlab.demo.defects import counties, feedback, firms, lists, projects, tax_power
from gxlab.demo.defects.model import Defect, Outcome, Planted, keep
from gxlab.demo.sheet import Book
from gxlab.demo.world import World

_BY_FORM: Mapping[str, Defect] = {
    "W01": feedback.main_indicators,
    "W02": feedback.by_industry,
    "W03": feedback.finance,
    "W04": firms.register,
    "W05": firms.returns,
    "W06": firms.direct_report,
    "W07": counties.estimates,
    "W08": counties.cluster_monthly,
    "W09": lists.members,
    "W10": feedback.investment,
    "W11": projects.register,
    "W12": projects.ledger,
    "W13": projects.catalogue,
    "W14": projects.filings,
    "W15": tax_power.invoices,
    "W16": tax_power.electricity,
    "B04": tax_power.meter_map,
    "W17": counties.cultivation,
    "W18": lists.audits,
    "W19": lists.plans,
    "W20": lists.annual,
    "W21": counties.commentary,
}


def apply(world: World, book: Book) -> Outcome:
    """给一本工作簿埋上它该有的缺陷."""
    defect = _BY_FORM.get(book.form)
    return keep(book) if defect is None else defect(world, book)


__all__ = ["Outcome", "Planted", "apply"]
