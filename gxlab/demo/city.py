"""示例市的统计单位:市、县区、开发区、乡镇,名称全部虚构."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from gxlab.demo import lists, months

CITY_CODE = "139900"
CITY_NAME = "示例市"
ZONE_CODE = "139971"
ZONE_NAME = "示例经开区"
FOUNDED = "2011-01-01"


@dataclass(frozen=True)
class Unit:
    """统计单位;kind ∈ city、county、zone、town;日期为文本,空=至今有效."""

    code: str
    name: str
    parent: str
    kind: str
    valid_from: str = FOUNDED
    valid_to: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class City:
    """一市的单位:counties 按代码排,towns[k] 是第 k 个县的乡镇.

    merged_town 在 merged_on 当月并入同县首镇,此前的名录仍写旧镇名.
    """

    counties: tuple[Unit, ...]
    towns: tuple[tuple[Unit, ...], ...]
    merged_town: Unit
    merged_on: int

    @property
    def units(self) -> tuple[Unit, ...]:
        """全部单位:市、县区、开发区、乡镇(含已撤销的一个)."""
        city = Unit(CITY_CODE, CITY_NAME, "", "city", aliases=("全市",))
        zone = Unit(ZONE_CODE, ZONE_NAME, CITY_CODE, "zone", aliases=("经开区", "示例经济开发区"))
        towns = tuple(town for group in self.towns for town in group)
        return (city, *self.counties, zone, *towns, self.merged_town)


def check(counties: int) -> None:
    """县区数须在可用地名的范围内.

    Raises:
        ValueError: 超出范围.
    """
    most = len(lists.words().counties)
    if not 2 <= counties <= most:
        raise ValueError(f"参数 counties 应为2至{most}之间的整数，现为{counties}，请改后重试")


def build(counties: int, until: int) -> City:
    """造一个有 counties 个县区的城市;每县5—6个乡镇.

    Raises:
        ValueError: 县区数不在可用地名的范围内.
    """
    check(counties)
    names = lists.words().counties
    units = tuple(_county(k, names[k]) for k in range(counties))
    # 镇名不重复:词表用完一轮,下一轮冠以“新”“东”……
    words = lists.words().town_heads
    heads = iter([prefix + word for prefix in ("", "新", "东", "西", "南", "北") for word in words])
    towns = tuple(_towns(unit, 5 + k % 2, heads) for k, unit in enumerate(units))
    merged_on = months.january(until) - 12
    host = units[-1]
    old = Unit(
        f"{host.code}199",
        f"{names[counties - 1][0]}东乡",
        host.code,
        "town",
        valid_to=f"{months.year(merged_on) - 1}-12-31",
    )
    return City(units, towns, old, merged_on)


def _county(k: int, name: str) -> Unit:
    short = name[:-1]
    aliases = (short,) if not name.endswith("区") else (short, f"{short}城区")
    return Unit(f"1399{k + 1:02d}", name, CITY_CODE, "county", aliases=aliases)


def _towns(county: Unit, count: int, heads: Iterator[str]) -> tuple[Unit, ...]:
    words = [next(heads) for _ in range(count)]
    ends = ["街道" if county.name.endswith("区") and i == 0 else "镇" for i in range(count)]
    ends[-1] = "乡" if county.name.endswith("县") else ends[-1]
    return tuple(
        Unit(f"{county.code}{101 + i}", word + end, county.code, "town")
        for i, (word, end) in enumerate(zip(words, ends, strict=True))
    )
