"""Names to codes (名称对照): units, clusters, industries and firms of a :class:`Context`.

A name that means nothing or two things is never guessed: the row goes back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gxlab.intake.labels import normal, strip_prefix
from gxlab.intake.model import Context
from gxlab.reference.codes import normalise_name
from gxlab.reference.industries import complete_code, industries
from gxlab.reference.territory import Unit

_SPLIT = re.compile(r"[|;,、]")


class NotFound(ValueError):
    """A name or code leads to nothing, or to more than one thing (对照不上)."""


@dataclass(frozen=True)
class Lookups:
    """The lookups of a context as of one day (报告期末), so that closed units are not matched."""

    context: Context
    on: date | None = None

    @cached_property
    def _units(self) -> dict[str, Unit]:
        valid = [u for u in self.context.units if _valid(u, self.on)]
        return {unit.code: unit for unit in valid}

    @cached_property
    def _by_name(self) -> dict[str, list[Unit]]:
        names: dict[str, list[Unit]] = {}
        for unit in self._units.values():
            for name in {normal(name) for name in (unit.code, *unit_names(unit))}:
                names.setdefault(name, []).append(unit)
        return names

    @cached_property
    def _ancestors(self) -> dict[str, frozenset[str]]:
        return {code: frozenset(self._up(code)) for code in self._units}

    def _up(self, code: str) -> Iterable[str]:
        seen: set[str] = set()
        step: str | None = code
        while step in self._units and step not in seen:
            seen.add(step)
            step = self._units[step].parent
        return seen

    @property
    def root(self) -> str | None:
        """The unit all others belong to (本市)."""
        return self.context.root

    def is_below(self, code: str, above: str | None) -> bool:
        """Whether a unit lies within another (or is it)."""
        return above is None or above in self._ancestors.get(code, frozenset())

    def unit(self, text: str, within: str | None = None) -> str:
        """The code of a unit given by code, name or alias; 全市 and 全省 are the root.

        ``within`` settles names that occur in several counties.
        """
        name = normal(text)
        hits = self._by_name.get(name) or self._by_name.get(strip_prefix(name)) or []
        if not hits and strip_prefix(name) in _WHOLE and self.root:
            return self.root
        near = [unit for unit in hits if self.is_below(unit.code, within)]
        if len(near) == 1:
            return near[0].code
        if len(near) > 1:
            raise NotFound(f"统计单元“{text}”对应{len(near)}个单元，请改填代码或写明所属县区")
        if hits and within:
            raise NotFound(f"“{text}”不属于“{self._units[within].name}”，请核对属地")
        raise NotFound(f"统计单元“{text}”不在统计单元表中，请改正名称或在统计单元表中补充")

    def unit_in_text(self, text: str, within: str | None = None) -> str:
        """The finest unit named inside a text (an address, a file name, a sender)."""
        flat = normal(text)
        found = [
            (name, unit)
            for name, units in self._by_name.items()
            if len(name) > 1 and name in flat
            for unit in units
            if self.is_below(unit.code, within)
        ]
        longest = [
            (name, unit)
            for name, unit in found
            if not any(name != other and name in other for other, _ in found)
            or not any(unit.code == u.code for o, u in found if name != o and name in o)
        ]
        units = {unit.code: unit for name, unit in longest if not _covered(name, found, flat)}
        finest = [
            code
            for code in units
            if not any(code != other and self.is_below(other, code) for other in units)
        ]
        if len(finest) == 1:
            return finest[0]
        if not finest:
            raise NotFound(f"“{text}”中没有统计单元表里的名称，请写明所在县区或镇街")
        names = "、".join(sorted(units[code].name for code in finest))
        raise NotFound(f"“{text}”中有多个统计单元（{names}），请只写一个")

    def cluster(self, text: str) -> str:
        """The code of a cluster given by code, current or former name."""
        name = normal(text)
        if name in self._clusters:
            return self._clusters[name]
        raise NotFound(f"集群“{text}”不在集群名单中，请改正名称，或在名单中补充（含曾用名）")

    @cached_property
    def _clusters(self) -> dict[str, str]:
        codes = {normal(code): code for code in self.context.clusters.values()}
        return {**codes, **{normal(name): code for name, code in self.context.clusters.items()}}

    def industry(self, text: str) -> str:
        """The code of an industry given by code or by its name in GB/T 4754; zeros given back."""
        name = normal(text)
        if re.fullmatch("[A-Z]", name):
            return name
        if re.fullmatch("[A-Z]?[0-9]{1,4}", name):
            return complete_code(name)[0]
        for candidate in (name, strip_prefix(name)):
            if candidate in self._industries:
                return self._industries[candidate]
        raise NotFound(f"行业“{text}”不在行业分类中，请改填行业代码或标准名称")

    def industry_in_text(self, text: str) -> str:
        """The code of an industry written as "3451 滚动轴承制造", or as either of the two."""
        found = re.match(r"([A-Z]?[0-9]{2,4})(?=\D|$)", normal(text))
        return self.industry(found[1] if found else text)

    @cached_property
    def _industries(self) -> dict[str, str]:
        # A name of several levels means the widest: 煤炭开采和洗选业 is 06 before any class of it.
        standard = {
            normal(entry.name): entry.code
            for level in ("小类", "中类", "大类", "门类")
            for entry in industries(level)
        }
        return standard | {normal(n): code for n, code in self.context.industries.items()}

    def enterprise(self, text: str) -> str:
        """The code of a firm given by its current or former name."""
        code = self._enterprises.get(normalise_name(text))
        if code is None:
            raise NotFound(f"企业“{text}”不在企业名录中，请补填统一社会信用代码")
        return code

    @cached_property
    def _enterprises(self) -> dict[str, str]:
        return {normalise_name(name): code for name, code in self.context.enterprises.items()}


_WHOLE = {
    "全市",
    "全省",
    "全区",
    "全县",
    "全国",
    "合计",
    "总计",
    "全市合计",
    "全市总计",
    "全省总计",
}


def unit_names(unit: Unit) -> list[str]:
    """The name and all aliases of a unit."""
    return [unit.name, *(a for alias in unit.aliases for a in _SPLIT.split(alias) if a.strip())]


def firm_name(text: str) -> str:
    """A firm's name in the spelling names are compared in (企业名称比对写法)."""
    return normalise_name(text)


def _valid(unit: Unit, on: date | None) -> bool:
    if on is None:
        return True
    return (unit.valid_from is None or unit.valid_from <= on) and (
        unit.valid_to is None or on <= unit.valid_to
    )


def _covered(name: str, found: list[tuple[str, Unit]], flat: str) -> bool:
    """Whether a name occurs only inside longer names that were found too (云岭 in 云岭区)."""
    rest = flat
    for other, _ in found:
        if other != name and name in other:
            rest = rest.replace(other, "\0")
    return name not in rest
