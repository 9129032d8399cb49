"""集群成员:企业按行业归入环节,角色按规模和成长性定,起止随年内进出变动."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gxlab.demo import lists, months
from gxlab.demo.firms import Calendar, Firm


@dataclass(frozen=True)
class Member:
    """一户在一个集群里的身份;begin 起(含),end 止(含),None=仍在群."""

    cluster: int
    segment: int
    firm: int
    role: str
    begin: int
    end: int | None

    def active(self, month: int) -> bool:
        """该月是否在群."""
        return self.begin <= month and (self.end is None or month <= self.end)


def build(
    all_firms: tuple[Firm, ...], counties: int, calendar: Calendar, seed: int
) -> tuple[Member, ...]:
    """排出成员:行业和所在县都对得上的企业八成半入群."""
    rng = np.random.default_rng([seed, 3])
    found: list[Member] = []
    taken: set[int] = set()
    for index, cluster in enumerate(lists.clusters()):
        homes = {k % counties for k in cluster.counties}
        segments = {code: k for k, s in enumerate(cluster.segments) for code in s.industries}
        firms = [
            f
            for f in all_firms
            if f.county in homes and f.industry in segments and f.index not in taken
        ]
        firms = [f for f in firms if rng.random() < 0.86 or f.annual > 20_000]
        taken |= {f.index for f in firms}
        roles = _roles(firms)
        for order, firm in enumerate(sorted(firms, key=lambda f: f.index)):
            begin, end = _dates(firm, order, calendar, roles[firm.index])
            segment = segments[firm.industry]
            found.append(Member(index, segment, firm.index, roles[firm.index], begin, end))
    return tuple(found)


def _roles(firms: list[Firm]) -> dict[int, str]:
    """最大一户为链主,其次三户为头部,成长快的中小企业为领跑者,其余配套."""
    stable = [f for f in firms if f.entered is not None and f.left is None and f.halted is None]
    ranked = sorted(stable, key=lambda f: (-f.annual, f.index))
    roles = {f.index: "配套" for f in firms}
    quick = sorted(ranked[4:], key=lambda f: (-f.growth, f.index))[: max(1, len(ranked) // 8)]
    roles.update({f.index: "领跑者" for f in quick})
    roles.update({f.index: "头部" for f in ranked[1:4]})
    roles.update({f.index: "链主" for f in ranked[:1]})
    return roles


def _dates(firm: Firm, order: int, calendar: Calendar, role: str) -> tuple[int, int | None]:
    """绝大多数自序列起点在群;每十五户有一户年内新入,每三十户有一户年内退出."""
    begin = calendar.first
    if firm.began is not None:
        begin = max(begin, firm.began)
    january = months.january(calendar.until)
    if role == "配套" and order % 15 == 7:
        begin = max(begin, january + (order // 15) % 4)
    end = None if firm.left is None else max(begin, firm.left - 1)
    if role == "配套" and order % 30 == 19 and end is None:
        end = max(begin, january + 1)
    return begin, end
