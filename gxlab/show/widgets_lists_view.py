"""What 按名单取数 prints: the matched list, the lines to decide, the preview of the result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gxlab.measures.firm_readings import Reading
from gxlab.measures.list_extract import (
    PICKED,
    STATISTICS,
    Asked,
    Extract,
    Subject,
    Taken,
    is_open,
    statistic,
)
from gxlab.measures.name_list import SURE, Matched
from gxlab.reference.indicators import indicator
from gxlab.reference.industries import UnknownIndustry, division_of, industry
from gxlab.reference.numbers import format_number
from gxlab.show.figures import SIGNED, Where
from gxlab.show.objects import Cell, Column, Figure, Row, Table
from gxlab.show.widgets_html import Heading, Tag
from gxlab.warehouse.desk import Desk

MOST_ROWS = 60


@dataclass(frozen=True)
class Wish:
    """What is asked for (取数要求). ``picks`` are a person's decisions by line number."""

    pasted: str = ""
    subjects: tuple[Subject, ...] = (("revenue", "ytd"),)
    periods: tuple[str, ...] = ()
    statistics: tuple[str, ...] = ("value", "growth_yoy_pct")
    picks: dict[int, str] = field(default_factory=dict)
    page: int = 0


DECIDE = Heading(
    (
        Column("text", ("名单所写",), align="left"),
        Column("state", ("比对",), align="left"),
        Column("note", ("说明",), align="left"),
    ),
    "minmax(11em, 1.2fr) 7em minmax(8em, 1fr)",
)


def to_decide(lines: Sequence[Matched]) -> list[Matched]:
    """The lines that need a person: they have candidates and no firm of their own."""
    return [line for line in lines if is_open(line)]


def decide_cells(line: Matched) -> tuple[str, Tag, str]:
    """What stands beside the picker of a line."""
    return (line.text, Tag(line.method, "ask"), line.note)


def options(line: Matched, desk: Desk) -> list[tuple[str, str]]:
    """The candidates of a line to pick from; nothing is chosen beforehand."""
    places = {u.code: u.name for u in desk.units.units}
    found = [("请选择…", "?")]
    for one in line.candidates:
        place = places.get(one.firm.unit or "", "")
        about = "，".join(p for p in (place, one.firm.code, f"相似度{one.score}", one.by) if p)
        found.append((f"{one.firm.name}（{about}）", one.firm.code))
    return [*found, ("都不是", "")]


def summary(lines: Sequence[Matched]) -> str:
    """名单共12行：对上9行，待确认2行，未找到1行。"""
    sure = sum(1 for line in lines if line.firm)
    asked = len(to_decide(lines))
    lost = len(lines) - sure - asked
    return f"名单共{len(lines)}行：对上{sure}行，待确认{asked}行，未找到{lost}行。"


def match_table(lines: Sequence[Matched], desk: Desk) -> Table:
    """How every line was matched (比对情况)."""
    columns = (
        Column("number", ("行",), align="right"),
        Column("text", ("名单所写",), align="left"),
        Column("method", ("比对",), align="left"),
        Column("name", ("企业名称",), align="left"),
        Column("code", ("统一社会信用代码",), align="left"),
        Column("place", ("属地",), align="left"),
        Column("note", ("说明",), align="left"),
    )
    rows = tuple(_match_row(line, desk) for line in lines[:MOST_ROWS])
    note = f"列出前{MOST_ROWS}行，共{len(lines)}行。" if len(lines) > MOST_ROWS else ""
    return Table("matched", "比对情况", columns, rows, note=note, empty="还没有粘贴名单。")


def _match_row(line: Matched, desk: Desk) -> Row:
    firm = line.firm
    name: Cell = firm.name if firm else "（待确认）" if line.candidates else "（未找到）"
    cells: tuple[Cell, ...] = (
        str(line.number), line.text, state(line), name, firm.code if firm else "",
        place(line, desk), line.note,
    )  # fmt: skip
    return Row(cells)


def state(line: Matched) -> str:
    """名称一致, 曾用名 …; 人工选定 where a person decided."""
    picked = line.note.endswith(PICKED)
    return PICKED if picked and line.method not in SURE else line.method


def place(line: Matched, desk: Desk) -> str:
    """属地 by name."""
    names = {u.code: u.name for u in desk.units.units}
    return names.get(line.firm.unit or "", "") if line.firm else ""


def division(line: Matched) -> str:
    """行业大类 by name."""
    if line.firm is None or not line.firm.industry:
        return ""
    try:
        return industry(division_of(line.firm.industry)).name
    except UnknownIndustry:
        return line.firm.industry


def preview(found: Extract, desk: Desk) -> Table:
    """The result as a table: one line of the list a row, numbers as printed."""
    first = (
        Column("number", ("行",), align="right"),
        Column("name", ("企业名称",), align="left"),
        Column("place", ("属地",), align="left"),
    )
    columns = tuple(
        Column(f"c{n}", (c.name, c.when, STATISTICS[c.statistic]), c.measure)
        for n, c in enumerate(found.columns)
    )
    rows = tuple(_preview_row(row, found, desk) for row in found.rows[:MOST_ROWS])
    more = f"预览前{MOST_ROWS}行，工作簿里是全部{len(found.rows)}行。"
    note = more if len(found.rows) > MOST_ROWS else ""
    empty = "还没有对上的企业。"
    return Table("extract", "取数结果（预览）", (*first, *columns), rows, note=note, empty=empty)


def _preview_row(row: Taken, found: Extract, desk: Desk) -> Row:
    line = row.line
    name = (
        line.firm.name if line.firm else f"{line.text}（{'待确认' if is_open(line) else '未找到'}）"
    )
    cells = tuple(printed(r, c, desk) for r, c in zip(row.readings, found.columns, strict=True))
    return Row((str(line.number), name, place(line, desk), *cells))


def printed(reading: Reading | None, column: Asked, desk: Desk) -> Cell:
    """One number with its coordinate; 新投产 and 基数缺失 in words where they explain a blank."""
    value = statistic(reading, column)
    if reading is None:
        return None
    if value is None:
        words = {"new": "新投产", "base_missing": "基数缺失"}
        return words.get(reading.row.basis or "") if column.statistic == "growth_yoy_pct" else None
    subject = indicator(column.indicator)
    places = 1 if column.statistic == "growth_yoy_pct" else subject.decimals
    text = format_number(value, places, signed=column.statistic in SIGNED)
    where = Where(column.indicator, desk.units.root.code, column.period, column.span, "enterprise")
    # Outside the register there is no figure of the unit's to look up.
    ref = where.ref(column.statistic, reading.enterprise) if reading.registered else ""
    return Figure(text, ref)
