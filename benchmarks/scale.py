"""多大规模要多少机器: a model on paper, from what benchmarks.bench_cluster measured.

Its tables stand in docs/explanation/scale.md between two marks; run this after the benchmark.

    python -m benchmarks.scale
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULT = ROOT / "benchmarks" / "results" / "cluster.json"
PAGE = ROOT / "docs" / "explanation" / "scale.md"
BEGIN, END = "<!-- 以下各表由 python -m benchmarks.scale 生成 -->", "<!-- 表到此为止 -->"

REPORTS = 8
# A bought machine: its cores, and the share of its hour that is planned with.
CORES, SHARE = 8, 0.7
HOUR, NIGHT = 3_600, 8 * 3_600
# gxlab demo --fast, 8 cities, 24,000 firms × 36 months: 2.31 million readings, 85 MB.
BYTES_PER_READING = 84_946_944 / 2_310_927
# Network and a file hashed, bytes a second: 1 Gbit/s at 80 %, a disk of today.
NETWORK, DISK = 100e6, 300e6


@dataclass(frozen=True)
class Place:
    """What is to be served: a name, counties, firms."""

    name: str
    counties: int
    firms: int


PLACES = (Place("一个省", 120, 25_000), Place("全国", 2_850, 500_000))


@dataclass(frozen=True)
class Measured:
    """From the benchmark: processor seconds of an edition through a cluster, with all that starts
    and sends it; seconds of its page in the driver; MiB of a kernel and its worker; bytes."""

    core_seconds: float
    page_seconds: float
    mib: float
    answer: float
    page: float
    sent: float
    readings_per_firm: float
    by_report: Mapping[str, float]


def measured(found: Mapping[str, Any]) -> Measured:
    """The model's figures from cluster.json: reports that do not exist yet cost as the others."""
    sizes = found["bytes"]
    pages = found["page_seconds_by_report"].values()
    return Measured(
        core_seconds=found["seconds_per_edition"]["cluster"]["cpu"],
        page_seconds=sum(pages) / len(pages),
        mib=sum(found["private_mib"].values()),
        answer=sizes["answer_per_edition"],
        page=sizes["page_per_edition"],
        sent=sizes["notebook_sent"],
        readings_per_firm=found["data"]["readings"] / found["data"]["firms"],
        by_report=found["cpu_seconds_by_report"],
    )


def machines(place: Place, cost: Measured, seconds: float, dearer: float = 1.0) -> int:
    """How many machines execute all editions in that time, each ``dearer`` times as measured."""
    work = place.counties * REPORTS * cost.core_seconds * dearer
    return max(1, math.ceil(work / (CORES * SHARE * seconds)))


def runs(place: Place, cost: Measured, seconds: float) -> int:
    """How many drivers make the pages in that time: one run makes its pages one after another."""
    pages = place.counties * REPORTS * cost.page_seconds
    return max(1, math.ceil(pages / (SHARE * seconds)))


def tables(found: Mapping[str, Any]) -> str:
    """All tables of the page."""
    cost = measured(found)
    return "\n\n".join((_costs(found, cost), _volumes(cost), _needs(cost)))


def _costs(found: Mapping[str, Any], cost: Measured) -> str:
    machine = found["machine"]
    busy = "（机器忙，不作数）" if machine["load_before"] > 1 else ""
    rows = [(f"`{name}` 每期处理器时间（秒）", f"{s:.2f}") for name, s in cost.by_report.items()]
    rows += [
        ("五种平均，经集群，连同启动和传送（秒）", f"{cost.core_seconds:.2f}"),
        ("经集群与本机执行的用时之比", f"{found['wall_ratio_to_local']:.2f}{busy}"),
        ("两种方式结果不同的单元格（个）", str(found["cells_that_differ"])),
        ("每期成页，在发起的机器上（秒）", f"{cost.page_seconds:.2f}"),
        ("同时执行一期占用内存（MiB）", f"{cost.mib:.0f}"),
        ("每期发出 / 收回（千字节）", f"{cost.sent / 1e3:.0f} / {cost.answer / 1e3:.0f}"),
        ("示范城市每户企业入库的读数（个）", f"{cost.readings_per_firm:.0f}"),
        ("快照每个读数（字节）", f"{BYTES_PER_READING:.0f}"),
        ("测量时机器的核数 / 此前负荷", f"{machine['cores']} / {machine['load_before']}"),
    ]
    return _table(("实测", "数值"), rows)


def _volumes(cost: Measured) -> str:
    def row(text: str, amount: Callable[[Place], str]) -> tuple[str, ...]:
        return (text, *(amount(place) for place in PLACES))

    rows = [
        row("报告（期）", lambda p: f"{_editions(p):,}"),
        row("企业（户）", lambda p: f"{p.firms:,}"),
        row("快照（GB，估）", lambda p: f"{_snapshot(p, cost) / 1e9:.1f}"),
        row("分发快照，每台机器（秒）", lambda p: f"{_snapshot(p, cost) / NETWORK:.0f}"),
        row("核对快照，每台机器（秒）", lambda p: f"{_snapshot(p, cost) / DISK:.0f}"),
        row("收回的结果（GB）", lambda p: f"{_editions(p) * cost.answer / 1e9:.1f}"),
        row("一个月的页面，占磁盘（GB）", lambda p: f"{_disk(p, cost) / 1e9:.1f}"),
    ]
    return _table(("数据量", *(place.name for place in PLACES)), rows)


def _needs(cost: Measured) -> str:
    rows: list[tuple[str, ...]] = []
    for text, seconds in (("一小时", HOUR), ("一夜（8小时）", NIGHT)):
        needed = [str(machines(place, cost, seconds)) for place in PLACES]
        dearer = [str(machines(place, cost, seconds, 2.0)) for place in PLACES]
        rows.append((f"{text}内做完：执行机器（台）", *needed))
        rows.append((f"{text}内做完，每期成本翻一倍时（台）", *dearer))
        rows.append((f"{text}内做完：分成几批发起", *(str(runs(p, cost, seconds)) for p in PLACES)))
    memory = CORES * cost.mib / 1024
    rows.append((f"每台机器同时执行{CORES}期占用内存（GiB）", *(f"{memory:.1f}" for _ in PLACES)))
    return _table(("需要", *(place.name for place in PLACES)), rows)


def _editions(place: Place) -> int:
    return place.counties * REPORTS


def _snapshot(place: Place, cost: Measured) -> float:
    return place.firms * cost.readings_per_firm * BYTES_PER_READING


def _disk(place: Place, cost: Measured) -> float:
    return _editions(place) * (cost.page + cost.answer)


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ("---", *("---:" for _ in heads[1:])), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def renewed(text: str, found: Mapping[str, Any]) -> str:
    """The page with its tables as they follow from a result."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{tables(found)}\n\n{END}{after}"


def main() -> int:
    """Write the tables into the page."""
    found = json.loads(RESULT.read_text(encoding="utf-8"))
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    print(tables(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
