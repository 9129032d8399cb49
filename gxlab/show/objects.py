"""The typed objects a notebook cell returns and a page is made of (图、表、句、数).

Nothing else reaches a published page: ``publish`` renders these and refuses any other output.
Each object travels through the notebook as JSON under :data:`MIME` and has an HTML view for
JupyterLab. From one run come html, docx and xlsx with the same figures.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any, Literal, get_args

MIME = "application/vnd.gxlab.v1+json"

LightLevel = Literal["green", "yellow", "red", "none"]
Align = Literal["left", "right", "center"]


@dataclass(frozen=True)
class Figure:
    """A printed number (数) and the coordinate it comes from.

    ``ref`` is ``indicator|unit|period|span|statistic[|by=code]``; ``text`` is exactly what is
    printed; ``value`` is the full figure as decimal text, only where print loses precision;
    ``unit`` is the unit of measure of the printed text ("" inside a table column).
    """

    text: str
    ref: str
    value: str | None = None
    unit: str = ""


@dataclass(frozen=True)
class Light:
    """A traffic light with its word (灯): colour is never the only carrier of meaning.

    ``figure`` is the distance that lit it, behind the word: 慢 and 3.5.
    """

    level: LightLevel
    word: str
    figure: Figure | None = None

    @property
    def text(self) -> str:
        """The light as it reads without colour."""
        return self.word + (self.figure.text + self.figure.unit if self.figure else "")


Part = str | Figure


@dataclass(frozen=True)
class Sentence:
    """A sentence (句) of plain text and figures, never a bare string.

    ``role``: headline (开头一句), judgement (opens a section), key_point (要点), body, note,
    warning (数据提示).
    """

    parts: tuple[Part, ...]
    role: Literal["headline", "judgement", "key_point", "body", "note", "warning"] = "body"
    kind: Literal["sentence"] = "sentence"

    @property
    def text(self) -> str:
        """The sentence as it reads."""
        return "".join(p if isinstance(p, str) else p.text + p.unit for p in self.parts)


@dataclass(frozen=True)
class Sentences:
    """A list of sentences (要点, 说明)."""

    items: tuple[Sentence, ...]
    title: str = ""
    kind: Literal["sentences"] = "sentences"


@dataclass(frozen=True)
class Column:
    """A table column: ``header`` is the path of spanner labels, outermost first (多级表头)."""

    key: str
    header: tuple[str, ...]
    unit: str = ""
    align: Align = "right"


Cell = str | Figure | Light | None


@dataclass(frozen=True)
class Row:
    """A table row: ``level`` indents (其中项), ``emphasis`` marks totals or the page's own unit."""

    cells: tuple[Cell, ...]
    level: int = 0
    emphasis: Literal["", "total", "own"] = ""


@dataclass(frozen=True)
class Table:
    """A publication table (表). An empty ``rows`` prints ``empty`` instead."""

    id: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    scope: str = ""
    source: str = ""
    note: str = ""
    empty: str = "本期无数据。"
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class Chart:
    """A chart (图): a complete Vega-Lite specification with its data inline.

    ``title`` is a sentence that answers the chart's question; ``alt`` describes it in words.
    """

    id: str
    title: str
    spec: dict[str, Any] = field(hash=False)
    alt: str = ""
    source: str = ""
    note: str = ""
    kind: Literal["chart"] = "chart"


@dataclass(frozen=True)
class KeyFigure:
    """One of the four to six figures under the headline (关键指标)."""

    label: str
    figure: Figure
    period: str
    status: str = ""
    change: Sentence | None = None
    light: Light | None = None
    spark: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class KeyFigures:
    """The row of key figures."""

    items: tuple[KeyFigure, ...]
    kind: Literal["key_figures"] = "key_figures"


@dataclass(frozen=True)
class Masthead:
    """The head of a page (眉头)."""

    title: str
    issue: str
    unit: str
    period: str
    state: str
    sources: tuple[str, ...] = ()
    confidential: str = "内部资料 注意保存"
    demo: bool = False
    # (报|送|编制|审核|签发|电话, text), printed at the foot; without text a line to write on.
    signoff: tuple[tuple[str, str], ...] = ()
    kind: Literal["masthead"] = "masthead"


@dataclass(frozen=True)
class Commentary:
    """The analyst's own text (情况说明); empty parts are left out."""

    parts: tuple[tuple[str, str], ...]
    author: str = ""
    kind: Literal["commentary"] = "commentary"


@dataclass(frozen=True)
class Definitions:
    """口径与来源: (term, text) pairs and the files that fed this page."""

    items: tuple[tuple[str, str], ...]
    sources: tuple[str, ...] = ()
    kind: Literal["definitions"] = "definitions"


@dataclass(frozen=True)
class Sentinel:
    """The last cell's mark that the edition is complete: report, unit, period, inputs digest."""

    report: str
    unit: str
    unit_name: str
    period: str
    audience: str
    inputs: str
    kind: Literal["sentinel"] = "sentinel"


@dataclass(frozen=True)
class Imprint:
    """What signing adds to an edition (签发信息); nothing here is read from the notebook.

    ``state`` is 草稿, 审核, 定稿, 更正版 or 已报送 ("" keeps the masthead's own), ``issue_number``
    the 第N期 it was issued as, ``date`` the day of signing as it is printed.
    """

    state: str = ""
    issue_number: str = ""
    prepared_by: str = ""
    checked_by: str = ""
    issued_by: str = ""
    date: str = ""


Block = (
    Sentence
    | Sentences
    | Table
    | Chart
    | KeyFigures
    | Masthead
    | Commentary
    | Definitions
    | Sentinel
)


def to_json(block: Block) -> dict[str, Any]:
    """A block as plain JSON-able data; figures and lights carry their own type mark."""
    return {"type": block.kind, "data": _plain(block)}


def _plain(value: Any) -> Any:
    if isinstance(value, Figure):
        return {"figure": {k: v for k, v in asdict(value).items() if v not in (None, "")}}
    if isinstance(value, Light):
        figure = [_plain(value.figure)] if value.figure else []
        return {"light": [value.level, value.word, *figure]}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if hasattr(value, "__dataclass_fields__"):
        return {k: _plain(getattr(value, k)) for k in value.__dataclass_fields__ if k != "kind"}
    return value


def _mimebundle(block: Block, include: Any = None, exclude: Any = None) -> dict[str, Any]:
    """IPython's own display protocol, so that a cell's last line is enough to show a block.

    A method rather than a registered formatter: it works in any IPython without an import-time
    side effect, and drawing code is loaded only when something is in fact shown.
    """
    from gxlab.show.display import mimebundle

    return mimebundle(block)


for _class in get_args(Block):
    _class._repr_mimebundle_ = _mimebundle
