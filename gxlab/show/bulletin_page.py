"""What each cell of the bulletin's notebook shows (目标任务通报各块), in the order of the page."""

from __future__ import annotations

from gxlab.measures import bulletin
from gxlab.measures.bulletin import Bulletin
from gxlab.measures.bulletin_tasks import Task
from gxlab.measures.figures import FigureRow
from gxlab.show import bulletin_later as later
from gxlab.show import bulletin_sentences as sentences
from gxlab.show import bulletin_tables as tables
from gxlab.show import pages
from gxlab.show.bulletin_words import Parts, title
from gxlab.show.objects import Definitions, Masthead, Sentence, Sentences, Table
from gxlab.warehouse.desk import Desk

TERMS = (
    (
        "目标任务",
        "年度工业经济指导计划下达到单位的确保目标和奋斗目标，不分解到企业；亮灯和位次按确保目标。",
    ),
    (
        "计划进度、序时进度",
        "计划进度按指导计划的一季度、上半年、前三季度、全年安排，季内均匀推算；"
        "序时进度为月数÷12。两者都列出，亮灯看计划进度，未编分期计划的看序时进度。",
    ),
    ("增速任务", "没有完成率，增速与年度目标相比，以百分点计。"),
    (
        "各指标各期",
        "营业收入随财务报表晚一个月反馈，进度、位次都按其自身的期计算，不与其他指标混期。",
    ),
    (
        "位次",
        "在有目标、有数的同级单位之间按完成率或增速排列，按印出的一位小数比较，相同的并列；"
        "园区数据已含在县区内，不参加排位。",
    ),
    ("灯", "绿灯为不慢于进度，黄灯为慢于进度，红灯为慢于进度超过规定的百分点（规则参数）。"),
    (
        "进度较快、进度较慢",
        "按规则参数由灯得出：绿灯占比达到规定、没有红灯的为较快，红灯达到规定项数或绿灯占比过低的为较慢。",
    ),
    (
        "后几个月",
        "总量、户数任务为（目标－累计）÷余下月数；营业收入增速按同一批企业的上年全年数和上年同期数推算；"
        "只有增速、没有总量的任务不推算。",
    ),
    ("企业报表", "企业按实际经营情况依法自行填报；本通报不作为企业填报依据。"),
)


def open_edition(desk: Desk, *, revenue_basis: str) -> Bulletin:
    """The edition of the desk's unit and month. Raises UnknownBasis."""
    return bulletin.bulletin(desk, revenue_basis=revenue_basis)


def masthead(given: Bulletin) -> Masthead:
    """眉头: the period and source of each task."""
    told: dict[tuple[str, str], list[tuple[Task, FigureRow]]] = {}
    for task in given.tasks:
        row = next((s.row for s in given.found[task.indicator].values() if s.has_figure), None)
        if row is not None:
            key = (row.period_used or "", row.source_kind or "")
            told.setdefault(key, []).append((task, row))
    figures = [("、".join(title(t) for t, _ in rows), rows[0][1]) for rows in told.values()]
    return pages.masthead(given.desk, "目标任务通报", figures)


def headline(given: Bulletin) -> Sentence:
    """开头一句."""
    return sentences.headline(given)


def matrix(given: Bulletin) -> Table:
    """单位 × 任务."""
    return tables.matrix(given)


def key_points(given: Bulletin) -> Sentences:
    """要点: fast, slow, places."""
    city = given.desk.unit == given.desk.units.root
    found = [
        sentences.fast(given),
        sentences.slow(given),
        sentences.untold(given),
        sentences.movers(given) if city else sentences.places(given),
    ]
    told = [Sentence(parts, "key_point") for parts in found if parts]
    return Sentences(tuple(told or [_silent(given)]))


def _silent(given: Bulletin) -> Sentence:
    return Sentence((f"{given.desk.unit.name}本期没有可评的目标任务。",), "key_point")


def verdicts(given: Bulletin) -> Sentences:
    """一、表扬与督促."""
    found = _told(sentences.praise(given), sentences.prod(given))
    return found if found.items else _told(("没有按规则列为进度较快或较慢的单位。",))


def own_tasks(given: Bulletin) -> Table:
    """本单位各项任务."""
    return tables.own_tasks(given)


def towns(given: Bulletin) -> Table | None:
    """镇街."""
    return tables.towns(given)


def ranking(given: Bulletin, place: int) -> Table | None:
    """The ranking of the task at a place of the page's order; nothing where there are fewer."""
    task: Task | None = given.tasks[place] if place < len(given.tasks) else None
    return None if task is None else tables.ranking(given, task)


def ahead(given: Bulletin) -> Sentences:
    """二、后几个月."""
    return _told(later.needed(given), *later.milestones(given), *later.doubling_sentence(given))


def ahead_table(given: Bulletin) -> Table | None:
    """余下月份."""
    return tables.ahead(given)


def doubling_table(given: Bulletin) -> Table | None:
    """翻番路径."""
    return later.doubling_table(given)


def changes(given: Bulletin) -> Sentences:
    """三、目标调整."""
    return _told(later.adjusted(given))


def changes_table(given: Bulletin) -> Table | None:
    """年中调整的目标."""
    return tables.changes(given)


def quality_notes(given: Bulletin) -> Sentences:
    """未设目标、无数据."""
    return Sentences(tuple(sentences.unset(given)))


def definitions(given: Bulletin) -> Definitions:
    """口径与来源."""
    return pages.definitions(given.desk, [t.indicator for t in given.tasks], TERMS)


def _told(*found: Parts) -> Sentences:
    return Sentences(tuple(Sentence(parts, "body") for parts in found if parts))
