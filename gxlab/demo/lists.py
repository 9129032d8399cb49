"""虚构城市的词表:行业、集群、人名地名(随包发布,改词表不必改代码)."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources


@dataclass(frozen=True)
class Industry:
    """行业小类:每万元产值用电(千瓦时)、营业收入利润率(%)、抽样权重."""

    code: str
    name: str
    product: str
    kwh: float
    margin: float
    weight: float


@dataclass(frozen=True)
class Segment:
    """链条环节."""

    name: str
    place: str
    industries: tuple[str, ...]
    product: str


@dataclass(frozen=True)
class Cluster:
    """产业集群;priority_from 为列入省重点清单的月份,空=未列入."""

    code: str
    name: str
    former: str
    counties: tuple[int, ...]
    chain_head: str
    office: str
    priority_from: str
    trend: float
    products: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True)
class Words:
    """地名、字号和人名用字."""

    counties: tuple[str, ...]
    town_heads: tuple[str, ...]
    brand_first: str
    brand_second: str
    surnames: str
    given: tuple[str, ...]


def _text(name: str) -> str:
    return resources.files("gxlab.demo").joinpath("lists", name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def industries() -> dict[str, Industry]:
    """行业小类表,键为四位代码."""
    rows = csv.DictReader(_text("industries.csv").splitlines())
    return {
        row["code"]: Industry(
            row["code"],
            row["name"],
            row["product"],
            float(row["kwh"]),
            float(row["margin"]),
            float(row["weight"]),
        )
        for row in rows
    }


@lru_cache(maxsize=1)
def divisions() -> dict[str, str]:
    """GB/T 4754-2017 的41个工业大类,键为两位代码."""
    return {row["code"]: row["name"] for row in csv.DictReader(_text("divisions.csv").splitlines())}


@lru_cache(maxsize=1)
def clusters() -> tuple[Cluster, ...]:
    """集群清单:前六个列入省重点,末一个只在全部清单."""
    raw = tomllib.loads(_text("clusters.toml"))["cluster"]
    return tuple(
        Cluster(
            segments=tuple(
                Segment(s["name"], s["place"], tuple(s["industries"]), s["product"])
                for s in item["segments"]
            ),
            counties=tuple(item["counties"]),
            **{k: v for k, v in item.items() if k not in {"segments", "counties"}},
        )
        for item in raw
    )


@lru_cache(maxsize=1)
def words() -> Words:
    """地名与字号用字."""
    raw = tomllib.loads(_text("names.toml"))
    return Words(
        tuple(raw["counties"]),
        tuple(raw["town_heads"]),
        raw["brand_first"],
        raw["brand_second"],
        raw["surnames"],
        tuple(raw["given"]),
    )
