"""A shared bundle made by hand through the real renderers: two units, two reports' worth of pages.

City 330000 with the counties 330101–330104. Clusters a–f; b and d are held back, and so is what the
county 330103 makes: it reads ``*`` among the units.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from gxlab.disclosure.agreement import Decided, decided
from gxlab.disclosure.shared_desk import Printed
from gxlab.publish.html import render_edition
from gxlab.publish.site import edition_summary, write_contents, write_index
from gxlab.show.objects import (
    Column,
    Definitions,
    Figure,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
)
from gxlab.show.shared_charts import bars
from gxlab.show.shared_parts import NOTE, TERMS
from tests.unit.publish.sample import META, code, markdown, masthead, notebook

PERIOD = "2026-05"
UNITS = {"330000": "示例市", "330101": "东山区"}
REPORT = "cluster_revenue"
CITY, EAST = f"330000/{REPORT}.html", f"330101/{REPORT}.html"
NAMES = {
    "a": "电力装备",
    "b": "轨道交通",
    "c": "功能食品",
    "d": "绿色建材",
    "e": "现代纺织",
    "f": "精细化工",
}
STATISTICS = {"value": "亿元", "growth_yoy_pct": "%", "share_pct": "%", "rank": "", "n": "户"}
# 累计（亿元）、同比（%）、占比（%）、位次、户数. b + d = 764.43 − 538.19 = 226.24.
CLUSTERS: dict[str, tuple[str, ...]] = {
    "a": ("186.42", "12.4", "24.4", "1", "41"),
    "b": ("*",) * 5,
    "c": ("142.08", "6.2", "18.6", "2", "59"),
    "d": ("*",) * 5,
    "e": ("88.21", "−2.7", "11.5", "3", "77"),
    "f": ("121.48", "−7.9", "15.9", "4", "86"),
}
TOTAL = ("764.43", "4.2")
COUNTIES = {
    "330101": ("东山区", "220.15", "9.6"),
    "330102": ("西水县", "180.02", "4.1"),
    "330103": ("河口县", "*", "*"),
    "330104": ("安岭县", "97.30", "−1.8"),
}


def ref(statistic: str, unit: str = "330000", cluster: str = "") -> str:
    tail = f"|cluster={cluster}" if cluster else ""
    return f"revenue|{unit}|{PERIOD}|ytd|{statistic}{tail}"


def hand_release() -> dict[str, Decided]:
    """What was decided to be printed: the release behind the pages."""
    rows: list[tuple[str, str, str]] = []
    for cluster, texts in CLUSTERS.items():
        told = zip(STATISTICS.items(), texts, strict=True)
        rows += [(ref(s, cluster=cluster), text, unit) for (s, unit), text in told]
    for unit, (_, value, growth) in COUNTIES.items():
        rows += [(ref("value", unit), value, "亿元"), (ref("growth_yoy_pct", unit), growth, "%")]
    rows += [(ref("value"), TOTAL[0], "亿元"), (ref("growth_yoy_pct"), TOTAL[1], "%")]
    table = pl.DataFrame(rows, schema=["ref", "text", "unit_of_measure"], orient="row")
    number = pl.col("text").str.replace("−", "-").replace("*", None)
    return decided([table.with_columns(number.alias("number"))])


def hand_bundle(folder: Path, drawn: str = "abcdef") -> dict[str, bytes]:
    """The pages of the release by name, as a shared bundle holds them.

    ``drawn``: the clusters of the chart in their order from the top.
    """
    editions = []
    for unit, name in UNITS.items():
        meta = replace(META, audience="shared", unit=unit, unit_name=name)
        made = _notebook(unit, name, drawn)
        target = folder / unit / f"{REPORT}.html"
        target.parent.mkdir(parents=True)
        target.write_text(render_edition(made, meta=meta), encoding="utf-8")
        editions.append(_entry(unit, edition_summary(made)))
    manifest = _manifest(editions)
    write_index(manifest, folder / "index.html")
    for unit in UNITS:
        write_contents(manifest, unit, folder / unit / "index.html")
    pages = sorted(folder.rglob("*.html"))
    return {page.relative_to(folder).as_posix(): page.read_bytes() for page in pages}


def _entry(unit: str, summary: dict[str, Any]) -> dict[str, Any]:
    html = f"reports/{PERIOD}/shared/{unit}/{REPORT}.html"
    return {
        "unit": unit,
        "report": REPORT,
        "outcome": "built",
        "html": html,
        "error": None,
        "summary": summary,
    }


def _manifest(editions: list[dict[str, Any]]) -> dict[str, Any]:
    levels = {"330000": (0, "city"), "330101": (1, "county")}
    return {
        "period": PERIOD,
        "audience": "shared",
        "title": "示例市工业运行月报",
        "demo": True,
        "reports": [{"id": REPORT, "title": "集群营收"}],
        "units": [
            {"code": unit, "name": name, "level": levels[unit][0], "kind": levels[unit][1]}
            for unit, name in UNITS.items()
        ],
        "editions": editions,
    }


def _notebook(unit: str, name: str, drawn: str) -> dict[str, Any]:
    own = COUNTIES.get(unit, ("", *TOTAL))
    headline = Sentence(
        (
            f"1—5月，{name}重点产业集群实现营业收入",
            Figure(own[1], ref("value", unit), unit="亿元"),
            "，同比增长",
            Figure(own[2], ref("growth_yoy_pct", unit), unit="%"),
            "。",
        ),
        "headline",
    )
    end = Sentinel(REPORT, unit, name, PERIOD, "shared", META.inputs)
    body = [_clusters(), *_chart(drawn)] if unit == "330000" else []
    head = replace(
        masthead(), sources=("营业收入：企业直报，5月",), confidential="", state="对外版"
    )
    return notebook(
        code(head, headline),
        markdown("## 要点 {#key-points}"),
        code(Sentences((headline,))),
        markdown("## 一、集群和单位 {#groups}"),
        code(*body, _units()),
        markdown("## 数据质量 {#data-quality}"),
        code(Sentences((Sentence(("各单位均已报送。",), "note"),))),
        markdown("## 口径与来源 {#definitions}"),
        code(Definitions(tuple(TERMS.items()))),
        code(end),
    )


def _clusters() -> Table:
    columns = (
        Column("name", ("集群",), align="left"),
        Column("value", ("营业收入", "累计"), "亿元"),
        Column("growth", ("营业收入", "同比"), "%"),
        Column("share", ("占比",), "%"),
        Column("rank", ("位次",)),
        Column("n", ("户数",), "户"),
    )
    rows = tuple(
        Row(
            (
                NAMES[c],
                *(Figure(t, ref(s, cluster=c)) for s, t in zip(STATISTICS, texts, strict=True)),
            )
        )
        for c, texts in CLUSTERS.items()
    )
    return Table("S1", "重点产业集群营业收入", columns, rows, note=NOTE)


def _units() -> Table:
    columns = (
        Column("name", ("单位",), align="left"),
        Column("value", ("营业收入", "累计"), "亿元"),
        Column("growth", ("营业收入", "同比"), "%"),
    )
    rows = tuple(
        Row((name, Figure(value, ref("value", unit)), Figure(rate, ref("growth_yoy_pct", unit))))
        for unit, (name, value, rate) in COUNTIES.items()
    )
    return Table("S2", "各单位营业收入", columns, rows, note=NOTE)


def _chart(clusters: str) -> list[Any]:
    rows = [(NAMES[c], _printed(c, CLUSTERS[c][1])) for c in clusters]
    drawn = bars(rows, chart_id="C1", title="四个集群两增两降")
    assert drawn is not None
    return [drawn]


def _printed(cluster: str, text: str) -> Printed | None:
    if text == "*":
        return None
    at = ref("growth_yoy_pct", cluster=cluster)
    return Printed(at, text, text.replace("−", "-"), "%", PERIOD, "printed")
