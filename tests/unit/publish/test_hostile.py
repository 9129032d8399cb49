"""Text from a workbook stays text in every place of a page where it can land (trust: no script)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from gxlab.publish.html import EditionMeta, render_edition
from gxlab.publish.site import failed_page
from gxlab.show import charts
from gxlab.show.display import mimebundle
from gxlab.show.objects import (
    Block,
    Chart,
    Column,
    Commentary,
    Definitions,
    Figure,
    KeyFigure,
    KeyFigures,
    Light,
    Row,
    Sentence,
    Sentinel,
    Table,
)
from tests.unit.publish.sample import META, small
from tests.unit.publish.scan import Page, live, read

PAYLOADS = (
    "<script>window.hit=1</script>",
    "</script><script>window.hit=1</script>",
    "</style><svg onload=window.hit=1>",
    '"><img src=x onerror=window.hit=1>',
    "' onmouseover='window.hit=1",
    "javascript:window.hit=1",
    "<!--<script>-->{{ 7*7 }}{% raw %}",
    '\\u003cimg src=x onerror=window.hit=1\\u003e"+window.hit+"',
    '\\";window.hit=1;//',
    "甲&amp;乙\u2028<iframe srcdoc='<script>top.hit=1</script>'>",
)


def table(n: int = 0, *, cell: str = "甲", header: str = "企业", scope: str = "口径") -> Table:
    column = Column("a", ("表", header), unit=header, align="left")
    return Table(f"T{n}", "题", (column,), (Row((cell,)),), scope=scope, note=scope, source=scope)


def dots(n: int = 0, *, label: str = "甲", axis: str = "亿元", title: str = "题") -> Chart:
    frame = pl.DataFrame({"unit_name": [label], "value": [Decimal("1.0")]})
    return charts.ranked_dots(frame, chart_id=f"X{n}", title=title, x_title=axis, note=title)


def line(n: int, series: str) -> Chart:
    frame = pl.DataFrame({"series": [series], "period": ["2026-05"], "value": [Decimal(1)]})
    return charts.growth_lines(frame, chart_id=f"X{n}", title="题")


def key_figure(text: str) -> KeyFigures:
    figure, said, light = Figure(text, text, text, text), Sentence((text,)), Light("red", text)
    return KeyFigures((KeyFigure(text, figure, text, text, said, light, ("1", "2")),))


SINKS: dict[str, Callable[[int, str], Block]] = {
    "企业": lambda n, text: table(n, cell=text),
    "项目": lambda n, text: Sentence((text, Figure(text, text, text, text))),
    "集群": line,
    "说明": lambda n, text: Commentary(((text, text),), author=text),
    "文件名和工作表名": lambda n, text: Definitions(((text, text),), sources=(text,)),
    "口径和来源": lambda n, text: table(n, scope=text),
    "表头": lambda n, text: table(n, header=text),
    "图题": lambda n, text: dots(n, title=text),
    "坐标轴": lambda n, text: dots(n, axis=text),
    "提示框": lambda n, text: dots(n, label=text),
    "关键指标": lambda n, text: key_figure(text),
}


def page_of(*blocks: Block, audience: str) -> Page:
    meta = replace(META, audience=audience)
    return read(render_edition(small(*blocks, audience=audience), meta=meta))


@pytest.mark.parametrize("audience", ["internal", "shared"])
@pytest.mark.parametrize("sink", SINKS)
def test_text_stays_text(sink: str, audience: str) -> None:
    blocks = [SINKS[sink](n, payload) for n, payload in enumerate(PAYLOADS)]
    page = page_of(*blocks, audience=audience)
    assert live(page) == []
    drawn_by_script = audience == "internal" and isinstance(blocks[0], Chart)
    assert len(page.all("script")) == (3 if drawn_by_script else 0)
    drawn = audience == "shared" and isinstance(blocks[0], Chart)
    sparks = isinstance(blocks[0], KeyFigures)
    assert len(page.all("svg")) == (len(PAYLOADS) if drawn or sparks else 0)
    # Four fixed sections and the one with the payload; tables and charts stand in the annex.
    annex = 2 if isinstance(blocks[0], (Table, Chart)) else 0
    assert len(page.all("style")) == 1 and len(page.all("section")) == 5 + annex


@pytest.mark.parametrize("sink", SINKS)
def test_jupyterlab_view_keeps_text_too(sink: str) -> None:
    for n, payload in enumerate(PAYLOADS):
        view = read(mimebundle(SINKS[sink](n, payload))["text/html"])
        assert live(view) == [] and view.all("script") == [] and len(view.all("style")) == 1


def test_the_reader_sees_the_text_as_it_was() -> None:
    for n, payload in enumerate(PAYLOADS):
        shared = page_of(table(n, cell=payload), dots(n, title=payload), audience="shared")
        assert payload in [e.text for e in shared.all("th")]
        assert f"图1{payload}" in [e.text for e in shared.all("figcaption")]
        internal = page_of(dots(n, label=payload), audience="internal")
        specs = json.loads(internal.one("script", id="gx-specs").text)["charts"]
        assert specs[f"X{n}"]["data"]["values"][0]["label"] == payload.replace("\u2028", " ")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_parameters_and_errors_stay_text(payload: str) -> None:
    """单位名称、参数、错误原因."""
    hostile = EditionMeta(*[payload] * 8, demo=True, state=payload)
    given: dict[str, Any] = small()
    sentinel = Sentinel(payload, payload, payload, payload, payload, payload)
    given["cells"][-1]["outputs"] = mimecell(sentinel)
    page = read(render_edition(given, meta=hostile))
    assert live(page) == [] and page.all("script") == []
    assert page.meta("gxlab:unit") == payload
    assert page.one("title").text.startswith(f"{payload} {payload} ")
    failed = read(failed_page(replace(META, unit_name=payload), payload))
    assert live(failed) == ["a href=../index.html"] and failed.all("script") == []


def mimecell(block: Block) -> list[dict[str, Any]]:
    return [{"output_type": "execute_result", "data": mimebundle(block)}]
