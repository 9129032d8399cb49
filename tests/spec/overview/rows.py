"""Readings for the overview's worked cases, typed as short tables."""

from __future__ import annotations

from typing import Any

from tests.conftest import observation

Rows = list[dict[str, Any]]


def units(text: str, *, status: str = "反馈", kind: str = "unit") -> dict[str, Any]:
    """A file of readings: unit period indicator span reading number, ``-`` for a blank cell."""
    rows = []
    for line in text.strip().splitlines():
        code, period, indicator, span, reading, number = line.split()
        rows.append(observation(code, period, reading, number, indicator, span, kind))
    source = "县区上报" if status == "预计" else "统计局反馈"
    return {"observation": rows, "status": status, "source_kind": source}


def industries(text: str, unit: str = "3300") -> dict[str, Any]:
    """A file of industry readings, columns as :func:`units` with the division first."""
    found = units(text, kind="industry")
    found["observation"] = [{**row, "unit": unit} for row in found["observation"]]
    return found


def rates(text: str, indicator: str = "value_added_growth") -> str:
    """``unit period rate`` lines as readings of one rate so far this year."""
    lines = [line.split() for line in text.strip().splitlines()]
    return "\n".join(
        f"{unit} {period} {indicator} ytd value {rate}" for unit, period, rate in lines
    )
