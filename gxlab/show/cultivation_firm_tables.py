"""Table C4 of the cultivation report: candidates, what their year comes to, and their door.

Of the internal audience only; amounts from the tax office stand in bands on the pages of towns.
No list says what a firm should report; firms that meet the conditions are guided to file by law
(指导依法申报).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gxlab.measures import cultivation_figures
from gxlab.measures.cultivation import Edition, Forecast, reaching
from gxlab.measures.cultivation_filings import missing
from gxlab.measures.cultivation_pool import FILED
from gxlab.measures.figures import FigureRow
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_words import (
    Cells,
    amount,
    hides_amounts,
    left,
    right,
    table,
    words_of,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Column, Table

DOORS = {"月度": "月度", "年度": "年度批次"}
SHORT_POOLS = {"当年新建投产": "新建投产", "规下1000—2000万": "规下", "退统待再入": "退统再入"}
SHORT_PAPERS = {
    "营业执照": "执照",
    "利润表": "利润表",
    "纳税申报表": "申报表",
    "现场照片": "照片",
    "备案证明": "备案",
}


def forecast(given: Edition) -> Table:
    """C4 达规测算: who is expected to cross, when, through which door, what is missing."""
    shown = _listed(given)
    found = shown[: words.limit(given.desk)]
    rows = _rows(given)
    bands = hides_amounts(given.desk)
    columns = [
        *_who(given, found),
        *_sales_columns(given, found, rows, bands),
        *_door_columns(found),
        (left("missing", "缺件"), words_of([_papers(f) for f in found])),
        (left("state", "状态（帮扶人）"), words_of([_state(f) for f in found])),
    ]
    measure = "按分档列示" if bands else "单位：万元"
    empty = f"{words.area(given.desk)}没有测算年内达规的培育企业。"
    return table(
        "C4",
        f"{words.area(given.desk)}培育企业达规测算",
        columns,
        scope=f"口径：按累计开票测算，不等于营业收入。金额{measure}",
        source="税务开票、供电、培育库台账",
        note=_forecast_note(given, len(shown)),
        empty=empty,
    )


def _state(found: Forecast) -> str:
    """State, who helps, and what makes the sales doubtful."""
    helper = f"（{found.candidate.helper}）" if found.candidate.helper else ""
    doubts = "，".join(found.verdict.doubts)
    return f"{found.candidate.state}{helper}{f'，待核：{doubts}' if doubts else ''}"


def _papers(found: Forecast) -> str:
    """缺件 in short; nothing is asked of what is handed in."""
    if found.candidate.state in FILED:
        return ""
    return "、".join(SHORT_PAPERS[p] for p in missing(found))


def _listed(given: Edition) -> list[Forecast]:
    """Whose middle estimate reaches the threshold, the nearest filing first."""
    order = {"月度": 0, "年度": 1, "": 2}

    def key(f: Forecast) -> tuple[int, date, str, str]:
        crossed = f.crossed["mid"]
        return (order[f.door.name], f.door.deadline or date.max, str(crossed), f.candidate.name)

    return sorted(reaching(given), key=key)


def _excluded(given: Edition) -> list[str]:
    """Firms that would reach it but for a person's decision, with the reason."""
    threshold = given.rules.threshold
    return [
        f"{f.candidate.name}，{f.verdict.reason}"
        for f in given.forecasts
        if f.verdict.excluded and f.estimate and f.estimate.mid >= threshold
    ]


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
    places = [words.place_of(given.desk, f.candidate.units[0]) for f in found]
    head = [(left("name", "企业"), words_of(names))]
    if given.desk.unit.kind != "town":
        head.append((left("place", "属地"), words_of(places)))
    pools = [SHORT_POOLS.get(f.candidate.pool, f.candidate.pool) for f in found]
    return [*head, (left("pool", "池"), words_of(pools))]


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
        (right("last_year", "上年营收"), amounts("candidate_prior_revenue")),
        (right("invoices", "开票", "累计"), amounts("candidate_invoice_sales")),
        (right("invoices_growth", "开票", "同比", unit="%"), growth("candidate_invoice_sales")),
        (right("power_growth", "用电同比", unit="%"), growth("candidate_electricity")),
        *(tiers[1:2] if bands else tiers),
    ]


def _door_columns(found: Sequence[Forecast]) -> list[tuple[Column, Cells]]:
    return [
        (left("crossed", "预计达规"), words_of([_crossed(f) for f in found])),
        (left("door", "门与生效期"), words_of([_door(f) for f in found])),
        (left("deadline", "申报截止"), words_of([_deadline(f) for f in found])),
    ]


def _crossed(found: Forecast) -> str:
    month = found.crossed["mid"]
    if month is None or found.sales is None:
        return ""
    return f"{month.month}月已达" if month <= found.sales.now else f"{month.month}月"


def _door(found: Forecast) -> str:
    """The door and when it takes effect; what is handed in waits for its result."""
    door = found.door
    if found.candidate.state in FILED:
        return f"{door.name}，待审核"
    if door.effective is None:
        return "本年批次已截止"
    when = "次年1—2月" if door.name == "年度" else door.effective.label("month")
    return f"{door.name}，{when}"


def _deadline(found: Forecast) -> str:
    return "已申报" if found.candidate.state in FILED else words.day(found.door.deadline)


def _forecast_note(given: Edition, count: int) -> str:
    said = [
        "测算（中）＝累计开票÷上年同期占上年全年比重",
        f"低、高方案为余下月份增速低、高{words.whole(given.margin_pp)}个百分点",
        "新投产企业按投产以来月均数推算，低、高为月均数与最近一月的较小、较大者",
        "预计达规为累计达到2000万元的月份，不等于入库月份",
        "符合条件的，指导依法申报",
    ]
    excluded = _excluded(given)
    if excluded:
        said.append(f"经判定不计{len(excluded)}户：{'；'.join(excluded[:5])}")
    return "；".join(said) + "。" + words.cut(given.desk, count)
