"""Words and coordinates that all blocks of the bulletin share (目标任务通报用语)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal

from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_standing import SILENT, Standing
from gxlab.measures.bulletin_tasks import Task
from gxlab.measures.figures import FigureRow
from gxlab.reference.numbers import round_half_away
from gxlab.reference.periods import Period
from gxlab.show.cultivation_words import whole_area
from gxlab.show.figures import UNIT_FACTOR, printed, where
from gxlab.show.objects import Figure, Light, Part
from gxlab.warehouse.desk import Desk

Parts = tuple[Part, ...]
BY = "task"
COUNT = "task_count"
LARGE = dict(UNIT_FACTOR.keys())
# How a task stands to its yardstick: a level runs ahead of a plan, a rate lies above a target.
WORDS = {"level": ("快", "慢", "平"), "count": ("快", "慢", "平"), "rate": ("高", "低", "平")}
# A print without colour must still tell yellow from red.
COLOURS = {"green": "绿", "yellow": "黄", "red": "红"}
_DIGITS = "零一二三四五六七八九"


def area(desk: Desk) -> str:
    """全市 for the city itself, otherwise the unit's name."""
    return whole_area(desk) if desk.unit == desk.units.root else desk.unit.name


def name(task: Task) -> str:
    """A task as a sentence says it: 规上工业增加值, 营业收入, 新增规上工业企业."""
    return task.subject.name.removesuffix("增速").removesuffix("数")


def title(task: Task) -> str:
    """A task as a table says it: the rate of a level is told apart from the level."""
    return task.subject.name.removesuffix("数")


def measure(task: Task) -> str:
    """The unit of measure printed in: 亿元 for 万元."""
    own = task.subject.unit_of_measure
    return LARGE.get(own, own)


def when(row: FigureRow, desk: Desk) -> str:
    """The period a figure is really for (1—4月); the year where it is another than the page's."""
    period = Period.parse(row.period_used or str(desk.period))
    return period.label("ytd", with_year=period.year != desk.period.year)


def late(row: FigureRow, desk: Desk) -> str:
    """The period where it is not the page's own (1—4月); nothing else need be said."""
    return when(row, desk) if row.period_used != str(desk.period) else ""


def fig(
    one: Standing,
    statistic: str = "value",
    *,
    row: FigureRow | None = None,
    with_unit: bool = False,
    decimals: int | None = None,
) -> Figure | None:
    """One statistic of a standing, with the coordinate ``…|task=确保``."""
    found = row or one.row
    task = one.task
    plain = statistic in ("value", "target", "base", "shortfall")
    return printed(
        found,
        task.indicator,
        one.unit.code,
        statistic,
        by=BY,
        measure=measure(task) if plain and task.kind == "level" else None,
        decimals=decimals,
        with_unit=with_unit,
    )


def ref(one: Standing, statistic: str) -> str:
    """The coordinate of one statistic of a standing."""
    return where(one.row, one.task.indicator, one.unit.code, BY).ref(statistic, one.row.code)


def count(given: Bulletin, rows: list[FigureRow], level: str, code: str) -> Figure:
    """How many tasks of a unit have a light (绿灯3项)."""
    row = next(r for r in rows if r.code == level)
    found = printed(row, COUNT, code, by="light", with_unit=True)
    if found is None:
        raise ValueError("项数应当有数，请检查计算")
    return found


def done(one: Standing) -> Figure | None:
    """完成（位次）: the completion or rate, its place in brackets; a net loss in firms."""
    figure = fig(one, one.task.told)
    if figure is None and one.score is not None and one.task.kind == "count":
        shrank = fig(one)
        figure = None if shrank is None else replace(shrank, text=f"{shrank.text}户")
    if figure is None or one.row.rank is None:
        return figure
    return replace(figure, text=f"{figure.text}（{one.row.rank}）")


def signal(one: Standing) -> Light:
    """The light with its word and distance: 绿 快0.2, 红 慢3.5, 绿 平, 未设目标, 无数据."""
    if one.state or one.gap is None:
        return Light("none", one.state or SILENT)
    statistic, gap = one.gap
    shown = round_half_away(gap, 1)
    direction = WORDS[one.task.kind][0 if shown > 0 else 1 if shown < 0 else 2]
    word = " ".join(p for p in (COLOURS.get(one.light, ""), direction) if p)
    figure = fig(one, statistic)
    size = (
        None if figure is None or not shown else replace(figure, text=figure.text.lstrip("+\u2212"))
    )
    return Light(one.light, word, size)  # type: ignore[arg-type]


def listed(clauses: Iterable[Parts], mark: str = "；") -> Parts:
    """Clauses that say anything, with a semicolon between them."""
    said: list[Part] = []
    for clause in clauses:
        if clause:
            said += [mark, *clause] if said else clause
    return tuple(said)


def numeral(number: int) -> str:
    """A small number as it is written: 一, 两 before a measure word, 十一.

    >>> numeral(1), numeral(2), numeral(10), numeral(11)
    ('一', '两', '十', '十一')
    """
    if number == 2:
        return "两"
    tens = "十" if number >= 10 else ""
    return tens + (_DIGITS[number % 10] if number % 10 or not tens else "")


def doublings(times: Decimal) -> str:
    """翻番, 翻两番 for powers of two; else 增长到4.5倍.

    >>> doublings(Decimal(2)), doublings(Decimal(4)), doublings(Decimal(3))
    ('翻番', '翻两番', '增长到3倍')
    """
    powers = {Decimal(2): "翻番", Decimal(4): "翻两番", Decimal(8): "翻三番"}
    return powers.get(times, f"增长到{times.normalize():f}倍")


def judged_word(one: Standing) -> str:
    """What the light judges by: 计划进度, 序时进度 where no plan is made, 全年目标 of a rate."""
    if one.task.kind == "rate":
        return "全年目标"
    return "计划进度" if one.row.gap_plan_pp is not None else "序时进度"
