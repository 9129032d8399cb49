"""What a file says about itself (表外信息): its period, its sender, the unit in its corner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import PurePath
from typing import Literal

from gxlab.intake.grid import Sheet, address
from gxlab.intake.headers import Header
from gxlab.intake.labels import normal
from gxlab.intake.layout_spec import LayoutSpec, PeriodSpec
from gxlab.intake.lookups import Lookups, NotFound
from gxlab.intake.model import Problem, Refused
from gxlab.reference.numbers import canonical_unit
from gxlab.reference.periods import (
    Period,
    PeriodSpan,
    find_period,
    parse_period,
    parse_roc_period,
)

_CORNER = re.compile(r"(?<![填报送编])(?:计量)?单位:([^()]+?)(?:\)|$)")
_LOOKS_MEASURED = re.compile(r"(?:元|瓦时|吨|度|%|户|人|个)$")


@dataclass(frozen=True)
class FileText:
    """The words around the tables of a file: its name and the cells above each header."""

    file_name: str
    titles: dict[str, tuple[str, ...]]
    cells: dict[tuple[str, str], str] = field(default_factory=dict)
    """Where a title stands: sheet and text → address."""

    @property
    def short(self) -> str:
        """The file name without folders, as messages name it."""
        return PurePath(self.file_name).name

    @property
    def stem(self) -> str:
        """The file name without folders and ending."""
        return PurePath(self.file_name).stem

    @property
    def folder(self) -> str:
        """The name of the folder the file lay in, often the month of editing (编报月)."""
        return PurePath(self.file_name).parent.name

    def all_titles(self) -> Iterator[str]:
        """Title cells of all sheets, in order."""
        for texts in self.titles.values():
            yield from texts


def title_cells(sheet: Sheet, header: Header) -> dict[str, str]:
    """The texts above a header, row by row, with their address; long ones are notes: not these."""
    found: dict[str, str] = {}
    for r in range(sheet.top, header.top):
        for c in range(sheet.left, sheet.right):
            text = sheet.at(r, c)
            if text and len(text) <= 200:
                found.setdefault(text, address(r, c))
    return found


@dataclass(frozen=True)
class Corner:
    """The units of measure stated above a table (右上角单位) and the cell that states them."""

    units: tuple[str, ...] = ()
    cell: str = ""


def corner_of(sheet: Sheet, header: Header, file_name: str) -> Corner:
    """The units above a table, as in "单位:万元、人、%". Raises Refused where one is unknown."""
    for row in range(sheet.top, header.top):
        for column in range(sheet.left, sheet.right):
            text = sheet.at(row, column)
            found = _CORNER.search(normal(text)) if text and len(text) <= 200 else None
            if text is None or found is None:
                continue
            tokens = [t for t in re.split(r"[、,;/]|和|及", found[1]) if t]
            units = [canonical_unit(token) for token in tokens]
            unknown = [t for t, u in zip(tokens, units, strict=True) if u is None]
            cell = address(row, column)
            if unknown and _LOOKS_MEASURED.search(unknown[0]):
                raise _unknown_unit(file_name, sheet.name, cell, unknown[0], text)
            if known := tuple(unit for unit in units if unit):
                return Corner(known, cell)
    return Corner()


def _unknown_unit(file_name: str, sheet: str, cell: str, unit: str, text: str) -> Refused:
    where = f"文件“{file_name}”" + (f"工作表“{sheet}”" if sheet else "") + cell
    words = f"计量单位“{unit}”不在单位表中，应为元、万元、亿元、户、人等，请改正后重报"
    return Refused(
        Problem(sheet, cell, "unknown_unit_of_measure", "error", f"{where}：{words}", text)
    )


def file_period(
    spec: PeriodSpec, words: FileText, latest: Period | None
) -> tuple[PeriodSpan | None, list[Problem]]:
    """The file's period and warnings about it.

    Raises Refused where it is missing, contradicts the file name, or lies in the future.
    """
    if spec.source in ("none", "column"):
        return None, []
    named = _named_period(spec, words)
    found = _stated_period(spec, words, named)
    if found is not None and spec.year_only:
        return _whole_year(found.period, latest), []
    if found is None:
        where = {"file_name": "文件名", "sheet": "工作表名"}.get(spec.source, "标题")
        text = f"{where}中看不出报告期，应写明年月（如2026年1—5月），请补充后重报"
        sheets = list(words.titles)
        at = (sheets[0], "") if spec.source == "title" and len(sheets) == 1 else ("", "")
        raise Refused(_about(words, at, "period_not_found", text))
    at = _stated_at(spec, words, named, found)
    period = PeriodSpan(found.period.shift(-spec.lag), found.span)
    problems = _conflicts(spec, words, period, named, at)
    if is_future(period.period, latest):
        text = f"报告期{period.period.label(with_year=True)}尚未到期，请核对标题年月后重报"
        raise Refused(_about(words, at, "future_period", text, str(period.period)))
    return period, problems


def _whole_year(stated: Period, latest: Period | None) -> PeriodSpan:
    """The period of a table with the months in its columns: its year, as far as it has come."""
    end = Period(stated.year, 12)
    return PeriodSpan(min(end, latest) if latest and latest.year == stated.year else end, "year")


def is_future(period: Period, latest: Period | None) -> bool:
    """Whether a period is later than the last month that can have ended (未来报告期)."""
    return latest is not None and period > latest


def _stated_at(
    spec: PeriodSpec, words: FileText, named: tuple[int | None, int] | None, found: PeriodSpan
) -> tuple[str, str]:
    """The sheet and cell whose title states the period; blank where the file's name does."""
    for (sheet, text), cell in words.cells.items():
        alone = FileText(words.file_name, {sheet: (text,)})
        if spec.source == "title" and _stated_period(spec, alone, named) == found:
            return sheet, cell
    return "", ""


def _about(
    words: FileText, at: tuple[str, str], rule: str, text: str, raw: str | None = None
) -> Problem:
    """An error about what a file says of itself, at the cell that says it."""
    sheet, cell = at
    where = f"文件“{words.short}”" + (f"工作表“{sheet}”{cell}" if sheet else "")
    return Problem(sheet, cell, rule, "error", f"{where}：{text}", raw)


def _named_period(spec: PeriodSpec, words: FileText) -> tuple[int | None, int] | None:
    """Year (None if not given) and month the file name states."""
    if spec.source == "file_name" or spec.conflict == "ignore":
        return None
    name = re.sub(r"20\d{6}", "", words.stem)
    full = find_period(name)
    if full and full.span == "year":  # 年度 in a name says nothing of the month
        return None
    if full:
        return full.period.year, full.period.month
    if part := find_period(name, 2000):
        return None, part.period.month
    return None


def _stated_period(
    spec: PeriodSpec, words: FileText, named: tuple[int | None, int] | None
) -> PeriodSpan | None:
    if spec.source == "constant":
        return parse_period(spec.constant or "")
    texts = {
        "title": [*words.all_titles(), *words.titles],
        "sheet": list(words.titles),
        "file_name": [words.stem],
    }[spec.source]
    if spec.pattern:
        return _by_pattern(spec, texts)
    if spec.calendar == "roc":
        return next((p for p in map(parse_roc_period, texts) if p), None)
    year = named[0] if named else None
    year = year or next((y for y in map(_year_in, [*texts, words.stem, words.folder]) if y), None)
    for given in (None, year):
        if given is None and year is not None and spec.source != "title":
            continue
        found = next(
            (p for text in texts if (p := find_period(text, given)) and p.span != "year"), None
        )
        if found:
            return found
    return next((p for text in texts if (p := find_period(text, year))), None)


def _year_in(text: str) -> int | None:
    found = re.search(r"(?<!\d)(20\d\d|19\d\d)(?=年|[-./]\d|$)", normal(text))
    return int(found[1]) if found else None


def _by_pattern(spec: PeriodSpec, texts: list[str]) -> PeriodSpan | None:
    pattern = re.compile(spec.pattern or "")
    for text in texts:
        found = pattern.search(normal(text)) or pattern.search(text)
        if not found:
            continue
        part = found.groupdict()
        if "quarter" in part:
            return PeriodSpan(Period(int(part["year"]), int(part["quarter"]) * 3), "ytd")
        if "month" in part:
            year = int(part["year"]) + (1911 if spec.calendar == "roc" else 0)
            return PeriodSpan(Period(year, int(part["month"])), "month")
        if "year" in part:
            return PeriodSpan(Period(int(part["year"]), 12), "year")
        return find_period(found[found.lastindex or 0])
    return None


def _conflicts(
    spec: PeriodSpec,
    words: FileText,
    found: PeriodSpan,
    named: tuple[int | None, int] | None,
    at: tuple[str, str],
) -> list[Problem]:
    if named is None:
        return []
    expected = found.period.shift(spec.file_name_lag)
    if named[1] == expected.month and named[0] in (None, expected.year):
        return []
    said = f"{named[0]}年{named[1]}月" if named[0] else f"{named[1]}月"
    text = (
        f"文件名写的是{said}，表内标题的报告期是{found.period.label(with_year=True)}，"
        "两者不一致，请核对是否沿用了上月标题或放错文件"
    )
    if spec.conflict == "refuse":
        raise Refused(_about(words, at, "period_conflict", text + "，改正后重报", said))
    kept = _about(words, at, "period_conflict", text + "；已按表内标题入库", said)
    return [replace(kept, severity="warning")]


def reporter_of(spec: LayoutSpec, words: FileText, lookups: Lookups) -> str | None:
    """The code of the unit that sent the file; None where the layout asks for none.

    Raises Refused where one is required and none is named.
    """
    if spec.reporter is None:
        return None
    texts = {
        "file_name": [words.stem],
        "title": list(words.all_titles()),
        "sheet": list(words.titles),
    }
    for source in spec.reporter.source:
        if source == "root":
            return lookups.root
        for text in texts[source]:
            if code := _unit_named(text, spec.reporter.pattern, lookups):
                return code
    if not spec.reporter.required:
        return None
    text = "看不出报送单位，文件名或标题中应有县区或镇街名称，请补充后重报"
    raise Refused(_about(words, ("", ""), "reporter_not_found", text))


def reporter_in(words: FileText, lookups: Lookups) -> Literal["file_name", "title"] | None:
    """Where a file names its sender, for a form not known yet; the whole city is no sender."""
    named = (("file_name", [words.stem]), ("title", list(words.all_titles())))
    for source, texts in named:
        for text in texts:
            if (code := _unit_named(text, None, lookups)) and code != lookups.root:
                return "file_name" if source == "file_name" else "title"
    return None


def _unit_named(text: str, pattern: str | None, lookups: Lookups) -> str | None:
    flat = normal(text)
    if pattern:
        found = re.search(pattern, flat)
        if not found:
            return None
        flat = found[found.lastindex or 0]
        try:
            return lookups.unit(flat)
        except NotFound:
            pass
    try:
        return lookups.unit_in_text(flat)
    except NotFound:
        return lookups.root if "全市" in flat else None


def release_date(spec: LayoutSpec, period: Period | None) -> date | None:
    """The day the figures may be used publicly (发布日), by the layout's calendar."""
    if spec.release_day is None or period is None:
        return None
    month = period.shift(spec.release_lag)
    return month.last_day.replace(day=min(spec.release_day, month.last_day.day))


def cell_place(file_name: str, sheet: str, row: int, column: int | None) -> str:
    """How a message names a cell: 文件“…”工作表“…”D12."""
    where = f"文件“{PurePath(file_name).name}”" + (f"工作表“{sheet}”" if sheet else "")
    return where + (address(row, column) if column is not None else f"第{row + 1}行")
