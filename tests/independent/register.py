"""名录动态:一年里逐月名录比对,新增、退出、划转(同一企业按沿革衔接)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from tests.independent.inbox import Inbox, Registered, plain_name
from tests.independent.workbooks import table, text

DOORS = {
    "年度(小升规)": "小升规",
    "年度(再入统)": "再入统",
    "年度(转专业)": "转专业",
    "月度(新建)": "月度新建",
}


@dataclass(frozen=True)
class Move:
    """一次进出:``row`` 新增的看进来的那份名录,退出的看出去前的那份."""

    code: str
    month: str
    row: Registered


class RegisterYear:
    """上年末到本期的名录."""

    def __init__(self, inbox: Inbox, period: str) -> None:
        self.inbox, self.period = inbox, period
        self.year = int(period[:4])
        self.opening = f"{self.year - 1}-12"

    @cached_property
    def months(self) -> list[str]:
        return [m for m in self.inbox.months if self.opening <= m <= self.period]

    def listed(self, month: str) -> dict[str, Registered]:
        """月末名录,按今天的代码."""
        return {self.inbox.present(c): r for c, r in self.inbox.register(month).items()}

    @cached_property
    def entries(self) -> list[Move]:
        found = []
        for past, month in zip(self.months, self.months[1:], strict=False):
            before, now = self.listed(past), self.listed(month)
            found += [Move(c, month, now[c]) for c in sorted(now.keys() - before.keys())]
        return found

    @cached_property
    def exits(self) -> list[Move]:
        found = []
        for past, month in zip(self.months, self.months[1:], strict=False):
            before, now = self.listed(past), self.listed(month)
            found += [Move(c, month, before[c]) for c in sorted(before.keys() - now.keys())]
        return found

    @cached_property
    def transfers(self) -> list[tuple[Registered, Registered]]:
        """属地变了的:(前, 后)."""
        found = []
        for past, month in zip(self.months, self.months[1:], strict=False):
            before, now = self.listed(past), self.listed(month)
            for code in before.keys() & now.keys():
                old, new = before[code], now[code]
                if (old.county, old.town) != (new.county, new.town):
                    found.append((old, new))
        return found

    @cached_property
    def told_exits(self) -> set[str]:
        """退库名单上的企业名称,本年生效的."""
        names: set[str] = set()
        for path in self.inbox.root.glob("20*/退库名单_*.xls"):
            for _, cells in table(path, "退库名单", "序号", 1):
                if text(cells["生效期"]).startswith(str(self.year)):
                    names.add(plain_name(text(cells["企业名称"])))
        return names

    @cached_property
    def returned(self) -> dict[str, str]:
        """审核退回过的企业:代码、名称 → 最后一次的退回原因."""
        found: dict[str, str] = {}
        for path in sorted(self.inbox.root.glob("20*/入库审核结果_*.xls"), key=lambda p: p.parent):
            for _, cells in table(path, "审核结果", "序号", 1):
                if text(cells["审核结果"]) == "退回":
                    reason = text(cells["退回原因"]) or "未写原因"
                    found[self.inbox.present(text(cells["统一社会信用代码"]))] = reason
        return found


def is_annual(move: Move) -> bool:
    """1—2月生效的是年度批次(归上年任务)."""
    return bool(re.search("-0[12]$", move.month))
