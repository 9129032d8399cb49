"""What every report has (通用部分): head, commentary, data quality, definitions, end mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import PurePosixPath

import polars as pl

from gxlab.measures.commentary import doubts
from gxlab.measures.figures import FigureRow
from gxlab.measures.firm_sums import firm_rows
from gxlab.measures.lookup import unit_figure
from gxlab.reference.indicators import indicator
from gxlab.reference.numbers import difference_pp, format_number
from gxlab.reference.periods import Period
from gxlab.show.annex import definitions as definitions
from gxlab.show.correction_table import corrections as corrections
from gxlab.show.figures import Where, number, printed
from gxlab.show.objects import (
    Column,
    Commentary,
    Figure,
    Masthead,
    Part,
    Row,
    Sentence,
    Sentences,
    Sentinel,
    Table,
)
from gxlab.warehouse import commentary as texts
from gxlab.warehouse.desk import Desk

STATUS_ORDER = ("预计", "快报", "反馈", "最终")


def masthead(desk: Desk, title: str, figures: Sequence[tuple[str, FigureRow]]) -> Masthead:
    """眉头: title, issue, unit, and the period, source and status of each figure (各指标各期)."""
    told = [(label, row) for label, row in figures if row.period_used]
    sources = tuple(f"{label}：{_period(row)}，{row.source_kind}" for label, row in told)
    ranks = [STATUS_ORDER.index(r.status) for _, r in told if r.status in STATUS_ORDER]
    state = STATUS_ORDER[min(ranks)] if ranks else "无数据"
    return Masthead(
        title=f"{desk.units.root.name}{title}",
        issue=f"{desk.period.year}年第{desk.period.month}期",
        unit=desk.unit.name,
        period=desk.period.label("ytd", with_year=True),
        state=f"草稿（{state}）",
        sources=sources,
        demo=is_demo(desk),
    )


def is_demo(desk: Desk) -> bool:
    """Whether the workspace holds the invented city (演示数据): its root unit says so."""
    return desk.units.root.name.startswith("示例")


def commentary(desk: Desk, report: str) -> Commentary:
    """情况说明: the analyst's own text of this unit, period and report; nothing where none is.

    Readers outside see it only where its author has said so (对外：可以).
    """
    text = texts.read(desk.folder, str(desk.period), desk.unit.code, report)
    if text is None:
        return Commentary(())
    desk.digests[f"commentary|{report}"] = text
    found = texts.parse(text)
    if desk.audience != "internal" and not found.outward:
        return Commentary(())
    return Commentary(found.parts, found.author)


def reconciliation(desk: Desk, indicator_ids: Sequence[str]) -> Table:
    """反馈与汇总差: the fed-back figure beside the sum over firms; both printed, none altered."""
    rows = [r for i in indicator_ids if (r := _reconciled(desk, i)) is not None]
    columns = (
        Column("name", ("指标",), align="left"),
        Column("period", ("期",), align="left"),
        Column("fed_back", ("反馈", "总量"), "亿元"),
        Column("fed_back_growth", ("反馈", "增速"), "%"),
        Column("summed", ("企业汇总", "总量"), "亿元"),
        Column("summed_growth", ("企业汇总", "增速"), "%"),
        Column("gap", ("汇总减反馈", "增速差"), "百分点"),
    )
    return Table(
        "reconciliation",
        "反馈数与企业汇总对照",
        columns,
        tuple(rows),
        note="反馈数为印用数；企业汇总只用于说明结构和拉动，不替代反馈数。",
        empty="本期没有可对照的反馈数与企业汇总。",
    )


def _reconciled(desk: Desk, indicator_id: str) -> Row | None:
    subject = indicator(indicator_id)
    for back in range(2):
        period = desk.period if back == 0 else desk.period.previous
        at = desk.at(period=period)
        printed_row = unit_figure(at, indicator_id)
        summed = unit_figure(at, indicator_id, scope="企业汇总")
        both = printed_row.period_used == summed.period_used == str(period)
        if both and printed_row.status in ("反馈", "最终") and summed.value is not None:
            unit = desk.unit.code
            own = replace(summed, code="企业汇总")
            cells = (
                printed(printed_row, indicator_id, unit, "value", measure="亿元"),
                printed(printed_row, indicator_id, unit, "growth_yoy_pct"),
                printed(own, indicator_id, unit, "value", by="scope", measure="亿元"),
                printed(own, indicator_id, unit, "growth_yoy_pct", by="scope"),
                _gap(indicator_id, unit, printed_row, summed),
            )
            return Row((subject.name, period.label("ytd"), *cells))
    return None


def _gap(indicator_id: str, unit: str, fed_back: FigureRow, summed: FigureRow) -> Figure | None:
    """企业汇总增速减反馈增速, as the catalogue defines it."""
    gap = difference_pp(summed.growth_yoy_pct, fed_back.growth_yoy_pct, 1)
    if gap is None:
        return None
    ref = Where(f"{indicator_id}_gap", unit, fed_back.period_used or "").ref("value")
    return number(gap, ref, statistic="change_pp")


def reporting(desk: Desk, indicator_id: str) -> Sentences:
    """未报与缺基数: how many firms reported, who did not, what left the growth."""
    rows = firm_rows(desk, indicator_id, "ytd")
    if rows.is_empty() or rows["value"].is_null().all():
        text = f"本期没有{desk.unit.name}的企业直报{indicator(indicator_id).name}。"
        return Sentences((Sentence((text,), "note"),))
    total = unit_figure(desk, indicator_id, scope="企业汇总")
    return Sentences(tuple(_reporting(desk, indicator_id, total)))


def _reporting(desk: Desk, indicator_id: str, total: FigureRow) -> list[Sentence]:
    rows = firm_rows(desk, indicator_id, "ytd")
    away = rows.filter(pl.col("basis") == "not_reported")
    held = _names(away.filter(pl.col("missing") == "held"))
    silent = _names(away.filter(pl.col("missing").is_null() | (pl.col("missing") != "held")))
    name = indicator(indicator_id).name
    known = total.n or 0
    said: list[Part] = [
        f"在库企业{known + away.height}户，本期采用{known}户的{name}",
        f"，上报面（按上年同期{name}计）{format_number(total.coverage_pct, 1)}%。",
    ]
    warnings = [
        _listed("未报企业", silent, "未报企业的本期数和基数均不计入"),
        _listed("疑似计量单位填错", held, "核实或确认前，本期数和基数均不计入"),
    ]
    told = [Sentence(tuple(said), "note"), *(w for w in warnings if w)]
    return [*told, *_left_out(name, total)]


def _names(rows: pl.DataFrame) -> list[str]:
    return rows["name"].fill_null("未知企业").to_list()


def _listed(what: str, names: list[str], consequence: str) -> Sentence | None:
    if not names:
        return None
    listed = "、".join(names[:10]) + (f"等{len(names)}户" if len(names) > 10 else "")
    return Sentence((f"{what}：{listed}；{consequence}。",), "warning")


def _left_out(name: str, total: FigureRow) -> list[Sentence]:
    """What the growth had to leave out, and what it counts on a base of 0."""
    sentences = []
    if total.n_base_missing:
        lost = format_number(_yi(total.value_base_missing or Decimal(0)), 2)
        text = f"基数缺失{total.n_base_missing}户，本期{name}{lost}亿元，计入总量，不参加增速计算。"
        sentences.append(Sentence((text,), "warning"))
    if total.n_new:
        new = format_number(_yi(total.value_new or Decimal(0)), 2)
        text = f"本年新投产{total.n_new}户，本期{name}{new}亿元，无上年同期，基数按0计。"
        sentences.append(Sentence((text,), "note"))
    if total.basis == "own_prior_year":
        text = "来源不随表提供上年同期，增速按企业自身上年同期数计算，与随表可比基数的口径不同。"
        sentences.append(Sentence((text,), "warning"))
    return sentences


def problems(desk: Desk, limit: int = 20) -> Table:
    """疑似问题: what the intake found in the files behind this page; no suggested values."""
    rows = desk.read("page_problems", file_ids=sorted(desk.fed_by)).to_dicts()
    shown = [r for r in rows if not r["accepted_by"]] + [r for r in rows if r["accepted_by"]]
    body = (
        *_doubts(desk),
        *(
            Row(
                (
                    PurePosixPath(r["path"]).name,
                    f"{r['sheet'] or ''} {r['cell'] or ''}".strip(),
                    "退回" if r["severity"] == "error" else "提示",
                    r["text"],
                    f"已确认：{r['accepted_by']}（{r['reason']}）"
                    if r["accepted_by"]
                    else "待核实",
                )
            )
            for r in shown[:limit]
        ),
    )
    note = (
        f"共{len(rows)}处，列出前{limit}处，其余见 data/quarantine。" if len(rows) > limit else ""
    )
    columns = tuple(
        Column(k, (h,), align="left")
        for k, h in (
            ("file", "文件"),
            ("cell", "位置"),
            ("kind", "类别"),
            ("text", "问题"),
            ("state", "处理"),
        )
    )
    empty = "本页所用文件没有发现问题。"
    return Table("problems", "所用文件的问题清单", columns, body, note=note, empty=empty)


def _doubts(desk: Desk) -> list[Row]:
    """情况说明校对: what does not fit in the explanation printed on this page."""
    said = [text for key, text in desk.digests.items() if key.startswith("commentary|")]
    return [
        Row(("情况说明", where, "提示", f"{odd}；请核实", "待核实"))
        for text in said
        for where, odd in odd_in(desk, text)
    ]


def odd_in(desk: Desk, text: str) -> list[tuple[str, str]]:
    """What in an explanation does not fit the figures of the desk: (第n行, what is odd)."""
    return [(f"第{doubt.line}行", doubt.text) for doubt in doubts(desk, text)]


def seal(desk: Desk, report: str) -> Sentinel:
    """The end mark (完成标记) that tells batch the edition is whole, with its inputs digest."""
    return Sentinel(
        report, desk.unit.code, desk.unit.name, str(desk.period), desk.audience, desk.inputs()
    )


def units_note(missing: Sequence[str]) -> Sentence | None:
    """未报单位: named in the sentence, out of numerator and base."""
    return Sentence((f"{'、'.join(missing)}未报，合计不含。",), "warning") if missing else None


def told(figure: Figure | None) -> tuple[Part, ...]:
    """A figure as a clause of its own, or nothing."""
    return () if figure is None else (figure,)


def _period(row: FigureRow) -> str:
    return Period.parse(row.period_used or "").label("ytd" if row.span == "ytd" else "point")


def _yi(value: Decimal) -> Decimal:
    return value.scaleb(-4)
