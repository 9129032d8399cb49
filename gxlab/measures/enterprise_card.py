"""企业卡片: everything the snapshot holds about one firm, each figure with its cell.

What changed in the register is told from the register lists themselves; admissions and exits from
the lists of the statistics bureau stand beside them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import PurePosixPath
from typing import Any

import polars as pl

from gxlab.measures.firm_readings import Reading, by_key, readings
from gxlab.measures.name_list import Firm, names
from gxlab.reference.numbers import growth_pct
from gxlab.reference.periods import Period
from gxlab.warehouse.desk import Desk, valid_on

INDICATORS = ("revenue", "output", "profit", "electricity", "invoice_sales")
EVENTS = {"entry": "入库审核", "exit": "退库"}
Row = Mapping[str, Any]


class UnknownFirm(ValueError):
    """No firm of this code (没有这户企业)."""


@dataclass(frozen=True)
class Step:
    """One change in the register (名录变动): when, what, in words, and where it is written."""

    when: str
    what: str
    text: str
    source: str


@dataclass(frozen=True)
class Membership:
    """One span in one cluster (所在集群)."""

    cluster: str
    segment: str
    role: str
    valid_from: date | None
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Whether the firm is a member on a day."""
        starts = self.valid_from is None or self.valid_from <= on
        return starts and (self.valid_to is None or on <= self.valid_to)


@dataclass(frozen=True)
class MonthFigure:
    """One month of a cumulative indicator (当月): filed as such, or 推算 from two readings."""

    value: Decimal | None
    base: Decimal | None
    growth_pct: Decimal | None
    estimated: bool


@dataclass(frozen=True)
class Meter:
    """One electricity meter's reading and its cell (户号): a firm's 用电 is their sum."""

    meter: str
    value: Decimal | None
    source: str


@dataclass(frozen=True)
class Card:
    """A firm at the desk's period. Frames hold the rows of the views, with path, sheet, row_no."""

    firm: Firm
    register: pl.DataFrame
    steps: tuple[Step, ...]
    memberships: tuple[Membership, ...]
    readings: tuple[Reading, ...]
    projects: pl.DataFrame
    filings: pl.DataFrame
    candidates: pl.DataFrame
    problems: pl.DataFrame

    def registered(self, period: Period) -> Row | None:
        """The firm's row in the register of a period, or of the last register before it."""
        rows = self.register.filter(pl.col("period") == str(period)).to_dicts()
        return rows[0] if rows else None


def card(desk: Desk, code: str) -> Card:
    """The card of one firm up to the desk's period. Raises UnknownFirm."""
    firm = names(desk).firms.get(code)
    if firm is None:
        raise UnknownFirm(f"快照里没有代码为“{code}”的企业，请核对代码或名称。")
    called = [firm.name, *firm.former]
    until, on = str(desk.period), desk.period.last_day
    register = desk.read("firm_register", enterprise=code).filter(pl.col("period") <= until)
    events = desk.read("firm_events", enterprise=code, names=called).filter(
        pl.col("effective").is_null() | (pl.col("effective") <= until)
    )
    found = [r for r in readings(desk, [code], INDICATORS) if (r.row.period_used or "") <= until]
    return Card(
        firm=firm,
        register=register,
        steps=(*_register_steps(desk, register), *_event_steps(events.to_dicts())),
        memberships=_memberships(desk, code),
        readings=tuple(found),
        projects=desk.read("firm_projects", enterprise=code, names=called, until=until),
        filings=desk.read("firm_filings", enterprise=code, names=called, on=on),
        candidates=desk.read("firm_candidates", enterprise=code, names=called, until=until),
        problems=desk.read("firm_problems", enterprise=code, names=called),
    )


def month_figure(found: Sequence[Reading], indicator: str, period: Period) -> MonthFigure | None:
    """The month of a period: as filed, else the difference of two cumulative readings (当月推算).

    Both readings must exist and belong to one year; the first report of a year is 1—2月 and has no
    month. The base is the one filed with the month, else the difference of the two comparable
    bases; growth needs it. None where there is neither.
    """
    known = by_key(found)
    code = found[0].enterprise if found else ""
    filed = known.get((code, indicator, "month", str(period)))
    now = known.get((code, indicator, "ytd", str(period)))
    before = known.get((code, indicator, "ytd", str(period.previous)))
    if period.previous.year != period.year:
        before = None
    has_month = filed is not None and filed.row.value is not None
    value = filed.row.value if filed and has_month else _less(now, before, "value")
    if value is None:
        return None
    own = filed.row.base if filed and has_month else None
    base = own if own is not None else _less(now, before, "base")
    return MonthFigure(value, base, growth_pct(value, base), not has_month)


def _less(now: Reading | None, before: Reading | None, statistic: str) -> Decimal | None:
    if now is None or before is None:
        return None
    one: Decimal | None = getattr(now.row, statistic)
    other: Decimal | None = getattr(before.row, statistic)
    return None if one is None or other is None else one - other


def meters(desk: Desk, code: str, indicator: str, span: str, period: str) -> list[Meter]:
    """The meters behind a firm's electricity of one period, each with its cell."""
    rows = desk.read("firm_meters", enterprise=code).filter(
        (pl.col("indicator") == indicator) & (pl.col("span") == span) & (pl.col("period") == period)
    )
    return [Meter(r["meter"], r["value"], place(r, r["value_col"])) for r in rows.to_dicts()]


def place(row: Row, column: str | None = None) -> str:
    """文件　工作表!单元格, or the row where no column is meant."""
    file = PurePosixPath(row["path"]).name if row["path"] else ""
    at = f"{column}{row['row_no']}" if column else f"第{row['row_no']}行"
    if not row["row_no"]:
        return file
    return f"{file}　{row['sheet']}!{at}" if row["sheet"] else f"{file}　{at}"


def _memberships(desk: Desk, code: str) -> tuple[Membership, ...]:
    clusters = valid_on(desk.read("clusters"), desk.period.last_day)
    called = dict(clusters.select("cluster", "name").iter_rows())
    rows = desk.read("cluster_members").filter(pl.col("enterprise") == code)
    return tuple(
        Membership(
            called.get(r["cluster"], r["cluster"]), r["segment"] or "", r["role"] or "",
            r["valid_from"], r["valid_to"],
        )
        for r in rows.to_dicts()
    )  # fmt: skip


def _register_steps(desk: Desk, register: pl.DataFrame) -> list[Step]:
    """首次见于名录, 离开, 再入, 更名, 属地、行业、状态变动, in the order of the months."""
    rows = register.to_dicts()
    if not rows:
        return []
    listed = desk.read("register_periods")["period"].to_list()
    known = [p for p in listed if p <= str(desk.period)]
    steps = [_first(rows[0], known)]
    for former, now in pairwise(rows):
        steps += _changes(desk, former, now, known)
    last = rows[-1]
    if known and last["period"] != known[-1]:
        gone = known[known.index(last["period"]) + 1]
        steps.append(
            Step(gone, "退出名录", f"{_month(last['period'])}名录中为最后一次", place(last))
        )
    return steps


def _first(row: Row, known: Sequence[str]) -> Step:
    door = f"入库期{row['entered']}" if row["entered"] else ""
    kind = f"入库类型{row['door']}" if row["door"] else ""
    said = "，".join(p for p in (kind, door) if p)
    what = "已在名录" if known and row["period"] == known[0] else "进入名录"
    return Step(row["period"], what, said or row["name"], place(row))


def _changes(desk: Desk, former: Row, now: Row, known: Sequence[str]) -> list[Step]:
    """What differs between two neighbouring lists the firm stands on."""
    steps = []
    here = (known.index(former["period"]), known.index(now["period"]))
    if here[1] - here[0] > 1:
        out = known[here[0] + 1]
        steps.append(
            Step(out, "退出名录", f"至{_month(known[here[1] - 1])}不在名录", place(former))
        )
        steps.append(Step(now["period"], "再入名录", now["door"] or "", place(now)))
    units = {u.code: u.name for u in desk.units.units}
    for field, what in (("name", "更名"), ("unit", "属地变动"), ("industry", "行业变动")):
        was, is_now = former[field] or "—", now[field] or "—"
        if was != is_now:
            told = (units.get(was, was), units.get(is_now, is_now))
            steps.append(Step(now["period"], what, f"{told[0]} → {told[1]}", place(now)))
    if (former["state"] or "") != (now["state"] or ""):
        said = f"{former['state'] or '—'} → {now['state'] or '—'}"
        steps.append(Step(now["period"], "状态变动", said, place(now)))
    return steps


def _event_steps(rows: Sequence[Row]) -> list[Step]:
    """入库审核 and 退库 as the statistics bureau's lists have them."""
    steps = []
    for row in rows:
        year = f"归属{row['credited_year']}年度" if row["credited_year"] else ""
        parts = (row["door"], row["result"], year, row["reason"])
        said = "，".join(p for p in parts if p)
        steps.append(Step(row["effective"] or "", EVENTS.get(row["event"], ""), said, place(row)))
    return steps


def _month(period: str) -> str:
    return Period.parse(period).label("month", True, has_january=True)
