"""数据质量 of the cultivation report: lists that disagree, invoices far from revenue."""

from __future__ import annotations

from gxlab.measures import (
    cultivation_quality,
    cultivation_risk,
    register_dynamics,
    register_figures,
)
from gxlab.measures.cultivation import Edition, below
from gxlab.measures.cultivation_quality import InvoiceGap
from gxlab.measures.cultivation_risk import Register
from gxlab.measures.figures import FigureRow
from gxlab.show import cultivation_words as words
from gxlab.show.cultivation_units import lines
from gxlab.show.cultivation_words import (
    Cells,
    amount,
    count,
    left,
    right,
    signed,
    table,
    told,
    words_of,
)
from gxlab.show.figures import fig
from gxlab.show.objects import Part, Sentence, Sentences, Table

LIMIT = 20
Parts = tuple[Part, ...]


def reconciliation(given: Edition) -> Table:
    """名录户数与反馈户数: both printed, none altered."""
    at = lines(given)
    year = given.year

    def gap(code: str) -> FigureRow:
        return cultivation_quality.register_gap(below(given, code))

    fed_back = at.column(lambda c: register_figures.published(year, c), "above_scale_published")
    known = any(fed_back)
    columns = [
        (left("unit", "单位"), words_of(at.names)),
        (
            right("listed", "名录在库", unit="户"),
            at.column(lambda c: register_figures.count(year, c), "above_scale_count"),
        ),
        (right("fed_back", "主要指标反馈", unit="户"), fed_back),
        (right("gap", "差", unit="户"), signed(at.column(gap, "above_scale_gap"))),
    ]
    return table(
        "D1",
        "名录户数与主要指标反馈户数对照",
        columns if known else [(c, []) for c, _ in columns],
        at.emphasis if known else (),
        at.levels if known else (),
        source="统计局名录、主要指标反馈",
        note="进出、划转按名录逐户计算；两数不一致的，向统计局核实后以重报为准。",
        empty="本期没有随主要指标反馈的企业户数，不作对照。",
    )


def mismatch_clause(given: Edition) -> Parts:
    """名录户数与反馈户数相差2户，名录退回2行。"""
    row = cultivation_quality.register_gap(given)
    if not row.value:
        return ()
    word = "多" if row.value > 0 else "少"
    own = register_figures.count(given.year, given.code)
    fed_back = register_figures.published(given.year, given.code)
    figures = (
        fig(own, given.code, "above_scale_count"),
        fig(fed_back, given.code, "above_scale_published"),
    )
    lead = told("名录在库", figures[0], "，主要指标反馈", figures[1])
    refused = cultivation_quality.refused_rows(given)
    tail = f"；名录文件有{refused}行因代码等问题被退回、未计入，待重报后更正" if refused else ""
    return (*lead, f"，名录{word}", count(row, given.code, "above_scale_gap"), f"{tail}。")


def notes(given: Edition) -> Sentences:
    """What the reader must know of the lists behind this page."""
    found = [
        mismatch_clause(given),
        _refused(given),
        _period(given),
        _not_received(given),
        _unstated(given),
        _ledger(given),
    ]
    said = [Sentence(parts, "warning") for parts in found if parts]
    return Sentences(
        tuple(said) or (Sentence(("名录、台账、审核结果之间没有对不上的户。",), "note"),)
    )


def _refused(given: Edition) -> Parts:
    refused = cultivation_quality.refused_rows(given)
    if not refused or cultivation_quality.register_gap(given).value:
        return ()
    return (f"全市名录文件有{refused}行因代码等问题被退回、未计入，待重报后更正。",)


def _period(given: Edition) -> Parts:
    """Lists that are older than the report."""
    said = []
    now = str(given.desk.period)
    if given.year.closing and given.year.closing != now:
        said.append(f"本期名录未到，用{words.month_end(given.year.closing)}名录")
    if given.pool.period and str(given.pool.period) != now:
        said.append(f"本期培育库台账未到，用{words.month_end(given.pool.period)}台账")
    if given.year.opening is None and given.year.closing:
        said.append("缺上年末名录，不计算进出和净增")
    return ("；".join(said) + "。",) if said else ()


def _not_received(given: Edition) -> Parts:
    """Moves of the year without any result of examination, or any list of exits, to bear them."""
    found = register_dynamics.unit_year(given.year, given.code)
    if found is None:
        return ()
    has = cultivation_quality.received(given)
    missing = [
        name
        for kind, name, moves in (
            ("entry", "入库审核结果", found.entries),
            ("exit", "退库名单", found.exits),
        )
        if moves and kind not in has
    ]
    return (f"本年没有收到{'、'.join(missing)}，进出只按名录认定。",) if missing else ()


def _unstated(given: Edition) -> Parts:
    rows = cultivation_quality.unstated(given)
    said: list[Part] = []
    for row in rows:
        figure = count(row, given.code, "register_mismatch_count", by="kind")
        said += ["，" if said else "", f"{row.name}的", figure]
    return (*(p for p in said if p != ""), "。") if said else ()


def _ledger(given: Edition) -> Parts:
    """Towns without a ledger in the month used."""
    if given.pool.period is None:
        return ()
    desk = given.desk
    towns = [u for u in desk.units.units if u.kind == "town"]
    inside = set(desk.units.descendants(desk.unit.code))
    present = {row["reported_by"] for row in given.pool.rows} | {
        row["unit"] for row in given.pool.rows
    }
    silent = [u.name for u in towns if u.code in inside and u.code not in present]
    if not silent or desk.unit.kind == "zone":
        return ()
    listed = "、".join(silent[:10]) + (f"等{len(silent)}个镇街" if len(silent) > 10 else "")
    return (f"{listed}没有培育库台账数据，合计不含。",)


def mismatches(given: Edition) -> Table:
    """名录与进出名单对不上的户; of the internal audience only."""
    found = cultivation_quality.mismatches(given)
    places = [words.place_of(given.desk, m.unit) for m in found[:LIMIT]]
    months = [words.month_label(m.month) for m in found[:LIMIT]]
    more = f"共{len(found)}户，列出前{LIMIT}户。" if len(found) > LIMIT else ""
    columns = [
        (left("name", "企业"), words_of([m.name for m in found[:LIMIT]])),
        (left("place", "属地"), words_of(places)),
        (left("kind", "情形"), words_of([m.kind for m in found[:LIMIT]])),
        (left("month", "月份"), words_of(months)),
    ]
    return table(
        "D2",
        "名录与入库审核结果、退库名单对不上的企业",
        columns,
        source="统计局名录、入库审核结果、退库名单",
        note=f"只列异常，不列建议值；向统计局核实。{more}",
        empty="名录变动与入库审核结果、退库名单一致。",
    )


def invoices(given: Edition, risk: Register) -> Table:
    """开票与营收差异大的户; internal only, banded for towns."""
    found: list[InvoiceGap] = cultivation_quality.invoice_gaps(given, risk)
    shown = found[:LIMIT]
    unit, by = given.code, "enterprise"
    billed = {r.code: r for r in cultivation_quality.invoice_rows(given, risk, "invoices")}
    gaps = {r.code: r for r in cultivation_quality.invoice_rows(given, risk, "gap")}
    earned = {r.code: r for r in cultivation_risk.revenue(risk)}
    revenue: Cells = [
        fig(earned.get(f.enterprise), unit, "at_risk_revenue", by=by, with_unit=False)
        for f in shown
    ]
    gap: Cells = [
        None
        if words.hides_amounts(given.desk)
        else fig(gaps.get(f.enterprise), unit, "register_invoice_gap", by=by, with_unit=False)
        for f in shown
    ]
    columns = [
        (left("name", "企业"), words_of([f.name for f in shown])),
        (left("place", "属地"), words_of([words.place_of(given.desk, f.unit) for f in shown])),
        (right("revenue", "累计营业收入", unit="万元"), revenue),
        (
            right("invoices", "累计开票", unit="万元"),
            [amount(given, billed.get(f.enterprise), "register_invoices") for f in shown],
        ),
        (right("gap", "开票比营收", unit="%"), signed(gap)),
    ]
    more = f"共{len(found)}户，列出差额最大的{LIMIT}户。" if len(found) > LIMIT else ""
    return table(
        "D3",
        "开票与营业收入差异大的企业",
        columns,
        source="税务开票、企业直报",
        note=f"开票为不含税销售额，与营业收入口径、时点不同；只列异常，不列建议值。{more}",
        empty="没有开票与营业收入差异超过规定比例的企业。",
    )
