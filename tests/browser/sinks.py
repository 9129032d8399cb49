"""The fourteen places where text of a workbook or of a user comes to stand in a page (落点)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from gxlab.publish.html import render_edition
from gxlab.publish.site import write_contents, write_index
from gxlab.show import charts
from gxlab.show.objects import (
    Block,
    Chart,
    Column,
    Commentary,
    Definitions,
    Figure,
    Row,
    Sentence,
    Sentinel,
    Table,
)
from tests.unit.publish.sample import META, code, small
from tests.unit.publish.test_site import manifest

Texts = Sequence[str]
# Charts are dear to draw: this many texts go into one, each of them whole.
TOGETHER = 20


def table(number: int, *cells: str, header: str = "企业", scope: str = "口径") -> Table:
    columns = tuple(
        Column(f"c{n}", ("表", header), unit=header, align="left") for n in range(len(cells))
    )
    rows = (Row(tuple(cells)),)
    return Table(f"T{number}", cells[0], columns, rows, scope=scope, note=scope, source=scope)


def cells(texts: Texts) -> list[Block]:
    return [table(n, text) for n, text in enumerate(texts)]


def projects(texts: Texts) -> list[Block]:
    return [Sentence((text, Figure(text, text, text, text))) for text in texts]


def series(texts: Texts) -> list[Block]:
    """Names of clusters as the lines of a chart."""
    return [_lines(n, part) for n, part in enumerate(_parts(texts))]


def _lines(number: int, texts: Texts) -> Chart:
    frame = pl.DataFrame(
        [{"series": t, "period": "2026-05", "value": Decimal(n)} for n, t in enumerate(texts)]
    )
    return charts.growth_lines(frame, chart_id=f"X{number}", title="题")


def remarks(texts: Texts) -> list[Block]:
    return [Commentary(tuple((text, text) for text in texts), author=texts[0])]


def files(texts: Texts) -> list[Block]:
    return [Definitions((), sources=tuple(texts))]


def sheets(texts: Texts) -> list[Block]:
    return [Definitions(tuple((text, text) for text in texts))]


def headers(texts: Texts) -> list[Block]:
    return [table(n, "甲", header=text, scope=text) for n, text in enumerate(texts)]


def titles(texts: Texts) -> list[Block]:
    together = ["　".join(part) for part in _parts(texts)]
    return [_dots(n, ["甲"], title=text) for n, text in enumerate(together)]


def axes(texts: Texts) -> list[Block]:
    together = ["　".join(part) for part in _parts(texts)]
    return [_dots(n, ["甲"], axis=text) for n, text in enumerate(together)]


def tooltips(texts: Texts) -> list[Block]:
    return [_dots(n, part) for n, part in enumerate(_parts(texts))]


def _dots(number: int, labels: Texts, *, title: str = "题", axis: str = "亿元") -> Chart:
    rows = [{"unit_name": t, "value": Decimal(n + 1)} for n, t in enumerate(labels)]
    made = charts.ranked_dots(
        pl.DataFrame(rows), chart_id=f"X{number}", title=title, x_title=axis, note=title
    )
    return made


def quarantine(texts: Texts) -> list[Block]:
    """The list of problems of a page's files: file, cell, kind, text, state."""
    return [table(n, text, text, "退回", text, text) for n, text in enumerate(texts)]


def _parts(texts: Texts) -> list[Texts]:
    return [texts[n : n + TOGETHER] for n in range(0, len(texts), TOGETHER)]


BLOCKS: dict[str, Callable[[Texts], list[Block]]] = {
    "企业": cells,
    "项目": projects,
    "集群": series,
    "说明": remarks,
    "文件名": files,
    "工作表名": sheets,
    "表头": headers,
    "图题": titles,
    "坐标轴": axes,
    "提示框": tooltips,
    "问题清单": quarantine,
}


def _of_blocks(make: Callable[[Texts], list[Block]]) -> Callable[[Texts, str, Path], list[str]]:
    def pages(texts: Texts, audience: str, folder: Path) -> list[str]:
        meta = replace(META, audience=audience)
        return [render_edition(small(*make(texts), audience=audience), meta=meta)]

    return pages


def parameters(texts: Texts, audience: str, folder: Path) -> list[str]:
    """Unit, period, inputs … of an edition: what its parameters were; few pages, many texts."""
    return [_edition("　".join(part), audience) for part in _parts(texts)]


def _edition(text: str, audience: str) -> str:
    names = ("report", "report_title", "unit", "unit_name", "period", "inputs", "version", "state")
    given_so: dict[str, Any] = dict.fromkeys(names, text)
    meta = replace(META, **given_so, pack=((text, text),), also=(".docx",))
    given = small(audience=audience)
    end = Sentinel(text, text, text, text, audience, text)
    given["cells"][-1] = code(end)
    return render_edition(given, meta=replace(meta, audience=audience))


def districts(texts: Texts, audience: str, folder: Path) -> list[str]:
    """Units by name in the index, in the contents of a unit, and in its links."""
    return _indexes(texts, audience, folder, fault=False)


def errors(texts: Texts, audience: str, folder: Path) -> list[str]:
    """What is told of editions that were not made."""
    return _indexes(texts, audience, folder, fault=True)


def _indexes(texts: Texts, audience: str, folder: Path, *, fault: bool) -> list[str]:
    told = manifest(audience)
    model = next(e for e in told["editions"] if e["outcome"] == "built")
    failed = {"outcome": "failed", "html": None, "summary": None}
    told["units"] = [
        {"code": f"U{n}" if fault else text, "name": text, "level": min(n, 1), "kind": "county"}
        for n, text in enumerate(texts)
    ]
    told["editions"] = [
        {**model, "unit": unit["code"], **({**failed, "error": unit["name"]} if fault else {})}
        for unit in told["units"]
    ]
    first = told["units"][0]["code"]
    write_index(told, folder / "index.html")
    write_contents(told, first, folder / "unit" / "index.html")
    return [p.read_text("utf-8") for p in (folder / "index.html", folder / "unit" / "index.html")]


SINKS: dict[str, Callable[[Texts, str, Path], list[str]]] = {
    **{name: _of_blocks(make) for name, make in BLOCKS.items()},
    "参数": parameters,
    "县区": districts,
    "错误提示": errors,
}


def rendered(texts: Texts, audience: str, folder: Path) -> Iterator[tuple[str, str]]:
    """Every sink with each of its pages."""
    for name, make in SINKS.items():
        for page in make(texts, audience, folder):
            yield name, page
