"""The pool of candidates (培育库): distinct firms by pool and state, from the towns' ledgers.

A firm that two towns report is one firm, and is named; a firm that stands in the register already
is named and not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from gxlab.measures.register_dynamics import RegisterYear
from gxlab.reference.codes import normalise_name
from gxlab.reference.periods import Period
from gxlab.reference.territory import territory
from gxlab.warehouse.desk import Desk, valid_on

POOLS = ("当年新建投产", "规下1000—2000万", "退统待再入", "达规未入统", "转专业", "个转企")
STATES = ("摸排", "辅导", "备件", "已报镇街", "县审", "市审", "省国审", "入库", "退回")
IN_REVIEW = ("县审", "市审", "省国审")
FILED = (*IN_REVIEW, "入库")
OTHER = "其他"
PAPERS = {
    "paper_license": "营业执照",
    "paper_profit": "利润表",
    "paper_application": "纳税申报表",
    "paper_photo": "现场照片",
    "paper_filing": "备案证明",
}
LOOK_BACK = 2


@dataclass(frozen=True)
class Candidate:
    """One firm of the pool (培育企业), each once. Money in 万元.

    ``units``: every town that reports it, its own first. ``listed_in``: where it stands in the
    register already, None for a true candidate. ``missing``: papers not ticked.
    """

    key: str
    enterprise: str | None
    name: str
    units: tuple[str, ...]
    pool: str
    state: str
    product: str | None
    prior_year_revenue: Decimal | None
    invoice_ytd: Decimal | None
    start: Period | None
    nature: str | None
    missing: tuple[str, ...]
    helper: str | None
    difficulty: str | None
    listed_in: str | None = None


@dataclass(frozen=True, eq=False)
class Pool:
    """The ledgers of one month (本期台账); ``period`` is the month used, None without any."""

    desk: Desk
    period: Period | None
    rows: tuple[dict[str, Any], ...]
    listed: Mapping[str, str]

    def candidates(self, code: str) -> list[Candidate]:
        """Distinct firms of a unit, those in the register already included, by name."""
        if self.period is None:
            return []
        belongs = membership(self.desk, code, self.period.last_day)
        grouped: dict[str, list[dict[str, Any]]] = {}
        for row in self.rows:
            if belongs(row["key"], row["unit"]):
                grouped.setdefault(row["key"], []).append(row)
        found = [_candidate(rows, self.listed.get(key)) for key, rows in grouped.items()]
        return sorted(found, key=lambda c: (c.name, c.key))


def pool(desk: Desk, year: RegisterYear) -> Pool:
    """The ledgers of the desk's month, or of the last of two months before that has any."""
    periods = desk.read("candidate_periods", until=str(desk.period))["period"].to_list()
    earliest = str(desk.period.shift(-LOOK_BACK))
    if not periods or periods[-1] < earliest:
        return Pool(desk, None, (), {})
    ledger = periods[-1]
    rows = desk.uses(desk.read("candidate_ledger", period=ledger))
    keys = _keys(desk, rows, year)
    full = [{**row, "key": keys[row["candidate"]]} for row in rows.to_dicts()]
    return Pool(desk, Period.parse(ledger), tuple(full), _listed(desk, year, ledger, keys))


def of_pool(found: list[Candidate]) -> list[Candidate]:
    """True candidates: those not in the register yet (计入培育库的)."""
    return [c for c in found if c.listed_in is None]


def reported_twice(found: list[Candidate]) -> list[Candidate]:
    """Firms that two or more towns report (重复报送), counted once."""
    return [c for c in found if len(c.units) > 1]


def membership(desk: Desk, code: str, on: date) -> Callable[[str, str | None], bool]:
    """Whether a firm in a place belongs to a unit on a day, towns since abolished included."""
    if desk.units.find(code).kind != "zone":
        places = set(territory(desk.read("city_units").to_dicts(), on).descendants(code))
        return lambda firm, place: place in places
    rows = valid_on(desk.read("zone_members"), on).filter(pl.col("zone") == code)
    members = set(rows["member"].to_list())
    return lambda firm, place: firm in members or place in members or place == code


def _keys(desk: Desk, rows: pl.DataFrame, year: RegisterYear) -> dict[str, str]:
    """One key a firm: its code in force, where any list knows one for its name; else the name."""
    known = desk.read("enterprises").select("enterprise", "name")
    by_name = {normalise_name(n): c for c, n in known.iter_rows()}
    stated = rows.filter(pl.col("enterprise").is_not_null()).select("enterprise", "name")
    by_name |= {normalise_name(n): c for c, n in stated.iter_rows()}
    found = {}
    for candidate, enterprise, name in rows.select("candidate", "enterprise", "name").iter_rows():
        plain = normalise_name(name)
        code = enterprise or by_name.get(plain)
        found[candidate] = year.known.current(code) if code else plain
    return found


def _listed(desk: Desk, year: RegisterYear, ledger: str, keys: dict[str, str]) -> dict[str, str]:
    """Firms of the ledger that stand in the register of its month: key → unit."""
    lists = desk.read("register_lists", until=ledger)["period"].to_list()
    if not lists:
        return {}
    old = sorted(year.known.successor)
    new = [year.known.current(c) for c in old]
    rows = desk.read("candidate_registered", ledger=ledger, register=year.closing, old=old, new=new)
    return {keys[r["candidate"]]: r["unit"] for r in rows.to_dicts()}


def _candidate(rows: list[dict[str, Any]], listed_in: str | None) -> Candidate:
    """One firm from its rows: the row furthest on decides, the others only add their town."""
    best = max(rows, key=lambda r: (_rank(r["state"]), r["file_id"]))
    units = [best["unit"], *sorted({r["unit"] for r in rows} - {best["unit"]})]
    made = Candidate(
        key=best["key"],
        enterprise=best["enterprise"],
        name=best["name"],
        units=tuple(units),
        pool=pool_name(best["pool"]),
        state=best["state"] if best["state"] in STATES else OTHER,
        product=best["product"],
        prior_year_revenue=best["prior_year_revenue"],
        invoice_ytd=best["invoice_ytd"],
        start=_month(best["production_start"]),
        nature=best["filing_nature"],
        missing=tuple(word for key, word in PAPERS.items() if not best[key]),
        helper=best["helper"],
        difficulty=best["difficulty"],
    )
    return replace(made, listed_in=listed_in)


def pool_name(text: str | None) -> str:
    """One name for each pool, however its dash is written.

    >>> pool_name("规下1000-2000万元"), pool_name("没听说过")
    ('规下1000—2000万', '其他')
    """
    plain = re.sub("[-－–~～─至]+", "—", text or "").removesuffix("元")
    return plain if plain in POOLS else OTHER


def _rank(state: str | None) -> int:
    return STATES.index(state) if state in STATES else -1


def _month(text: str | None) -> Period | None:
    found = re.match(r"(\d{4})-(\d{2})", text or "")
    return Period(int(found[1]), int(found[2])) if found else None
