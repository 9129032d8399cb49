"""Cumulative figures against the period before (累计数核对): lower only where the page says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from gxlab.publish.gates_prints import Print, figure_prints
from gxlab.publish.outline import Outline
from gxlab.reference.indicators import catalogue
from gxlab.reference.periods import Period
from gxlab.show.objects import Figure, Sentence, Sentences

# Flows that are only ever added to within a year; a remainder, a plan or a difference may fall.
CUMULATIVE = (
    "revenue", "output", "sales_output", "export_delivery", "tax", "electricity", "invoice_sales",
    "fixed_investment", "industrial_investment", "renovation_investment",
    "manufacturing_renovation_investment", "register_investment", "ledger_investment",
    "cluster_member_revenue", "cluster_revenue", "cluster_tax",
)  # fmt: skip
_FIGURE = re.compile(r'"figure":\s*(\{[^{}]*\})')


def fallen(outline: Outline, prints: Sequence[Print], former: str) -> Iterator[str]:
    """累计数低于上期而无说明: the unit's own flows, as the page before printed them.

    Only the unit's own totals: a part may lose a member or a firm. ``former`` is the executed
    notebook of the period before, as text.
    """
    before = dict(_before(former, outline.sentinel.unit))
    noted = _noted(outline)
    # A place in brackets behind the value is a print of the same coordinate.
    for printed in {p.ref: p for p in prints if p.unit != "位"}.values():
        parts = printed.ref.split("|")
        if not _is_own_flow(parts, outline.sentinel.unit) or printed.ref in noted:
            continue
        known = before.get("|".join((parts[0], _past(parts[2]))))
        if known is None or known.number <= printed.number + known.half + printed.half:
            continue
        name = catalogue()[parts[0]].name
        yield f"{name}{printed.told}低于上期的“{known.text}{known.unit}”而数据质量未作说明"


def _is_own_flow(parts: Sequence[str], unit: str) -> bool:
    return (
        len(parts) == 5
        and parts[0] in CUMULATIVE
        and parts[1] == unit
        and parts[3:] == ["ytd", "value"]
    )


def _past(period: str) -> str:
    now = Period.parse(period)
    return str(now.previous) if now.previous.year == now.year else ""


def _before(text: str, unit: str) -> Iterator[tuple[str, Print]]:
    """``indicator|period`` → print, of the unit's own cumulative flows in the former notebook."""
    for found in _FIGURE.finditer(text):
        if '|ytd|value"' not in found[1]:
            continue
        told = json.loads(found[1])
        parts = str(told["ref"]).split("|")
        if _is_own_flow(parts, unit) and told.get("unit"):
            figure = Figure(told["text"], told["ref"], unit=told["unit"])
            for printed in figure_prints(figure, figure.unit, "上期", signed=True):
                if printed.unit != "位":
                    yield f"{parts[0]}|{parts[2]}", printed


def _noted(outline: Outline) -> set[str]:
    """Coordinates that a warning of the page names: whoever reads the figure is told."""
    items = [i for section in outline.sections for i in section.items]
    sentences = [s for i in items if isinstance(i, Sentences) for s in i.items]
    sentences += [i for i in items if isinstance(i, Sentence)]
    return {
        part.ref
        for sentence in sentences
        if sentence.role == "warning"
        for part in sentence.parts
        if isinstance(part, Figure)
    }
