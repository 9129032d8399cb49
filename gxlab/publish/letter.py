"""核实函: what looks odd in the forms of a sender, for the sender to verify; never a value of ours.

A statistical figure is changed by its sender's new delivery only. So a letter names file, sheet,
cell, what was delivered and why it looks odd, and says nothing of what it should be. Firms are not
written to: their returns go back through the platform with the annotated copy.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from gxlab.reference.indicators import catalogue
from gxlab.reference.periods import Period
from gxlab.reference.territory import Territory, UnknownUnitName
from gxlab.warehouse.desk import Desk
from gxlab.warehouse.tables import names, sql

BUREAU = "统计局"
# Who sends what: the statistics bureau feeds back, counties, clusters' counties and towns report.
STATISTICAL = ("统计局反馈",)
COUNTY = ("县区上报", "集群直报", "镇街上报")
_MONTH = re.compile(r"(?<![0-9-])20[0-9]{2}-(?:0[1-9]|1[0-2])(?![0-9-])")
_CODE = re.compile(r"(?<![0-9A-Za-z-])[0-9]{6,9}(?![0-9A-Za-z-])")


@dataclass(frozen=True)
class Doubt:
    """One reading to verify (疑点): where it stands, whose it is, what was delivered, why odd."""

    file: str
    sheet: str
    cell: str
    subject: str
    reading: str
    rule: str
    why: str


@dataclass(frozen=True)
class Letter:
    """The letter to one sender: ``unit`` is its code, ``sender`` its name as it is addressed."""

    unit: str
    sender: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True)
class Reason:
    """Why a rule's finding looks odd, in words without a figure; what of its detail is a reading.

    ``reading``: a pattern whose first group is what was delivered; "" where all of it was.
    """

    why: str
    reading: str


@cache
def reasons() -> Mapping[str, Reason]:
    """The rules whose findings go into a letter (核实函规则); others go back with the copy."""
    text = files("gxlab.publish").joinpath("letter_reasons.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["rule"]: Reason(row["why"], row["reading"]) for row in rows}


def letters(desk: Desk, units: Sequence[str] | None = None) -> tuple[Letter, ...]:
    """The letters of a period, statistics bureau first, then by unit; ``units`` are codes.

    Of each form and sender only the latest period counts, not older than the month before.
    """
    sources = _sources(desk)
    found: dict[tuple[str, str], list[Doubt]] = {}
    seen: set[tuple[str, str, str, str]] = set()
    for source, period, doubt in (*_from_intake(desk, sources), *_from_checks(desk, sources)):
        key = (doubt.file, doubt.sheet, doubt.cell, doubt.why)
        if period not in (None, source.period) or (doubt.cell and key in seen):
            continue
        seen.add(key)
        found.setdefault((source.unit, source.name), []).append(doubt)
    order = sorted(found, key=lambda sender: (sender[1] != _bureau(desk.units), sender))
    return tuple(
        Letter(unit, name, tuple(sorted(found[unit, name], key=_place)))
        for unit, name in order
        if units is None or unit in units
    )


@dataclass(frozen=True)
class _Source:
    """Who sent a file, and the latest period of that form from that sender."""

    unit: str
    name: str
    period: str


Found = tuple[_Source, str | None, Doubt]


def _place(doubt: Doubt) -> tuple[str, str, int, str, str, str]:
    row = re.search(r"[0-9]+", doubt.cell)
    at = int(row[0]) if row else 0
    return doubt.file, doubt.sheet, at, doubt.cell, doubt.subject, doubt.rule


def _bureau(units: Territory) -> str:
    return f"{units.root.name}{BUREAU}"


def _sources(desk: Desk) -> dict[int, _Source]:
    """The sender of every file that a letter may be about."""
    rows = desk.read("reported_files").to_dicts()
    latest: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["layout"], row["reporter"] or "")
        if row["period"] and str(desk.period.previous) <= row["period"] <= str(desk.period):
            latest[key] = max(latest.get(key, ""), row["period"])
    found = {}
    for row in rows:
        sender, key = _sender(row, desk.units), (row["layout"], row["reporter"] or "")
        if sender and key in latest:
            found[row["file_id"]] = _Source(*sender, latest[key])
    return found


def _sender(row: Mapping[str, Any], units: Territory) -> tuple[str, str] | None:
    if row["source_kind"] in STATISTICAL:
        return units.root.code, _bureau(units)
    if row["source_kind"] in COUNTY and row["reporter"]:
        unit = units.find(row["reporter"])
        return unit.code, unit.name
    return None


def _from_intake(desk: Desk, sources: Mapping[int, _Source]) -> Iterator[Found]:
    """What the reading of the files found and nobody has accepted."""
    for row in desk.read("doubtful_readings").to_dicts():
        reason, source = reasons().get(row["rule"]), sources.get(row["file_id"])
        if reason is not None and source is not None:
            place = (row["sheet"] or "", row["cell"] or "")
            doubt = Doubt(_file(row), *place, "", row["raw"] or "", row["rule"], reason.why)
            yield source, row["period"], doubt


def _from_checks(desk: Desk, sources: Mapping[int, _Source]) -> Iterator[Found]:
    """What the checks on the snapshot found in figures that have a file of their own."""
    # 数值更正: the snapshot holds our figure there, and a letter quotes what was delivered only.
    ours = set(desk.read("corrected_objects")["code"].to_list())
    for rule in sorted(reasons().keys() & set(names("checks"))):
        for row in _check(desk, rule).to_dicts():
            source = sources.get(row["file_id"])
            if source is not None and row["code"] not in ours:
                yield source, row["period"], _checked(row, rule, desk.units)


def _check(desk: Desk, rule: str) -> pl.DataFrame:
    """The findings of a check with the path of their file."""
    found: pl.DataFrame = desk.con.sql(sql("checks", rule)).pl().cast({"file_id": pl.Int64})
    files_of = desk.read("reported_files").select(pl.col("file_id").cast(pl.Int64), "path")
    return found.join(files_of, on="file_id", how="inner")


def _checked(row: Mapping[str, Any], rule: str, units: Territory) -> Doubt:
    reason, place = reasons()[rule], row["row_no"]
    cell = f"{row['col']}{place}" if row["col"] and place else f"第{place}行" if place else ""
    reading = _reading(row["detail"], reason, units)
    subject = row["name"] or row["code"] or ""
    return Doubt(_file(row), row["sheet"] or "", cell, subject, reading, rule, reason.why)


def _file(row: Mapping[str, Any]) -> str:
    return PurePosixPath(row["path"]).name


def _reading(detail: str, reason: Reason, units: Territory) -> str:
    """What was delivered, out of a finding; indicators and units by their names."""
    key, colon, rest = detail.partition("：") if "：" in detail else ("", "", detail)
    indicator = catalogue().get(key)
    said = f"{indicator.name}：" if indicator else key + colon
    if reason.reading:
        found = re.search(reason.reading, rest)
        return said + found[1] if found else ""
    named = _CODE.sub(lambda code: _name(code[0], units), rest)
    return said + _MONTH.sub(lambda month: Period.parse(month[0]).label("point"), named)


def _name(code: str, units: Territory) -> str:
    try:
        return units.find(code).name
    except UnknownUnitName:
        return code


def subject(period: Period) -> str:
    """What the letter is about (事由)."""
    return f"关于核实{period.label('ytd', with_year=True)}有关报送资料的函"


def body(letter: Letter, period: Period) -> tuple[str, ...]:
    """The paragraphs before the list."""
    count = len(letter.doubts)
    when = period.label("ytd", with_year=True)
    return (
        f"我们在汇总{when}有关资料时，发现你单位报送的资料中有{count}处需要核实（清单附后）。"
        "清单只列疑点，不代表一定有误。",
        "请逐处核实：数据属实的，请简要说明情况；确有差错的，请按原渠道重新报送。"
        "你单位报送的数据，我们不作改动，以重新报送的为准。",
    )


def listed(found: Iterable[Letter]) -> list[dict[str, Any]]:
    """Letters as JSON tells them."""
    return [
        {
            "unit": letter.unit,
            "sender": letter.sender,
            "items": [vars(doubt) for doubt in letter.doubts],
        }
        for letter in found
    ]
