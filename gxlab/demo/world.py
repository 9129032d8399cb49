"""一座虚构城市的全部事实:单位、企业、沿革、集群成员和真值."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import (
    changes,
    city,
    feedback_series,
    filings,
    firms,
    members,
    months,
    projects,
    readings,
    truth,
)
from gxlab.demo.changes import Change, Identity
from gxlab.demo.city import City, Unit
from gxlab.demo.filings import Filing
from gxlab.demo.firms import Calendar, Firm
from gxlab.demo.members import Member
from gxlab.demo.projects import Project
from gxlab.demo.sheet import Cell
from gxlab.demo.truth import Grid, Truth


@dataclass(frozen=True)
class World:
    """各写表模块共用的事实;全部由 seed 决定."""

    seed: int
    calendar: Calendar
    city: City
    firms: tuple[Firm, ...]
    changes: tuple[Change, ...]
    members: tuple[Member, ...]
    truth: Truth
    projects: tuple[Project, ...]
    filings: tuple[Filing, ...]

    @cached_property
    def change_of(self) -> dict[int, Change]:
        """企业序号 → 变更."""
        return {change.firm: change for change in self.changes}

    @cached_property
    def names(self) -> tuple[str, ...]:
        """企业现名."""
        return tuple(firm.name for firm in self.firms)

    @cached_property
    def zone(self) -> NDArray[np.bool_]:
        """是否在开发区."""
        return np.array([firm.in_zone for firm in self.firms])

    def identity(self, firm: Firm, month: int) -> Identity:
        """某月末的名称、代码、属地."""
        return changes.identity(firm, self.change_of, month)

    def town_name(self, who: Identity, month: int) -> str:
        """乡镇名:撤并前,末县首镇的一部分企业仍写旧镇."""
        town = self.city.towns[who.county][who.town]
        last = who.county == len(self.city.counties) - 1
        if last and who.town == 0 and month < self.city.merged_on:
            return self.city.merged_town.name
        return town.name

    def listed(self, month: int) -> list[Firm]:
        """该月末在库企业,按序号."""
        return [firm for firm in self.firms if firm.listed(month)]

    def unit_masks(self, month: int) -> list[tuple[str, NDArray[np.bool_]]]:
        """反馈表的行:全市、各县区、其中开发区;掩码是全部企业(未限名录)."""
        county = self.truth.county[:, self.calendar.at(month)]
        rows: list[tuple[str, NDArray[np.bool_]]] = [("全市", np.ones(len(self.firms), bool))]
        rows += [(unit.name, county == k) for k, unit in enumerate(self.city.counties)]
        return [*rows, (f"其中:{city.ZONE_NAME}", self.zone)]

    def register(self, month: int) -> NDArray[np.bool_]:
        """名录掩码."""
        return np.asarray(self.truth.listed[:, self.calendar.at(month)])

    @cached_property
    def _filed(self) -> dict[tuple[str, int], readings.Reading]:
        """已算过的统计口径读数:一期要在十几张表里用."""
        return {}

    def filed(self, name: str, month: int) -> readings.Reading:
        """统计口径读数."""
        key = (name, month)
        if key not in self._filed:
            self._filed[key] = readings.filed(self.truth, self.firms, self.changes, name, month)
        return self._filed[key]

    def direct(self, name: str, month: int) -> readings.Reading:
        """直报口径读数."""
        return readings.direct(self.truth, self.firms, self.changes, name, month)

    def fed_back(self, name: str, month: int) -> tuple[Grid, Grid]:
        """反馈口径:本年累计与可比基数(分企业,供汇总)."""
        reading = self.filed(name, month)
        return reading.value, readings.fed_back_base(self.truth, reading, month)

    def month_value(self, name: str, month: int) -> Grid:
        """当月值."""
        return readings.month_value(self.truth, self.changes, name, month)

    def rng(self, *topic: int) -> np.random.Generator:
        """某一话题自己的随机流:增删一张表不影响别的表."""
        return np.random.default_rng([self.seed, *topic])

    def stock(self, name: str, month: int) -> tuple[Grid, Grid]:
        """期末存量:本年、上年同期."""
        return readings.stock(self.truth, self.changes, name, month)

    @cached_property
    def _value_added(self) -> dict[int, tuple[float, ...]]:
        return feedback_series.value_added(self.truth, self.unit_masks, self.fed_back, self.seed)

    def value_added(self, month: int) -> tuple[float | None, ...]:
        """反馈的规上工业增加值累计增速(%),行序同 unit_masks;是输入,不由企业数推算."""
        return self._value_added.get(month, (None,) * (len(self.counties) + 2))

    def value_added_target(self, row: int, month: int) -> Cell:
        """增加值增速年度目标;开发区未设,写“-”."""
        return feedback_series.value_added_target(row, len(self.counties), month)

    @property
    def counties(self) -> tuple[Unit, ...]:
        """县区."""
        return self.city.counties

    @property
    def report_months(self) -> tuple[int, ...]:
        """编报月 start…until."""
        return tuple(range(self.calendar.start, self.calendar.until + 1))


def build(counties: int, enterprises: int, length: int, seed: int, until: str) -> World:
    """造一座城市.

    Raises:
        ValueError: 参数超出可用范围.
    """
    end = months.parse(until)
    city.check(counties)
    if length < 3:
        raise ValueError(f"参数 months 至少为3（要有最近三个月的分县报表），现为{length}")
    # 下限:要挑得出互不重叠的缺陷企业;上限:xls 的用电表最多65536行
    fewest = max(40, 10 * counties)
    if not fewest <= enterprises <= 30_000:
        raise ValueError(f"参数 enterprises 应在{fewest}至30000之间，现为{enterprises}，请改后重试")
    start = end - length + 1
    # 最早一期(财务比编报月早一个月)和前年全年都要有上年同期
    first = min(months.january(start - 1) - 12, months.january(end) - 36)
    calendar = Calendar(first, start, end)
    place = city.build(counties, end)
    people = firms.build(place, calendar, enterprises, seed)
    history = changes.build(people, place, calendar, seed)
    history = changes.merge(people, history, calendar)
    group = members.build(people, counties, calendar, seed)
    facts = truth.build(people, history, group, calendar, seed)
    works = projects.build(people, place, calendar, max(16, enterprises // 4), seed)
    filed = filings.build(people, works, place, calendar, max(36, enterprises * 3 // 16), seed)
    return World(seed, calendar, place, people, history, group, facts, works, filed)
