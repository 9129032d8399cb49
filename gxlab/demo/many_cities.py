"""多座城市的数,直接写成快照的表(快速生成,只供测速用).

不写工作簿,不经过导入:没有缺陷、没有出处可查,只有与真快照同样的表和同样的排列。
每座城市的数只由种子和它的序号定:一座城市单独写,与它在一百座城市里写,各行相同。
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

import duckdb

from gxlab.demo import months as month_of

INDICATORS = ("output", "profit", "revenue")
"""企业直报的指标,按快照里的次序."""
FORMS = 3
"""每月几份表:名录、直报、反馈."""
_AT_ONCE = 8
_MOST = {"cities": 999, "counties": 22, "enterprises": 9999, "months": 120}


@dataclass(frozen=True)
class Scale:
    """cities 城市数;counties、enterprises 每市的县数、企业户数;months 月数;until 最后一月."""

    cities: int
    counties: int
    enterprises: int
    months: int
    seed: int
    until: str

    @property
    def files(self) -> int:
        """每座城市的文件序号占多少."""
        return 3 + FORMS * self.months

    def month_rows(self) -> list[tuple[int, str, int, int]]:
        """序号、报告期、年、月,从早到晚."""
        last = month_of.parse(self.until)
        every = range(last - self.months + 1, last + 1)
        return [
            (k, month_of.iso(m), month_of.year(m), month_of.number(m)) for k, m in enumerate(every)
        ]


def check(scale: Scale) -> None:
    """参数须在可用范围内.

    Raises:
        ValueError: 一句话说明参数、应为、现为.
    """
    for name, most in _MOST.items():
        least = 13 if name == "months" else 1
        if not least <= getattr(scale, name) <= most:
            raise ValueError(
                f"快速生成时参数 {name} 应为{least}至{most}之间的整数，"
                f"现为{getattr(scale, name)}，请改后重试"
            )


def fill(con: duckdb.DuckDBPyConnection, scale: Scale) -> None:
    """写满 con 上名为 snap 的库里已建好、还空着的表:单元、文件、集群、名录、直报、反馈、目标."""
    con.execute("create temp table month (k integer, period varchar, year integer, month integer)")
    con.executemany("insert into month values (?, ?, ?, ?)", scale.month_rows())
    for name, more in _steps(scale):
        text = files("gxlab.demo").joinpath(f"sql/{name}.sql").read_text(encoding="utf-8")
        known = {**_parameters(scale), **more}
        con.execute(text, {key: value for key, value in known.items() if f"${key}" in text})


def _steps(scale: Scale) -> Iterator[tuple[str, dict[str, object]]]:
    """每一步一条语句,几座城市几座城市地写:写下的次序就是快照的次序,占的内存有限."""
    for name in ("place", "firm", "batch", "file", "unit", "cluster", "segment", "member"):
        yield name, {}
    groups: list[dict[str, object]] = [
        {"first": first, "past": min(first + _AT_ONCE, scale.cities)}
        for first in range(0, scale.cities, _AT_ONCE)
    ]
    for name in ("register", "population"):
        for group in groups:
            yield name, group
    for indicator in INDICATORS:
        for group in groups:
            yield "fact", {**group, "indicator": indicator}
    yield "reading", {}
    yield "target", {}


def _parameters(scale: Scale) -> dict[str, object]:
    return {
        "cities": scale.cities,
        "counties": scale.counties,
        "enterprises": scale.enterprises,
        "months": scale.months,
        "seed": scale.seed,
        "files": scale.files,
        "first_year": scale.month_rows()[0][2],
        "command": f"demo --fast --cities {scale.cities}",
    }
