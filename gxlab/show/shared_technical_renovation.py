"""技改投资月报, 对外版: fed-back rates of investment, and the bureau's ledger by category."""

from __future__ import annotations

from gxlab.disclosure.gather_ledger import LEDGER_INDICATOR
from gxlab.disclosure.shared_desk import Printed, SharedDesk
from gxlab.reference.periods import Period
from gxlab.show import shared_parts as parts
from gxlab.show import shared_points as points
from gxlab.show.objects import Chart, Column, KeyFigures, Masthead, Sentence, Sentences, Table
from gxlab.show.shared_charts import bars

REPORT = "technical_renovation"
RENOVATION = "renovation_investment_growth"
MANUFACTURING = "manufacturing_renovation_investment_growth"
INDUSTRIAL = "industrial_investment_growth"
NAMES = (RENOVATION, INDUSTRIAL, LEDGER_INDICATOR)
_LEDGER = "台账项目本年完成投资"


def masthead(desk: SharedDesk) -> Masthead:
    """眉头."""
    sources = ("投资增速：统计机构反馈", f"项目台账：{parts.when(desk)}，县区台账汇总")
    return parts.masthead(desk, "工业技改投资月报", sources)


def headline(desk: SharedDesk) -> Sentence:
    """开头一句."""
    rate, amount = desk.told("rates", RENOVATION), parts.amount(desk.figure(LEDGER_INDICATOR))
    told = parts.growth(rate, "同比")
    if rate is None or not told:
        if not amount:
            return parts.no_figures(desk, "工业技改投资情况")
        text = f"{parts.when(desk)}，{desk.unit.name}{_LEDGER}"
        return parts.sentence(text, amount, "。", role="headline")
    more = (f"；重点技改{_LEDGER}", *amount) if amount else ()
    text = f"{_when(rate)}，{desk.unit.name}工业技改投资"
    return parts.sentence(text, told, more, "。", role="headline")


def key_figures(desk: SharedDesk) -> KeyFigures:
    """关键指标."""
    return parts.key_figures(
        desk,
        ("工业技改投资增速", desk.told("rates", RENOVATION)),
        ("制造业技改投资增速", desk.told("rates", MANUFACTURING)),
        ("工业投资增速", desk.told("rates", INDUSTRIAL)),
        ("台账完成投资", desk.figure(LEDGER_INDICATOR)),
        ("台账项目", desk.figure(LEDGER_INDICATOR, "n")),
    )


def key_points(desk: SharedDesk) -> Sentences:
    """要点, of printed figures only."""
    rated = ((INDUSTRIAL, "工业投资"), (MANUFACTURING, "制造业技改投资"))
    return parts.points((*(_rate(desk, *one) for one in rated), _city(desk)))


def units(desk: SharedDesk) -> Sentence | None:
    """一、分单位, the judgement."""
    return points.judged(
        points.leader(desk, "工业技改投资", lambda unit: desk.told("rates", RENOVATION, unit))
    )


def ledger(desk: SharedDesk) -> Sentence | None:
    """二、项目台账, the judgement."""
    what, measure = "项目类别", "完成投资"
    return points.judged(points.largest(desk, LEDGER_INDICATOR, "category", what, measure))


def unit_chart(desk: SharedDesk) -> Chart | None:
    """分单位技改投资增速."""
    rows = [(name, desk.told("rates", RENOVATION, code)) for code, name, _ in parts.unit_rows(desk)]
    return bars(rows, chart_id="unit-renovation", title="各单位工业技改投资同比增速（反馈）")


def unit_table(desk: SharedDesk) -> Table:
    """分单位."""
    columns = [
        parts.label("单位"),
        Column("renovation", ("投资增速（反馈）", "工业技改"), "%"),
        Column("manufacturing", ("投资增速（反馈）", "制造业技改"), "%"),
        Column("industrial", ("投资增速（反馈）", "工业投资"), "%"),
        Column("ledger", ("项目台账", "本年完成投资"), "亿元"),
        Column("n", ("项目台账", "项目"), "个"),
    ]
    rows = [
        (
            name,
            [
                *(
                    parts.cell(desk.told("rates", i, code))
                    for i in (RENOVATION, MANUFACTURING, INDUSTRIAL)
                ),
                *(parts.cell(desk.figure(LEDGER_INDICATOR, s, unit=code)) for s in ("value", "n")),
            ],
            emphasis,
        )
        for code, name, emphasis in parts.unit_rows(desk)
    ]
    return parts.table(desk, "S1", "分单位技改投资", columns, rows)


def category_table(desk: SharedDesk) -> Table:
    """项目台账分类别."""
    columns = [
        parts.label("项目类别"),
        Column("value", ("本年完成投资",), "亿元"),
        Column("share", ("占比",), "%"),
        Column("n", ("项目",), "个"),
    ]
    rows = [
        (
            name,
            [
                parts.cell(desk.figure(LEDGER_INDICATOR, s, by="category", code=code))
                for s in ("value", "share_pct", "n")
            ],
            "",
        )
        for code, name in desk.codes(LEDGER_INDICATOR, "category")
    ]
    return parts.table(desk, "S2", "重点技改项目台账分类别", columns, rows)


def _rate(desk: SharedDesk, name: str, words: str, unit: str = "") -> Sentence | None:
    found = desk.told("rates", name, unit)
    told = parts.growth(found, "同比")
    if found is None or not told:
        return None
    whose = desk.units.find(unit).name if unit else desk.unit.name
    return parts.sentence(f"{_when(found)}，{whose}{words}", told, "。", role="key_point")


def _city(desk: SharedDesk) -> Sentence | None:
    root = desk.units.root
    return _rate(desk, RENOVATION, "工业技改投资", root.code) if desk.unit != root else None


def _when(printed: Printed) -> str:
    return Period.parse(printed.period).label("ytd")
