"""Why sales of 20 million yuan may not mean an industrial firm of that size (达规存疑).

非工业主业 · 分支机构 · 总部汇总开票 · 贸易或设备处置开票 · 已在外地在库. What a person has decided
once is remembered with reason, author and date; what only looks so is marked 待核 and stays in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from gxlab.measures.cultivation_sales import Power, Sales
from gxlab.reference.industries import is_industrial
from gxlab.reference.numbers import divide, format_number
from gxlab.reference.verdicts import AGREED, WITHDRAWN, is_known
from gxlab.warehouse.desk import Desk

REASONS = {
    "贸易开票": "贸易或设备处置开票",
    "设备处置": "贸易或设备处置开票",
    "贸易或设备处置开票": "贸易或设备处置开票",
    "非工业": "非工业主业",
    "非工业主业": "非工业主业",
    "分支机构": "分支机构",
    "总部汇总开票": "总部汇总开票",
    "已在外地在库": "已在外地在库",
}
_BRANCH = re.compile("分公司|分厂|分店|办事处|项目部|分支机构")
_TRADE = re.compile("商贸|贸易|物资|经销|销售有限|供应链|物流")


@dataclass(frozen=True)
class Verdict:
    """What is held against a firm's sales (判定或待核); only a person's decision excludes."""

    excluded: bool = False
    reason: str = ""
    doubts: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As a table prints it."""
        return self.reason or "；".join(f"待核：{d}" for d in self.doubts)


def decided(desk: Desk) -> dict[str, Verdict]:
    """Decisions in force on firms and candidates, by code or name as they were recorded."""
    rows = desk.uses(desk.read("decisions", on=desk.period.last_day)).to_dicts()
    found: dict[str, Verdict] = {}
    about = ("enterprise", "candidate")
    # 同意公开 says nothing of invoices: what was decided of those stands.
    firms = (r for r in rows if r["object_kind"] in about and r["verdict"] != AGREED)
    # In order of date, the latest last; a decision taken back lets the figures speak again.
    for row in sorted(firms, key=lambda r: r["decided_on"]):
        if row["verdict"] == WITHDRAWN or not is_known(row["object_kind"], row["verdict"]):
            found.pop(row["object_id"], None)
            continue
        reason = REASONS.get(row["verdict"])
        said = f"{reason or row['verdict']}（{row['author']}{_day(row['decided_on'])}判定）"
        found[row["object_id"]] = Verdict(reason is not None, said)
    return found


def verdict(
    name: str,
    sales: Sales | None,
    power: Power | None,
    industry: str | None,
    rules: Mapping[str, Any],
    ruled: Verdict | None = None,
) -> Verdict:
    """A person's decision where there is one, else what the figures make doubtful.

    ``rules``: threshold (万元), spike_pct, and has_power, whether the month has electricity at all.
    """
    if ruled is not None:
        return ruled
    found = []
    if _BRANCH.search(name):
        found.append("疑似分支机构")
    if _TRADE.search(name):
        found.append("疑似贸易开票")
    if industry and not is_industrial(industry):
        found.append("非工业主业")
    if sales is not None:
        found += _doubtful_sales(sales, power, rules)
    return Verdict(doubts=tuple(found))


def _doubtful_sales(sales: Sales, power: Power | None, rules: Mapping[str, Any]) -> list[str]:
    found = []
    expected = rules["threshold"] * sales.now.month / 12
    if rules["has_power"] and sales.ytd >= expected and not (power and power.value > 0):
        found.append("无工业用电，疑似贸易或总部汇总开票")
    share = largest_month_share(sales)
    if share is not None and share > rules["spike_pct"]:
        found.append(f"单月开票占本年累计{format_number(share, 0)}%，疑似一次性处置")
    return found


def largest_month_share(sales: Sales) -> Decimal | None:
    """The largest month's share (%) of this year's total; None before the third month."""
    mine = sorted((p, v) for p, v in sales.path.items() if p.year == sales.now.year)
    if len(mine) < 3 or sales.ytd <= 0 or len(mine) != sales.now.month:
        return None
    totals = [Decimal(0), *(v for _, v in mine)]
    largest = max(after - before for before, after in pairwise(totals))
    return divide(largest, sales.ytd, Decimal(100))


def _day(on: date) -> str:
    return f"{on.year}年{on.month}月{on.day}日"
