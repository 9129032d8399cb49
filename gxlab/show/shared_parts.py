"""What every shared page is made of (对外版通用部分): printed figures set into cells and sentences.

A cell that is not printed reads ``*`` wherever it stands, and no sentence speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period
from gxlab.show.objects import (
    Cell,
    Column,
    Commentary,
    Definitions,
    Figure,
    KeyFigure,
    KeyFigures,
    Masthead,
    Part,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
)

NOTE = "*：按保密规定不公布。"
TERMS = {
    "可比口径": "同比增速按本期有上年同期数的企业计算，与上年公布数范围不同，两者不可相除。",
    "占比": "占比为占本单位同一指标合计的比重；一户企业可属几个集群，各集群之和与合计可以不等。",
    "位次": "位次按印出的增速由高到低排列，增速相同的位次并列，只在公布的数之间排列。",
    "反馈数": "标明“反馈”的为统计机构反馈的增速；其余为企业直报数汇总。",
    "舍入": "金额以亿元计，保留两位小数，增速和比率保留一位；四舍五入，分项之和与合计可能不等。",
    "符号": "“—”表示无数据、不适用或未设。",
    "保密": "依照统计资料保密规定，可能识别或推断单个统计调查对象的数不公布，以“*”表示。",
}


def masthead(desk: SharedDesk, title: str, sources: Sequence[str]) -> Masthead:
    """眉头 of a shared page: without 内部资料, with the state and 演示数据."""
    return Masthead(
        title=f"{desk.units.root.name}{title}",
        issue=f"{desk.period.year}年第{desk.period.month}期",
        unit=desk.unit.name,
        period=desk.period.label("ytd", with_year=True),
        state="对外版",
        sources=tuple(sources),
        confidential="",
        demo=desk.demo,
    )


def when(desk: SharedDesk, span: str = "ytd") -> str:
    """The span of a figure in words (1—5月, 5月)."""
    return desk.period.label("ytd" if span == "ytd" else "month")


def cell(printed: Printed | None) -> Figure | None:
    """A figure in a table; its unit stands in the column's head."""
    return None if printed is None else Figure(printed.text, printed.ref)


def is_told(printed: Printed | None) -> bool:
    """Whether there is a figure to speak of."""
    return printed is not None and printed.number is not None


def number(printed: Printed | None) -> Decimal | None:
    """The printed number; None where none is printed."""
    return None if printed is None or printed.number is None else Decimal(printed.number)


def amount(printed: Printed | None) -> tuple[Part, ...]:
    """A level or share with its unit, or nothing."""
    if printed is None or printed.number is None:
        return ()
    return (Figure(printed.text, printed.ref, unit=printed.unit),)


def growth(printed: Printed | None, lead: str = "，同比") -> tuple[Part, ...]:
    """，同比增长5.0% / 下降4.0% / 持平; nothing where no rate is printed."""
    rate = number(printed)
    if printed is None or rate is None:
        return ()
    if not rate:
        return (lead, Figure("持平", printed.ref))
    word = "增长" if rate > 0 else "下降"
    return (lead + word, Figure(format_number(abs(rate), 1), printed.ref, unit="%"))


def sentence(*parts: Part | tuple[Part, ...], role: str = "body") -> Sentence:
    """A sentence of parts and groups of parts."""
    flat: list[Part] = []
    for part in parts:
        flat.extend(part if isinstance(part, tuple) else (part,))
    return Sentence(tuple(flat), role)  # type: ignore[arg-type]


def points(found: Iterable[Sentence | None]) -> Sentences:
    """要点: what there is to say, at most five."""
    return Sentences(tuple(s for s in found if s is not None)[:5])


def no_figures(desk: SharedDesk, what: str) -> Sentence:
    """The headline where the leading figure is not printed: it says what the page holds."""
    return sentence(f"本页公布{when(desk)}{desk.unit.name}{what}。", role="headline")


def key_figures(desk: SharedDesk, *wanted: tuple[str, Printed | None]) -> KeyFigures:
    """关键指标: (name, figure); those that do not exist are left out."""
    return KeyFigures(tuple(_key_figure(name, p) for name, p in wanted if p is not None))


def label(text: str) -> Column:
    """The first column of a table: what its rows are called."""
    return Column("name", (text,), align="left")


def _key_figure(name: str, printed: Printed) -> KeyFigure:
    figure = Figure(printed.text, printed.ref, unit=printed.unit if printed.number else "")
    status = "" if printed.status in ("printed", "suppressed", "目标") else printed.status
    return KeyFigure(name, figure, _when(printed), status)


def _when(printed: Printed) -> str:
    """The period of a figure, by the span its coordinate names."""
    span = printed.ref.split("|")[3]
    told = {"month": "month", "point": "point"}.get(span, "ytd")
    return Period.parse(printed.period).label(told)  # type: ignore[arg-type]


def table(
    desk: SharedDesk,
    table_id: str,
    title: str,
    columns: Sequence[Column],
    rows: Sequence[tuple[str, Sequence[Cell], str]],
) -> Table:
    """A table of (label, cells, emphasis); the neutral note stands below where a ``*`` does."""
    made = tuple(
        Row((name, *cells), emphasis=emphasis)  # type: ignore[arg-type]
        for name, cells, emphasis in rows
    )
    starred = any(isinstance(c, Figure) and c.text == "*" for row in made for c in row.cells)
    scope = f"（{desk.period.label('ytd', with_year=True)}）"
    note = NOTE if starred else ""
    return Table(table_id, title, tuple(columns), made, scope=scope, note=note)


def unit_rows(desk: SharedDesk) -> list[tuple[str, str, str]]:
    """Code, name, emphasis of the units side by side: the city, its counties, its zones."""
    order = {"city": 0, "county": 1, "zone": 2}
    units = sorted(desk.units.units, key=lambda u: (order.get(u.kind, 3), u.code))
    return [(u.code, u.name, _emphasis(desk, u.code)) for u in units]


def _emphasis(desk: SharedDesk, code: str) -> str:
    if code == desk.unit.code:
        return "own"
    return "total" if code == desk.units.root.code else ""


def commentary(desk: SharedDesk, report: str) -> Commentary:
    """情况说明 whose author lets it go outside (对外：可以); nothing where there is none."""
    rows = desk.tables["texts"].to_dicts()
    mine = [r for r in rows if r["unit"] == desk.unit.code and r["report"] == report]
    mine.sort(key=lambda r: r["place"])
    parts = tuple((r["heading"], r["text"]) for r in mine)
    return Commentary(parts, mine[0]["author"] or "" if mine else "")


def quality(desk: SharedDesk) -> Sentences:
    """数据质量: what a reader must know of the figures of this page."""
    texts = (
        "本页各数为企业直报数汇总或统计机构反馈的增速，未经年报核定，以后修订的以修订数为准。",
        "年报、季报修订上年同期数的，增速随之修订，已公布的一期不改动。",
    )
    return Sentences(tuple(Sentence((t,), "note") for t in texts))


def definitions(names: Sequence[str], terms: Sequence[str] = tuple(TERMS)) -> Definitions:
    """口径与来源 of a shared page."""
    known = [indicator(n) for n in names]
    own = tuple((i.name, i.definition + "。") for i in known)
    return Definitions((*own, *((t, TERMS[t]) for t in terms)), ())


def seal(desk: SharedDesk, report: str) -> Sentinel:
    """The end mark (完成标记)."""
    unit = desk.unit
    return Sentinel(report, unit.code, unit.name, str(desk.period), desk.audience, desk.inputs())
