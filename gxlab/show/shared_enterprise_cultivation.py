"""规上企业培育月报, 对外版: how many firms are in the register, entered and left, by unit."""

from __future__ import annotations

from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.reference.periods import Period
from gxlab.show import shared_parts as parts
from gxlab.show import shared_points as points
from gxlab.show.objects import Chart, Column, KeyFigures, Masthead, Sentence, Sentences, Table
from gxlab.show.shared_charts import bars

REPORT = "enterprise_cultivation"
COUNT, ENTRIES = "above_scale_count", "above_scale_entries"
EXITS, NET = "above_scale_exits", "above_scale_net"
NAMES = (COUNT, ENTRIES, EXITS, NET)
SURE = "确保"


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    return parts.masthead(desk, "规上企业培育月报", ["企业户数：统计机构名录"])


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    count = _count(desk, COUNT)
    if count is None:
        return parts.no_figures(desk, "规上工业企业户数")
    when = Period.parse(count.period).label("point")
    moves = [
        (f"{word}", *parts.amount(found))
        for name, word in ((ENTRIES, "新增"), (EXITS, "退出"))
        if (found := _count(desk, name)) is not None
    ]
    told = [piece for move in moves for piece in ("，" if move is moves[0] else "、", *move)]
    text = f"{when}，{desk.unit.name}在库规上工业企业"
    return parts.sentence(text, parts.amount(count), tuple(told), "。", role="headline")


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标."""
    return parts.key_figures(
        desk,
        ("在库规上工业企业", _count(desk, COUNT)),
        ("本年新增", _count(desk, ENTRIES)),
        ("本年退出", _count(desk, EXITS)),
        ("本年净增", _count(desk, NET)),
    )


def key_points(desk: SharedDesk) -> Sentences:
    """要点."""
    return parts.points((_goal(desk, ENTRIES, "新增"), _goal(desk, NET, "净增"), _city(desk)))


def units(desk: SharedDesk) -> Sentence | None:
    """一、分单位, the judgement."""
    return points.judged(_net(desk))


def unit_chart(desk: SharedDesk) -> Chart | None:
    """分单位新增户数."""
    rows = [
        (name, _count(desk, ENTRIES, code))
        for code, name, _ in parts.unit_rows(desk)
        if code != desk.units.root.code
    ]
    title = "各单位本年新增规上工业企业"
    return bars(rows, chart_id="unit-entries", title=title, axis="户")


def unit_table(desk: SharedDesk) -> Table:
    """分单位."""
    columns = [
        parts.label("单位"),
        Column("count", ("期末在库",), "户"),
        Column("entries", ("本年新增",), "户"),
        Column("exits", ("本年退出",), "户"),
        Column("net", ("本年净增",), "户"),
        Column("entries_goal", ("年度目标（确保）", "新增"), "户"),
        Column("net_goal", ("年度目标（确保）", "净增"), "户"),
    ]
    rows = [
        (
            name,
            [
                *(parts.cell(_count(desk, i, code)) for i in (COUNT, ENTRIES, EXITS, NET)),
                *(
                    parts.cell(desk.told("targets", i, code, tier=SURE, kind="count"))
                    for i in (ENTRIES, NET)
                ),
            ],
            emphasis,
        )
        for code, name, emphasis in parts.unit_rows(desk)
    ]
    return parts.table(desk, "S1", "分单位规上工业企业户数", columns, rows)


def _count(desk: SharedDesk, name: str, unit: str = "") -> Printed | None:
    return desk.told("counts", name, unit)


def _net(desk: SharedDesk) -> Sentence | None:
    found = _count(desk, NET)
    number = parts.number(found)
    if found is None or number is None:
        return None
    figure = parts.amount(found)
    text = f"本年{desk.unit.name}规上工业企业净增"
    return parts.sentence(text, figure, "。", role="key_point")


def _city(desk: SharedDesk) -> Sentence | None:
    root = desk.units.root
    amount = parts.amount(_count(desk, COUNT, root.code))
    if desk.unit == root or not amount:
        return None
    text = f"{root.name}在库规上工业企业"
    return parts.sentence(text, amount, "。", role="key_point")


def _goal(desk: SharedDesk, name: str, word: str) -> Sentence | None:
    goal = desk.told("targets", name, tier=SURE, kind="count")
    done = _count(desk, name)
    if goal is None or done is None:
        return None
    return parts.sentence(
        f"全年{word}规上工业企业确保目标",
        parts.amount(goal),
        f"，至{Period.parse(done.period).label('point')}{word}",
        parts.amount(done),
        "。",
        role="key_point",
    )
