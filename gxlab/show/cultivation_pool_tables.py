"""Tables C3, C3b, C7, C7b and C8: the pool, the year's end, last year's list looked back at."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from gxlab.measures import (
    cultivation_figures,
    cultivation_lookback,
    cultivation_outlook,
)
from gxlab.measures import cultivation_pool as pools
from gxlab.measures.cultivation import Edition, below
from gxlab.measures.cultivation_lookback import STILL_HERE, LookBack, Outcome
from gxlab.measures.cultivation_outlook import Outlook
from gxlab.measures.cultivation_risk import register
from gxlab.measures.figures import FigureRow
from gxlab.measures.register_figures import REGISTER_BASIS, TASK_BASIS
from gxlab.reference.numbers import format_number
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_tables import Task, task_of
from gxlab.show.cultivation_units import Lines, lines
from gxlab.show.cultivation_words import (
    Cells,
    left,
    right,
    signed,
    table,
    words_of,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Column, Table

ALL_POOLS = (*pools.POOLS, pools.OTHER)
ALL_STATES = (*pools.STATES, pools.OTHER)
POOL_SCOPE = "口径：培育台账，同一企业只计一户，已在名录的不计。单位：户"
Found = Mapping[str, Mapping[str, FigureRow]]


def pool(given: Edition) -> Table:
    """C3 培育库: distinct firms of each unit by pool and by how far they have come."""
    at = lines(given)
    here = {u.code: below(given, u.code) for u in at.units}
    by_pool = {c: _by_code(cultivation_figures.by_pool(e)) for c, e in here.items()}
    by_state = {c: _by_code(cultivation_figures.by_state(e)) for c, e in here.items()}
    total = at.column(lambda c: cultivation_figures.count(here[c]), "candidate_count")
    columns = [
        (left("unit", "单位"), words_of(at.names)),
        (right("total", "合计"), total),
        *_parts(at, by_pool, ALL_POOLS, "pool", "池"),
        *_parts(at, by_state, ALL_STATES, "state", "状态"),
    ]
    known = any(total)
    return table(
        "C3",
        f"{words.month_end(given.pool.period)}{words.area(given.desk)}升规培育库",
        columns if known else [(c, []) for c, _ in columns],
        at.emphasis if known else (),
        at.levels if known else (),
        scope=POOL_SCOPE,
        source="镇街培育库台账",
        note=_pool_note(given),
        empty=f"{words.area(given.desk)}没有收到培育库台账。",
    )


def _by_code(rows: list[FigureRow]) -> dict[str, FigureRow]:
    return {r.code: r for r in rows}


def _parts(
    at: Lines, rows: Found, names: tuple[str, ...], by: str, spanner: str
) -> list[tuple[Column, Cells]]:
    """One column a pool or state that has any firm at all."""
    present = [n for n in names if any((r[n].value or 0) > 0 for r in rows.values())]
    return [
        (
            right(f"{by}_{n}", spanner, n),
            at.column(lambda code, n=n: rows[code][n], "candidate_count", by=by),  # type: ignore[misc]
        )
        for n in present
    ]


def _pool_note(given: Edition) -> str:
    said = []
    open_names = given.desk.audience != "shared"
    twice = pools.reported_twice(given.candidates)
    if twice:
        find = given.desk.units.find
        listed = [f"{c.name}（{'、'.join(find(u).name for u in c.units)}）" for c in twice]
        shown = f"：{words.names(listed)}" if open_names else ""
        said.append(f"重复报送{len(twice)}户，合计中只计一户{shown}")
    listed_already = [c.name for c in given.candidates if c.listed_in is not None]
    if listed_already:
        shown = f"：{words.names(listed_already)}" if open_names else ""
        said.append(f"台账中已在名录{len(listed_already)}户，不计入{shown}")
    return "；".join(said) + "。" if said else ""


def pool_states(given: Edition) -> Table:
    """C3b 池×状态 of the unit itself."""
    rows = _by_code(cultivation_figures.by_pool_and_state(given))
    totals = _by_code(cultivation_figures.by_pool(given))
    kinds = [p for p in ALL_POOLS if (totals[p].value or 0) > 0]
    states = [s for s in ALL_STATES if any((rows[f"{p}:{s}"].value or 0) > 0 for p in kinds)]

    def cells(found: Mapping[str, FigureRow], codes: list[str], by: str) -> Cells:
        subject = "candidate_count"
        return [fig(found[c], given.code, subject, by=by, with_unit=False) for c in codes]

    columns = [
        (left("pool", "池"), words_of(kinds)),
        (right("total", "合计"), cells(totals, kinds, "pool")),
        *(
            (right(s, "状态", s), cells(rows, [f"{p}:{s}" for p in kinds], "pool_state"))
            for s in states
        ),
    ]
    return table(
        "C3b",
        f"{words.area(given.desk)}各培育池进度",
        columns,
        scope=POOL_SCOPE,
        source="镇街培育库台账",
        empty=f"{words.area(given.desk)}没有收到培育库台账。",
    )


def outlook(given: Edition) -> Table:
    """C7 年度测算（考核口径）: to the annual return, with what takes effect at 1—2月 next year."""
    year = given.desk.period.year
    return _outlook(
        given,
        TASK_BASIS,
        f"口径：考核口径，归属{year}年，含{year + 1}年1—2月生效的年度批次和退出。单位：户",
        "已实现含审核已通过、尚未生效的；"
        "在审、测算达规为测算全年可达2000万元且年内有申报批次的户数（中），不等于实际入库户数；"
        "测算退出为测算全年营业收入低于2000万元的在库户数，净增低方案按测算低值计算退出。",
    )


def outlook_register(given: Edition) -> Table:
    """C7b 年度测算（名录口径）: to December's list, only what takes effect this year."""
    year = given.desk.period.year
    return _outlook(
        given,
        REGISTER_BASIS,
        f"口径：名录口径，截至{year}年12月末，只含年内生效的进出。单位：户",
        "在审、测算达规只计可走月度门、年内生效的新建投产企业；年内退出按实际发生，不作测算。",
    )


def _outlook(given: Edition, basis: str, scope: str, note: str) -> Table:
    at = lines(given)
    here = {u.code: below(given, u.code) for u in at.units}
    risk = {c: register(e) for c, e in here.items()}
    rate = cultivation_lookback.conversion(given)
    found = {c: cultivation_outlook.outlook(e, basis, risk[c], rate) for c, e in here.items()}
    columns = [
        (left("unit", "单位"), words_of(at.names)),
        *_to_come(at, here, found, basis),
        *_against_task(at, given, basis, here, found),
    ]
    known = found[given.code] is not None
    return table(
        "C7" if basis == TASK_BASIS else "C7b",
        f"{words.area(given.desk)}{given.desk.period.year}年度测算（{basis}）",
        columns if known else [(c, []) for c, _ in columns],
        at.emphasis if known else (),
        at.levels if known else (),
        scope=scope,
        source="统计局名录、培育库台账、税务开票、企业直报",
        note=note + _low_tier(rate),
        empty="缺上年末名录，不作年度测算。",
    )


def _low_tier(rate: Decimal | None) -> str:
    if rate is None:
        return ""
    share = format_number(rate * 100, 1)
    return f"低方案的新增按全市上年同月名单的实际入库比例{share}%折算。"


def _to_come(
    at: Lines,
    here: Mapping[str, Edition],
    found: Mapping[str, Outlook | None],
    basis: str,
) -> list[tuple[Column, Cells]]:
    """Done, in review, expected, leaving (middle), and the year's net in three tiers."""
    prefix = "outlook_" if basis == TASK_BASIS else "outlook_register_"
    net = "outlook_net_credited" if basis == TASK_BASIS else "outlook_register_net"

    def cells(what: str, step: int, subject: str) -> Cells:
        rows = _tier(here, found, what, step)
        return at.column(rows.__getitem__, subject, by="tier")

    leaving = [(right("leaving", "测算退出"), cells("leaving", 1, "outlook_leaving"))]
    return [
        (right("came", "已实现", "新增"), cells("came", 1, f"{prefix}came")),
        (right("went", "已实现", "退出"), cells("went", 1, f"{prefix}went")),
        (right("reviewed", "在审"), cells("reviewed", 1, f"{prefix}reviewed")),
        (right("expected", "测算达规"), cells("expected", 1, f"{prefix}expected")),
        *(leaving if basis == TASK_BASIS else []),
        *(
            (right(f"net_{step}", "全年净增", label), signed(cells("net", step, net)))
            for step, label in enumerate(("低", "中", "高"))
        ),
    ]


def _tier(
    here: Mapping[str, Edition], found: Mapping[str, Outlook | None], what: str, step: int
) -> dict[str, FigureRow | None]:
    """One tier of one figure for every unit."""
    return {
        code: cultivation_outlook.tiers(here[code], year, what)[step] if year else None
        for code, year in found.items()
    }


def _against_task(
    at: Lines,
    given: Edition,
    basis: str,
    here: Mapping[str, Edition],
    found: Mapping[str, Outlook | None],
) -> list[tuple[Column, Cells]]:
    """The tasks set on this basis and how far the middle estimate lies from them."""
    columns: list[tuple[Column, Cells]] = []
    tasks = [task_of(given, kind) for kind in ("entries", "net")]
    for task in (t for t in tasks if t.basis == basis):
        goals = at.column(_measured(task, given), task.subject, statistic="target")
        if not any(goals):
            continue
        gaps = {c: cultivation_outlook.gap(e, task.kind, found[c]) for c, e in here.items()}
        head = f"{task.label}任务"
        if task.kind == "entries":
            middle = _tier(here, found, "entries", 1)
            subject = "outlook_entries" if basis == TASK_BASIS else "outlook_register_entries"
            estimate = at.column(middle.__getitem__, subject, by="tier")
            columns.append((right("estimate", head, "测算"), estimate))
        columns.append((right(f"{task.kind}_goal", head, "任务"), goals))
        gap = signed(at.column(gaps.__getitem__, f"outlook_{task.kind}_gap"))
        columns.append((right(f"{task.kind}_gap", head, "差"), gap))
    return columns


def _measured(task: Task, given: Edition) -> words.ByUnit:
    return lambda code: task.measure(given.year, code)


def look_back(given: Edition) -> Table:
    """C8 回看: last year's list of the same month by what became of it."""
    found = cultivation_lookback.look_back(given)
    rows = cultivation_lookback.figures(found) if found and found.outcomes else []
    said = _said(given, found) if found else {}

    def cells(statistic: str) -> Cells:
        subject, by = "candidate_lookback", "outcome"
        return [fig(r, given.code, subject, statistic, by=by, with_unit=False) for r in rows]

    columns = [
        (left("outcome", "去向"), words_of([_outcome(r.name) for r in rows])),
        (right("n", "户数", unit="户"), cells("value")),
        (right("share", "占名单", unit="%"), cells("share_pct")),
        (left("firms", "说明"), words_of([said.get(r.code, "") for r in rows])),
    ]
    period = given.desk.period.prior_year
    return table(
        "C8",
        f"{period.year}年{period.month}月测算达规名单的去向",
        columns,
        ["total" if r.code == "listed" else "" for r in rows],
        [int(r.code not in ("listed", "entered")) for r in rows],
        scope="口径：名单按当时台账和开票重新测算；是否入库以本期名录为准",
        source="培育库台账、税务开票、统计局名录、入库审核结果",
        empty=f"没有{period.year}年{period.month}月的培育库台账或开票数，不作回看。",
    )


def _outcome(name: str) -> str:
    whole = name in ("上年同月测算达规", "已入库")
    return name if whole else f"未入库：{words.wide(name)}"


def _said(given: Edition, found: LookBack) -> dict[str, str]:
    """Doors of those that entered, names of the others."""
    doors = sorted(o.door for o in found.entered)
    said = {"entered": "、".join(f"{d}{doors.count(d)}户" for d in dict.fromkeys(doors))}
    if given.desk.audience != "shared":
        said |= {reason: _names(firms) for reason, firms in found.reasons}
    here = [o.state for reason, firms in found.reasons if reason == STILL_HERE for o in firms]
    states = [f"{s}{here.count(s)}户" for s in ALL_STATES if s in here]
    return {**said, STILL_HERE: "、".join(states)}


def _names(firms: list[Outcome]) -> str:
    return words.names([o.forecast.candidate.name for o in firms], 3)
