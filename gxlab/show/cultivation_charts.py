"""Charts of the cultivation report: the stair of the register, the funnel, the lanes."""

from __future__ import annotations

import polars as pl

from gxlab.measures import cultivation_figures, register_dynamics
from gxlab.measures.cultivation import Edition, Forecast, reaching
from gxlab.measures.cultivation_pool import FILED
from gxlab.measures.register_dynamics import Step, register_year
from gxlab.reference.periods import Period
from gxlab.show import cultivation_words as words
from gxlab.show.charts import funnel, swimlane
from gxlab.show.charts import steps as stair
from gxlab.show.objects import Chart

LANES = 24
STAGES = {"摸排": "培育库（不含退回）"}


def stock(given: Edition) -> Chart | None:
    """Firms in the register month by month, this year and last; nothing to draw from one list."""
    found = history(given)
    if len(found) < 2:
        return None
    frame = pl.DataFrame(
        {
            "period": [s.month for s in found],
            "count": [s.count for s in found],
            "entries": [s.entries for s in found],
            "exits": [s.exits for s in found],
        },
        schema={"period": pl.String, "count": pl.Int64, "entries": pl.Int64, "exits": pl.Int64},
    )
    return stair(
        frame,
        chart_id="C1-chart",
        title=_stock_title(given, found),
        note="数字为当月生效的新增（上）和退出（下）；年度批次和年度退出在1—2月一并生效。",
        source="统计局名录",
    )


def history(given: Edition) -> list[Step]:
    """The steps of last year and this, as far as there are lists."""
    last = given.desk.at(period=Period(given.desk.period.year - 1, 12))
    former = register_dynamics.steps(register_year(last), given.code)
    now = register_dynamics.steps(given.year, given.code)
    known = {s.month for s in former}
    return [*former, *(s for s in now if s.month not in known)]


def _stock_title(given: Edition, found: list[Step]) -> str:
    area = words.area(given.desk)
    everything = sum(s.entries + s.exits for s in found)
    batches = sum(s.entries + s.exits for s in found if s.month.endswith("-02"))
    ends = [f"{_when(s)}的{s.count}户" for s in (found[0], found[-1])]
    end = f"{area}在库户数由{ends[0]}变为{ends[1]}"
    return f"{end}，变动集中在每年1—2月" if batches * 2 > everything else end


def _when(step: Step) -> str:
    return f"{step.month[:4]}年{words.month_end(step.month)}"


def pool(given: Edition) -> Chart | None:
    """How many have come at least so far; no chart of an empty pool."""
    steps = [r for r in cultivation_figures.at_or_beyond(given) if r.value]
    if not steps:
        return None
    frame = pl.DataFrame(
        {
            "stage": [STAGES.get(r.code, f"{r.code}及以后") for r in steps],
            "count": [int(r.value or 0) for r in steps],
        },
        schema={"stage": pl.String, "count": pl.Int64},
    )
    return funnel(
        frame,
        chart_id="C3-chart",
        title=_pool_title(given),
        unit="户",
        note="户数为已走到该环节及以后的培育企业；退回的不计。",
        source="镇街培育库台账",
    )


def _pool_title(given: Edition) -> str:
    rows = {r.code: r for r in cultivation_figures.at_or_beyond(given)}
    total, filed = rows["摸排"].value, rows["已报镇街"].value
    return f"{words.area(given.desk)}{total}户培育企业中{filed or 0}户已向镇街报送材料"


def lanes(given: Edition) -> Chart | None:
    """When each firm crosses and by when to file; of the internal audience only."""
    found = _ahead(given)
    if not found:
        return None
    now = given.desk.period
    months = [str(Period(now.year, m)) for m in range(now.month, 13)]
    frame = pl.DataFrame(
        [_lane(f, now, name) for f, name in zip(found, _labels(found), strict=True)],
        schema=dict.fromkeys(
            ("enterprise_name", "early", "middle", "late", "door", "deadline"), pl.String
        ),
        orient="row",
    )
    note = (
        "只画尚未申报的；横条为高、中、低方案达到2000万元的月份，红线为申报截止月；已达的画在本期。"
    )
    more = f"画出截止日最近的{LANES}户。" if len(found) == LANES else ""
    return swimlane(
        frame,
        chart_id="C4-chart",
        title=_lane_title(given, found),
        months=months,
        now=str(now),
        note=note + more,
        source="税务开票、培育库台账",
    )


def _ahead(given: Edition) -> list[Forecast]:
    """Firms with a filing still ahead, the nearest deadline first."""
    found = [
        f for f in reaching(given) if f.door.deadline is not None and f.candidate.state not in FILED
    ]
    found.sort(key=lambda f: (f.door.deadline, str(f.crossed["mid"]), f.candidate.name))
    return found[:LANES]


def _labels(found: list[Forecast]) -> list[str]:
    """Names as lane labels; two firms of one name carry the end of their codes."""
    listed = [f.candidate.name for f in found]
    return [
        n if listed.count(n) == 1 else f"{n}（{f.code[-4:]}）"
        for n, f in zip(listed, found, strict=True)
    ]


def _lane(found: Forecast, now: Period, name: str) -> dict[str, str | None]:
    months = {t: _no_earlier(p, now) for t, p in found.crossed.items()}
    deadline = found.door.deadline
    return {
        "enterprise_name": name,
        "early": months["high"],
        "middle": months["mid"],
        "late": months["low"],
        "door": "月度门" if found.door.name == "月度" else "年度门",
        "deadline": str(Period(deadline.year, deadline.month)) if deadline else None,
    }


def _no_earlier(month: Period | None, now: Period) -> str | None:
    return None if month is None else str(max(month, now))


def _lane_title(given: Edition, found: list[Forecast]) -> str:
    area = words.area(given.desk)
    now = given.desk.period
    reached = sum((f.crossed["mid"] or now.shift(1)) <= now for f in found)
    lead = f"{area}尚未申报的测算达规企业"
    if len(found) == LANES:
        lead = f"{lead}中申报截止日最近的"
    if not reached or reached == len(found):
        word = "均已" if reached else "将在年内"
        return f"{lead}{len(found)}户{word}达到2000万元"
    rest = f"{len(found) - reached}户将在年内达到"
    return f"{lead}{len(found)}户，其中{reached}户已达到2000万元，{rest}"
