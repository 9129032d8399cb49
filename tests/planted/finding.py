"""一处登记的缺陷在哪里被说到:按登记的期望去找."""

from __future__ import annotations

from tests.planted.evidence import Evidence, Item, Told
from tests.planted.handled import handled


def found(evidence: Evidence, item: Item) -> Told | None:
    """problem 看导入,check 看核对(核对之前导入已提示的也算),handled 看存下的值."""
    if item["form"] == "W21":
        return evidence.page(item)
    match item["expected"]:
        case "problem":
            return evidence.problem(item)
        case "check":
            return evidence.check(item) or evidence.problem(item)
        case _:
            return handled(evidence, item)
