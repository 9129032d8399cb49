"""Charts of the renovation report: each title is a sentence that answers the chart's question."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.progress import light
from gxlab.measures.renovation import GROWTH, MANUFACTURING_GROWTH, Renovation
from gxlab.measures.renovation_base import BaseMonth
from gxlab.measures.renovation_leads import funnel_counts
from gxlab.measures.renovation_outlook import moves
from gxlab.measures.renovation_screen import STAGES
from gxlab.measures.renovation_summary import Totals, by_category, totals
from gxlab.reference.numbers import format_number, format_rate, round_half_away
from gxlab.show import charts
from gxlab.show.cluster_words import area, when, whole_area
from gxlab.show.objects import Chart
from gxlab.show.renovation_sentences import beside
from gxlab.show.renovation_words import FED_BACK, FILINGS, LEDGER, LISTED, as_of, titled
from gxlab.show.tables import LIGHT_WORDS

MONTHS = 24
LINES = (
    ("工业技改投资", GROWTH),
    ("工业投资", "industrial_investment_growth"),
    ("制造业技改投资", MANUFACTURING_GROWTH),
)
STAGE_NAMES = {"达到起点": "总投资500万元及以上", "符合技改": "符合技改统计要求"}


def growth(found: Renovation) -> Chart | None:
    """图一 增速走势: 工业投资、技改、制造业技改 as fed back, January as a gap."""
    rows = [r for name, subject in LINES for r in _line(found, name, subject)]
    if not rows:
        return None
    if found.unit != found.desk.units.root.code:
        rows += _line(found, f"{whole_area(found.desk)}技改", GROWTH, city=True)
    frame = pl.DataFrame(
        rows, schema={"series": pl.String, "period": pl.String, "value": pl.Decimal(18, 6)}
    )
    if frame["period"].n_unique() < 2:
        return None
    return charts.growth_lines(
        frame,
        chart_id="growth",
        title=titled(_growth_title(found), FED_BACK),
        reference=("工业投资", f"{whole_area(found.desk)}技改"),
        note="1月免报，线在1月断开。",
    )


def _line(
    found: Renovation, name: str, subject: str, *, city: bool = False
) -> list[dict[str, object]]:
    desk = found.desk.at(unit=found.desk.units.root.code) if city else found.desk
    readings = lookup.by_period(desk, subject, months=MONTHS)
    return [
        {"series": name, "period": r.code, "value": r.value}
        for r in readings
        if r.value is not None
    ]


def _growth_title(found: Renovation) -> str:
    own, wider = found.rate(GROWTH), found.rate("industrial_investment_growth")
    period = when(found.desk.period)
    if own is None or own.value is None:
        return f"{area(found.desk)}投资累计增速"
    rate = f"{period}{area(found.desk)}工业技改投资{_grew(own.value)}"
    if wider is None or wider.value is None:
        return rate
    if round_half_away(own.value, 1) == round_half_away(wider.value, 1):
        return f"{rate}，与工业投资持平"
    return f"{rate}，{beside(own.value, wider.value)}工业投资"


def _grew(rate: Decimal) -> str:
    shown = round_half_away(rate, 1)
    if shown == 0:
        return "持平"
    if shown > 0:
        return f"增长{format_rate(shown)}"
    return f"下降{format_number(-shown, 1, thousands=False)}%"


def monthly(found: Renovation) -> Chart | None:
    """图二 本年与上年同月: the months of the register lists."""
    months = [m for m in found.base_months if m.period is not None]
    if found.desk.audience == "shared" or not any(m.base is not None for m in months):
        return None
    frame = pl.DataFrame(
        {
            "period": [str(m.period) for m in months],
            "value": [_yi(m.value) for m in months],
            "base": [_yi(m.base) for m in months],
        },
        schema={"period": pl.String, "value": pl.Decimal(18, 6), "base": pl.Decimal(18, 6)},
    )
    return charts.paired_monthly_bars(
        frame,
        chart_id="monthly",
        title=titled(_monthly_title(months), LISTED),
        decimals=2,
        note="1月免报，1—2月合并。",
    )


def _monthly_title(months: Sequence[BaseMonth]) -> str:
    known = [(m.period.label("month"), m.change) for m in months if m.period and m.change]
    more = [name for name, change in known if change > 0]
    if len(more) == len(known):
        return "各月完成投资均多于上年同月"
    if not more:
        return "各月完成投资均少于上年同月"
    less = [name for name, change in known if change < 0]
    if len(less) > 3:
        return f"{len(known)}期中{len(less)}期的当月完成投资少于上年同月"
    return f"{'、'.join(less)}完成投资少于上年同月"


def completion(found: Renovation) -> Chart | None:
    """图三 完成与应达: by catalogue and in all, with the light of the gap."""
    if not found.projects:
        return None
    whole = totals(found.projects, "合计")
    frame = _bullets(found, [*by_category(found.projects), whole])
    gap = whole.gap_pp
    if gap is None:
        return None
    word = "高于" if gap > 0 else "低于" if gap < 0 else "与"
    said = f"{format_number(abs(gap), 1)}个百分点" if gap else "持平"
    head = f"{as_of(found)}台账完成年度计划{format_number(whole.completion_pct, 1)}%"
    return charts.bullet(
        frame,
        chart_id="completion",
        title=titled(f"{head}，{word}应达进度{said}", LEDGER),
    )


def _bullets(found: Renovation, groups: Sequence[Totals]) -> pl.DataFrame:
    desk = found.desk
    limits = (desk.policy_number("progress_yellow_pp"), desk.policy_number("progress_red_pp"))
    rows = [(g, light(g.gap_pp, *limits)) for g in groups]
    return pl.DataFrame(
        {
            "label": [g.code for g, _ in rows],
            "completion_pct": [_short(g.completion_pct) for g, _ in rows],
            "plan_pct": [_short(g.expected_pct) for g, _ in rows],
            "light": [level for _, level in rows],
            "light_word": [LIGHT_WORDS[level] if level != "none" else "" for _, level in rows],
        },
        schema_overrides={"completion_pct": pl.Decimal(18, 6), "plan_pct": pl.Decimal(18, 6)},
    )


def transitions(found: Renovation) -> Chart | None:
    """图四 三张清单的变动: the matrix from the ledger before to this one."""
    if not found.before or not found.projects:
        return None
    change = moves(found.before, found.projects)
    pairs = [{"before": a, "after": b, "count": n} for (a, b), n in change.counts.items()]
    if not pairs:
        return None
    moved = len(change.movers)
    said = f"{moved}个项目在清单间变动" if moved else "各清单没有变动"
    return charts.transition_matrix(
        pl.DataFrame(pairs),
        chart_id="transitions",
        title=titled(f"与上期相比，{said}", LEDGER),
        note="谋划指尚未开工，新开工指本年开工，续建指以前年度开工；行为上期，列为本期。",
    )


def funnel(found: Renovation) -> Chart | None:
    """图五 应统尽统漏斗: how many filings are left after each condition."""
    if found.leads is None or found.desk.audience == "shared" or not found.own_leads:
        return None
    counts = funnel_counts(found.own_leads)
    stages = [(STAGE_NAMES.get(s, s), counts[s]) for s in STAGES[:4]]
    stages.append(("未见在库", counts["符合技改"] - counts["已在库"]))
    frame = pl.DataFrame({"stage": [s for s, _ in stages], "count": [n for _, n in stages]})
    return charts.funnel(
        frame,
        chart_id="funnel",
        title=titled(
            f"符合技改统计要求的备案项目{counts['符合技改']}个，{counts['待核']}个待核", FILINGS
        ),
        note=f"符合技改统计要求的，已在库{counts['已在库']}个，未见在库的逐个核实。",
    )


def _funnel_title(counts: dict[str, int]) -> str:
    return f"备案项目中符合技改统计要求的{counts['符合技改']}个，{counts['待核']}个待核"


def remaining(found: Renovation) -> Chart | None:
    """图六 结转投资: what is planned still for the months to come, over last year's ledger."""
    if not found.ahead or not any(m.remaining for m in found.ahead):
        return None
    frame = pl.DataFrame(
        {
            "period": [str(m.period) for m in found.ahead],
            "planned": [_yi(m.remaining) for m in found.ahead],
            "base": [_yi(m.base) for m in found.ahead],
        },
        schema={"period": pl.String, "planned": pl.Decimal(18, 6), "base": pl.Decimal(18, 6)},
    )
    return charts.remaining_investment_by_month(
        frame,
        chart_id="remaining",
        title=titled(_remaining_title(found), LEDGER),
        decimals=2,
    )


def _remaining_title(found: Renovation) -> str:
    short = [
        m.period.label("month") for m in found.ahead if m.base is not None and m.remaining < m.base
    ]
    if not any(m.base is not None for m in found.ahead):
        return "年度计划尚余投资按月分布"
    if not short:
        return "后续各月结转投资均不低于上年同月"
    if len(short) == len(found.ahead):
        return "后续各月结转投资均低于上年同月"
    return f"{'、'.join(short)}结转投资低于上年同月"


def spark(found: Renovation, subject: str) -> tuple[str | None, ...]:
    """The readings of the last year for a key figure's spark line."""
    rows: list[FigureRow] = lookup.by_period(found.desk, subject, months=13)
    told = tuple(None if r.value is None else format(r.value, "f") for r in rows)
    return told if any(told) else ()


def _yi(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value.scaleb(-4), 6)


def _short(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 6)
