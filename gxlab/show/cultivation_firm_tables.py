"""Table C4 of the cultivation report: candidates, what their year comes to, and their door.

Firms are named to the internal audience only; amounts from the tax office stand in bands on the
pages of towns. No list says what a firm should report; firms that meet the conditions are guided
to file by law (指导依法申报).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gxlab.measures import cultivation_figures
from gxlab.measures import cultivation_pool as pools
from gxlab.measures.cultivation import Edition, Forecast, reaching
from gxlab.measures.doors import Door
from gxlab.measures.figures import FigureRow
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_words import (
    Cells,
    amount,
    fig,
    hides_amounts,
    left,
    right,
    table,
    words_of,
)
from gxlab.show.objects import Column, Table

LIMIT = 60
DOORS = {"月度": "月度", "年度": "年度批次", "": "年内无批次"}
FILED = (*pools.IN_REVIEW, "入库")
# For firms that come by the annual batch the filing of a project is no paper of theirs.
ANNUAL_PAPERS = frozenset(pools.PAPERS.values()) - {"备案证明"}


def forecast(given: Edition) -> Table:
    """C4 达规测算: who is expected to cross, when, through which door, what is missing."""
    shown = _listed(given)
    hidden = given.desk.audience == "shared"
    found = [] if hidden else shown[:LIMIT]
    rows = _rows(given)
    bands = hides_amounts(given.desk)
    columns = [
        *_who(given, found),
        *_sales_columns(given, found, rows, bands),
        *_door_columns(found),
        (left("missing", "缺件"), words_of(["、".join(missing(f)) for f in found])),
        (left("helper", "帮扶人"), words_of([f.candidate.helper for f in found])),
        (left("state", "状态"), words_of([f.candidate.state for f in found])),
        (left("check", "判定与待核"), words_of([f.verdict.text for f in found])),
    ]
    return table(
        "C4",
        f"{words.area(given.desk)}培育企业达规测算",
        columns,
        scope=f"口径：按累计开票测算，不等于营收。金额{'按分档列示' if bands else '单位：万元'}",
        source="税务开票、供电、培育库台账",
        note=_forecast_note(len(shown)),
        empty="企业名单不对外提供。"
        if hidden
        else f"{words.area(given.desk)}没有测算年内达规的培育企业。",
    )


def _listed(given: Edition) -> list[Forecast]:
    """Whose middle estimate reaches the threshold, decided exclusions at the end."""
    threshold = given.rules.threshold
    excluded = [
        f
        for f in given.forecasts
        if f.verdict.excluded and f.estimate and f.estimate.mid >= threshold
    ]
    order = {"月度": 0, "年度": 1, "": 2}

    def key(f: Forecast) -> tuple[int, date, str, str]:
        crossed = f.crossed["mid"]
        return (order[f.door.name], f.door.deadline or date.max, str(crossed), f.candidate.name)

    return [*sorted(reaching(given), key=key), *sorted(excluded, key=lambda f: f.candidate.name)]


def missing(found: Forecast) -> tuple[str, ...]:
    """缺件 for the door open to it."""
    wanted = found.candidate.missing
    return wanted if found.door.name == "月度" else tuple(p for p in wanted if p in ANNUAL_PAPERS)


def _rows(given: Edition) -> dict[str, dict[str, FigureRow]]:
    by = {
        "candidate_invoice_sales": cultivation_figures.invoices(given),
        "candidate_prior_revenue": cultivation_figures.last_year(given),
        "candidate_estimate_low": cultivation_figures.estimates(given, "low"),
        "candidate_estimate": cultivation_figures.estimates(given, "mid"),
        "candidate_estimate_high": cultivation_figures.estimates(given, "high"),
        "candidate_electricity": cultivation_figures.electricity(given),
    }
    return {subject: {r.code: r for r in rows} for subject, rows in by.items()}


def _who(given: Edition, found: Sequence[Forecast]) -> list[tuple[Column, Cells]]:
    names = [f.candidate.name for f in found]
    places = [given.desk.units.find(f.candidate.units[0]).name for f in found]
    head = [(left("name", "企业"), words_of(names))]
    if given.desk.unit.kind != "town":
        head.append((left("place", "属地"), words_of(places)))
    return [*head, (left("pool", "池"), words_of([f.candidate.pool for f in found]))]


def _sales_columns(
    given: Edition,
    found: Sequence[Forecast],
    rows: dict[str, dict[str, FigureRow]],
    bands: bool,
) -> list[tuple[Column, Cells]]:
    def amounts(subject: str) -> Cells:
        return [amount(given, rows[subject].get(f.code), subject) for f in found]

    def growth(subject: str) -> Cells:
        return [
            fig(
                rows[subject].get(f.code),
                given.code,
                subject,
                "growth_yoy_pct",
                by="enterprise",
                with_unit=False,
            )
            for f in found
        ]

    tiers = [
        (right("low", "全年测算", "低"), amounts("candidate_estimate_low")),
        (right("mid", "全年测算", "中"), amounts("candidate_estimate")),
        (right("high", "全年测算", "高"), amounts("candidate_estimate_high")),
    ]
    return [
        (right("last_year", "上年营收（台账）"), amounts("candidate_prior_revenue")),
        (right("invoices", "开票", "累计"), amounts("candidate_invoice_sales")),
        (right("invoices_growth", "开票", "同比", unit="%"), growth("candidate_invoice_sales")),
        (right("power_growth", "用电同比", unit="%"), growth("candidate_electricity")),
        *(tiers[1:2] if bands else tiers),
    ]


def _door_columns(found: Sequence[Forecast]) -> list[tuple[Column, Cells]]:
    return [
        (left("crossed", "预计达2000万元月份"), words_of([_crossed(f) for f in found])),
        (left("door", "可走的门"), words_of([_door(f.door) for f in found])),
        (left("effective", "生效期"), words_of([words.effective(f.door.effective) for f in found])),
        (left("deadline", "申报截止"), words_of([_deadline(f) for f in found])),
    ]


def _crossed(found: Forecast) -> str:
    month = found.crossed["mid"]
    if month is None or found.sales is None:
        return ""
    return f"{month.month}月（已达）" if month <= found.sales.now else f"{month.month}月"


def _door(door: Door) -> str:
    """The door; for new plants that may not enter monthly, why."""
    return DOORS[door.name]


def _deadline(found: Forecast) -> str:
    if found.candidate.state in FILED:
        return "已申报"
    return words.day(found.door.deadline)


def _forecast_note(count: int) -> str:
    said = [
        "测算（中）＝累计开票÷上年同期占上年全年比重，低、高为季节法、后期同上年、均速三种测算的最小、最大数",
        "新投产企业按投产以来月均数推算",
        "达到2000万元的月份不等于入库月份；符合条件的，指导依法申报",
    ]
    if count > LIMIT:
        said.append(f"共{count}户，列出前{LIMIT}户，其余见所属单位页")
    return "；".join(said) + "。"
