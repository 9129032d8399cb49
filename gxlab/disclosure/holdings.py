"""Whose a firm is (控股单位), and who agreed that its figures may be seen (同意公开)."""

from __future__ import annotations

from collections.abc import Mapping

from gxlab.reference.codes import normalise_name
from gxlab.reference.verdicts import AGREED, WITHDRAWN
from gxlab.warehouse.desk import Desk


def holdings(desk: Desk) -> dict[str, str]:
    """Firm → the top of its ownership (所属集团); firms that are their own are left out.

    A group named like a known firm is that firm, so that a parent and its daughters are one; any
    other is known by its name alone.
    """
    rows = desk.read("enterprises").select("enterprise", "name", "holding").to_dicts()
    codes = {normalise_name(r["name"]): r["enterprise"] for r in rows if r["name"]}
    known = {r["enterprise"] for r in rows}
    above = {
        r["enterprise"]: _parent(r["holding"], known, codes)
        for r in rows
        if (r["holding"] or "").strip()
    }
    return {firm: top for firm in above if (top := _top(firm, above)) != firm}


def waived(desk: Desk) -> frozenset[str]:
    """Firms that agreed (同意公开), by the decisions in force at the period's end (人工判定)."""
    rows = desk.read("decisions", on=desk.period.last_day).to_dicts()
    found: dict[str, bool] = {}
    for row in sorted(rows, key=lambda r: r["decided_on"]):
        if row["object_kind"] == "enterprise" and row["verdict"] in (AGREED, WITHDRAWN):
            found[row["object_id"]] = row["verdict"] == AGREED
    return frozenset(firm for firm, agreed in found.items() if agreed)


def _parent(told: str, known: set[str], codes: Mapping[str, str]) -> str:
    named = told.strip()
    if named in known:
        return named
    return codes.get(normalise_name(named), f"集团:{normalise_name(named)}")


def _top(firm: str, above: Mapping[str, str]) -> str:
    """Up the chain of owners; two that own each other stand under the first of them by code."""
    path = [firm]
    while (parent := above.get(path[-1])) is not None:
        if parent in path:
            return min(path[path.index(parent) :])
        path.append(parent)
    return path[-1]
