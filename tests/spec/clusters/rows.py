"""Rows of the cluster report typed as text: members, lists, segments, targets."""

from __future__ import annotations

from datetime import date
from typing import Any

Rows = list[dict[str, Any]]


def members(rows: str) -> Rows:
    """cluster enterprise segment role from to, one a line (- = none)."""
    found = []
    for line in rows.strip().splitlines():
        cluster, enterprise, segment, role, start, end = (*line.split(), "-", "-", "-", "-")[:6]
        found.append(
            {
                "cluster": cluster,
                "enterprise": enterprise,
                "segment": None if segment == "-" else segment,
                "role": None if role == "-" else role,
                "valid_from": _day(start),
                "valid_to": _day(end),
            }
        )
    return found


def clusters(rows: str) -> Rows:
    """cluster name list from to, one a line."""
    found = []
    for line in rows.strip().splitlines():
        cluster, name, listed, start, end = (*line.split(), "-", "-")[:5]
        found.append(
            {
                "cluster": cluster,
                "name": name,
                "list": listed,
                "valid_from": _day(start),
                "valid_to": _day(end),
            }
        )
    return found


def _day(text: str) -> date | None:
    return None if text == "-" else date.fromisoformat(text)
