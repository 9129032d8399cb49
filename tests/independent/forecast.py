"""达规测算:培育企业全年开票的低、中、高,达规月份,可走的门.

口径照页面附注:季节法=累计÷上年同期占上年全年比重;低、高为余下月份增速低、高10个百分点;
新投产按投产以来月均,低、高为月均与最近一月的较小、较大.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from tests.independent.firms import ZERO
from tests.independent.inbox import Candidate

LINE = Decimal(2000)
MARGIN = Decimal(10)
ANNUAL = ((10, 20), (11, 20), (12, 20))
IN_REVIEW = ("县审", "市审", "省国审")
FILED = (*IN_REVIEW, "入库")
PAPERS = ("营业执照", "利润表", "纳税申报表", "现场照片", "备案证明")


@dataclass(frozen=True)
class Sales:
    """一户的开票,万元;``path`` 各月累计."""

    ytd: Decimal
    base: Decimal | None
    month: Decimal | None
    last: Decimal | None
    path: dict[str, Decimal]


@dataclass(frozen=True)
class Range:
    """低、中、高,方法."""

    low: Decimal
    mid: Decimal
    high: Decimal
    even: bool

    def of(self, tier: str) -> Decimal:
        return {"low": self.low, "mid": self.mid, "high": self.high}[tier]


@dataclass(frozen=True)
class Door:
    """可走的门:生效期、截止日;空名为今年没有门."""

    name: str
    effective: str = ""
    deadline: date | None = None


def shift(period: str, months: int) -> str:
    """往后几个月."""
    year, month = map(int, period.split("-"))
    index = year * 12 + month - 1 + months
    return f"{index // 12}-{index % 12 + 1:02d}"


def seasonal(ytd: Decimal, base: Decimal | None, last: Decimal | None, months: int) -> Range:
    """季节法;没有可用的上年数按月均."""
    if base is None or last is None or base <= 0 or last < base:
        mid = ytd / months * 12
        spread = abs(mid - ytd) * MARGIN / 100
    else:
        mid = ytd / base * last
        spread = (last - base) * MARGIN / 100
    return Range(mid - spread, mid, mid + spread, False)


def sold_before(sales: Sales | None, period: str) -> bool:
    """上年四季度以前已有销售."""
    if sales is None:
        return False
    year, month = map(int, period.split("-"))
    september = sales.path.get(f"{year - 1}-09")
    if september is not None:
        return september > 0
    return month <= 9 and (sales.base or ZERO) > 0


def estimate(firm: Candidate, sales: Sales, period: str) -> Range:
    """一户的全年测算."""
    year, month = map(int, period.split("-"))
    start = firm.started[:7] if re.match(r"\d{4}-\d\d", firm.started) else ""
    if start >= f"{year - 1}-10" and not sold_before(sales, period):
        first = int(start[5:]) if start[:4] == str(year) else 1
        pace = sales.ytd / max(1, month - first + 1)
        latest = pace if sales.month is None else sales.month
        ends = (sales.ytd + (12 - month) * pace, sales.ytd + (12 - month) * latest)
        return Range(min(ends), ends[0], max(ends), True)
    return seasonal(sales.ytd, sales.base, sales.last, month)


def crossed(sales: Sales, found: Range, period: str) -> str | None:
    """累计达到2000万元的月份(中方案)."""
    year, month = map(int, period.split("-"))
    if sales.ytd >= LINE:
        this = {p: v for p, v in sales.path.items() if p[:4] == str(year)} | {period: sales.ytd}
        return min(p for p, v in this.items() if v >= LINE)
    ahead = list(range(month + 1, 13))
    path = [sales.path.get(f"{year - 1}-{m:02d}") for m in (month, *ahead)]
    known = [v for v in path if v is not None]
    usable = len(known) == len(path) and known == sorted(known) and known[-1] > known[0]
    for place, m in enumerate(ahead, start=1):
        if usable and not found.even:
            share = (known[place] - known[0]) / (known[-1] - known[0])
        else:
            share = Decimal(place) / len(ahead)
        if sales.ytd + (found.mid - sales.ytd) * share >= LINE:
            return f"{year}-{m:02d}"
    return None


def door(firm: Candidate, sales: Sales | None, when: str | None, period: str) -> Door:
    """月度门只给备案为新建、投产不满24个月、上年四季度前没有销售的;其余走年度批次."""
    year = int(period[:4])
    monthly = (
        firm.pool not in ("转专业", "个转企", "退统待再入")
        and firm.nature == "新建"
        and bool(firm.started)
        and period < shift(firm.started[:7], 24)
        and firm.started[:7] >= f"{year - 1}-10"
        and not sold_before(sales, period)
    )
    if when is None:
        return Door("")
    if firm.state in FILED:
        return Door("月度", shift(period, 1)) if monthly else Door("年度", f"{year + 1}-02")
    ready = max(when, period)
    if monthly:
        filing = shift(ready, 1)
        effective = shift(filing, 1)
        if effective[:4] == str(year):
            return Door("月度", effective, date(year, int(filing[5:]), 20))
    days = [date(year, m, d) for m, d in ANNUAL if m > int(ready[5:])]
    return Door("年度", f"{year + 1}-02", days[0]) if days else Door("")
