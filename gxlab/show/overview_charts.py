"""The chart of the monthly overview: growth month by month, last year's path behind it."""

from __future__ import annotations

import polars as pl

from gxlab.measures import lookup
from gxlab.measures.figures import RATE, FigureRow
from gxlab.measures.overview import Overview, rate_of
from gxlab.reference.numbers import difference_pp, format_rate
from gxlab.reference.periods import Period
from gxlab.show import charts
from gxlab.show.cluster_words import area
from gxlab.show.objects import Chart

SERIES = {"value_added_growth": "增加值", "output": "产值", "electricity": "用电量"}
REFERENCE = ("用电量",)
LEAST = 3


def growth(given: Overview) -> Chart | None:
    """增速走势: 增加值, output and electricity since the beginning of last year."""
    months = given.desk.period.month + 12
    found = {i: lookup.by_period(given.desk, i, months=months) for i in SERIES}
    rows = [
        (SERIES[i], r.code, round(rate, 10))
        for i, readings in found.items()
        for r in readings
        # 1月只有用电量有数，单独一点不成线。
        if (rate := rate_of(r, i)) is not None and not r.code.endswith("-01")
    ]
    if len({period for _, period, _ in rows}) < LEAST:
        return None
    frame = pl.DataFrame(
        rows, schema={"series": pl.String, "period": pl.String, "value": RATE}, orient="row"
    )
    return charts.growth_lines(
        frame,
        chart_id="growth",
        title=_title(given, found),
        value="value",
        reference=REFERENCE,
        note="1月免报，线在1月断开；上年各月即后几个月的基数走势。",
    )


def _title(given: Overview, found: dict[str, list[FigureRow]]) -> str:
    """规上工业增加值增速由上年全年的3.3%升至1—5月的5.1%."""
    lead = next((i for i in SERIES if found[i] and rate_of(found[i][-1], i) is not None), "output")
    rows = found[lead]
    now = rows[-1] if rows and rows[-1].code == str(given.desk.period) else None
    end = next((r for r in rows if r.code == f"{given.desk.period.year - 1}-12"), None)
    if now is None or end is None or rate_of(now, lead) is None or rate_of(end, lead) is None:
        return f"{area(given.desk)}{SERIES[lead]}等指标的累计增速"
    gap = difference_pp(rate_of(now, lead), rate_of(end, lead), 1) or 0
    word = "持平于" if not gap else "升至" if gap > 0 else "降至"
    label = Period.parse(now.code).label("ytd")
    was, is_now = (format_rate(rate_of(r, lead)) for r in (end, now))
    return f"{area(given.desk)}{SERIES[lead]}增速由上年全年的{was}{word}{label}的{is_now}"
