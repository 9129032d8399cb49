"""主体沿革:更名、个转企、迁移、合并、撤镇,使同一企业在不同月份有不同的名称、代码和属地."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gxlab.demo import codes, firms, lists, months
from gxlab.demo.city import City
from gxlab.demo.firms import Calendar, Firm


@dataclass(frozen=True)
class Change:
    """一次变更;month 起生效;old 是变更前的名称、代码或县序号(文本)."""

    firm: int
    month: int
    kind: str
    old_name: str
    old_code: str
    old_county: int
    old_town: int
    partner: int = -1


@dataclass(frozen=True)
class Identity:
    """某月末的对外身份."""

    name: str
    code: str
    county: int
    town: int


def build(
    all_firms: tuple[Firm, ...], city: City, calendar: Calendar, seed: int
) -> tuple[Change, ...]:
    """排出全部变更:更名若干、个转企一户、跨县迁移两户、吸收合并一起."""
    rng = np.random.default_rng([seed, 2])
    calm = [
        f
        for f in all_firms
        if f.listed(calendar.until) and f.entered is not None and f.entered < calendar.first
        if f.halted is None
    ]
    picked = [calm[int(k)] for k in rng.permutation(len(calm))]
    january = months.january(calendar.until)
    renames = max(4, len(calm) // 90)
    found = [
        _rename(firm, city, max(calendar.start + 1, january + (2, -4, -8, 3, -14, -20)[k % 6]))
        for k, firm in enumerate(picked[:renames])
    ]
    rest = picked[renames:]
    found.append(_convert(rest[0], city, max(calendar.start + 1, january - 6)))
    found += [
        _move(firm, len(city.counties), city, month)
        for firm, month in zip(rest[1:3], (january - 4, january + 1), strict=True)
    ]
    return tuple(found)


def merge(
    all_firms: tuple[Firm, ...], found: tuple[Change, ...], calendar: Calendar
) -> tuple[Change, ...]:
    """吸收合并:年内退出的“注销”企业由同县最近的大户吸收,次月起其数并入."""
    gone = [
        f
        for f in all_firms
        if f.left is not None and months.number(f.left) != 2 and f.left > calendar.start
    ]
    if not gone:
        return found
    target = gone[-1]
    taken = {c.firm for c in found}
    hosts = [
        f
        for f in all_firms
        if f.county == target.county
        and f.index != target.index
        and f.halted is None
        and f.entered is not None
        and f.entered < calendar.first
        and f.left is None
        and f.index not in taken
    ]
    if not hosts or target.left is None:
        return found
    host = max(hosts, key=lambda f: (f.industry[:2] == target.industry[:2], f.annual))
    change = Change(
        host.index, target.left, "merge", host.name, host.code, host.county, host.town, target.index
    )
    return (*found, change)


def _rename(firm: Firm, city: City, month: int) -> Change:
    """更名前的旧字号取自另一段序号,不会与现有企业重名."""
    short = city.counties[firm.county].name[:-1]
    product = lists.industries()[firm.industry].product
    old = f"{short}{firms.brand(firm.index + 1700)}{product}厂"
    return Change(firm.index, month, "rename", old, firm.code, firm.county, firm.town)


def _convert(firm: Firm, city: City, month: int) -> Change:
    area = city.counties[firm.county].code
    old_code = codes.credit("92", area, codes.organization_body(firm.index + 500_000))
    old_name = f"{city.counties[firm.county].name}{firms.brand(firm.index)}加工厂"
    return Change(firm.index, month, "convert", old_name, old_code, firm.county, firm.town)


def _move(firm: Firm, counties: int, city: City, month: int) -> Change:
    old = (firm.county + 1) % counties
    return Change(firm.index, month, "move", firm.name, firm.code, old, 0)


def identity(firm: Firm, found: dict[int, Change], month: int) -> Identity:
    """该月末的名称、代码、属地."""
    change = found.get(firm.index)
    if change is None or month >= change.month:
        return Identity(firm.name, firm.code, firm.county, firm.town)
    return Identity(change.old_name, change.old_code, change.old_county, change.old_town)


def note(
    firm: Firm, found: dict[int, Change], month: int, city: City, names: tuple[str, ...]
) -> str:
    """名录“变更说明”栏:变更当月起的十二个月里写明."""
    change = found.get(firm.index)
    if change is None or not change.month <= month < change.month + 12:
        return ""
    when = months.chinese(change.month)
    if change.kind == "rename":
        return f"{when}更名,曾用名:{change.old_name}"
    if change.kind == "convert":
        return f"{when}个转企,原名称:{change.old_name},原代码:{change.old_code}"
    if change.kind == "move":
        return f"{when}由{city.counties[change.old_county].name}迁入"
    return f"{when}吸收合并{names[change.partner]}"
