"""县区上报预计 W07."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from gxlab.demo import investment, months
from gxlab.demo.figures import growth, rounded
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers.variants import Form, arrange, form_of, titles_of

_LABELS = (
    ("va", "规上工业增加值增速", "%"),
    ("output", "规上工业总产值", "亿元"),
    ("revenue", "规上工业营业收入", "亿元"),
    ("electricity", "工业用电量", "万千瓦时"),
    ("industrial", "工业投资增速", "%"),
    ("renovation", "工业技改投资增速", "%"),
    ("entries", "本年新增规上工业企业", "户"),
)


@dataclass(frozen=True)
class Estimate:
    """一个县一期的预计:每个指标的(本月, 累计, 增速, 上月实际)."""

    rows: dict[str, tuple[Cell, Cell, Cell, Cell]]
    text: str


def books(world: World) -> Iterator[Book]:
    """W07:2月起每月,最近三个月分县."""
    for month in world.report_months:
        if months.number(month) == 1:
            continue
        folder, n = months.iso(month), months.number(month)
        if month <= world.calendar.until - 3:
            path = f"{folder}/分县区预计汇总_{n}月.xlsx"
            yield Book("W07", month, path, (_summary(world, month),))
            continue
        for k, unit in enumerate(world.counties):
            path = f"{folder}/{unit.name}上报_{n}月(预计).xlsx"
            yield Book("W07", month, path, (_county(world, month, k),), unit.name)


def estimate(world: World, month: int, county: int) -> Estimate:
    """预计数:真值加上一两个百分点以内的误差(随县、月固定)."""
    draw = world.rng(80, month, county).normal(0, 1, 6)
    rows: dict[str, tuple[Cell, Cell, Cell, Cell]] = {}
    va = Decimal(repr(world.value_added(month)[county + 1])) + Decimal(str(round(draw[0] * 0.5, 1)))
    february = months.number(month) == 2
    previous = None if february else world.value_added(month - 1)[county + 1]
    month_rate = None if february else float(rounded(va + Decimal(str(round(draw[1], 1))), 1))
    rows["va"] = (month_rate, float(rounded(va, 1)), None, previous)
    for k, key in enumerate(("output", "revenue", "electricity")):
        rows[key] = _level(world, month, county, key, 1 + float(draw[2 + k]) * 0.008)
    now = investment.levels(world, month)
    before = now if february else investment.levels(world, month - 1)
    for key in ("industrial", "renovation"):
        value, base = now[key][county + 1]
        rate = growth(value, base)
        past = None if february else growth(*before[key][county + 1])
        rows[key] = (None, None if rate is None else round(rate + draw[5] * 0.6, 1), None, past)
    rows["entries"] = _entries(world, month, county)
    return Estimate(rows, _text(world, month, county, rows))


def _level(
    world: World, month: int, county: int, key: str, error: float
) -> tuple[Cell, Cell, Cell, Cell]:
    mask = world.unit_masks(month)[county + 1][1]
    if key != "electricity":
        mask = mask & world.register(month)
    value, base = (int(a[mask].sum()) for a in world.fed_back(key, month))
    current = int(world.month_value(key, month)[mask].sum())
    past = int(world.month_value(key, month - 1)[mask].sum())
    scale = 10_000 if key == "electricity" else 100_000
    places = 1 if key == "electricity" else 2
    total = round(value * error)
    february = months.number(month) == 2

    def shown(amount: int) -> Cell:
        return float(rounded(Decimal(amount) / scale, places))

    return (
        None if february else shown(round(current * error)),
        shown(total),
        growth(total, base),
        None if february else shown(past),
    )


def _entries(world: World, month: int, county: int) -> tuple[Cell, Cell, Cell, Cell]:
    local = [f for f in world.firms if f.county == county and f.entered is not None]
    january = months.january(month)
    total = sum(january <= f.entered <= month for f in local if f.entered is not None)
    current = sum(f.entered == month for f in local)
    past = sum(f.entered == month - 1 for f in local)
    february = months.number(month) == 2
    return None if february else current, total, None, None if february else past


def whole(world: World, county: int) -> str:
    """“全县”“全区”“全市”."""
    return "全" + world.counties[county].name[-1]


def _text(
    world: World, month: int, county: int, rows: dict[str, tuple[Cell, Cell, Cell, Cell]]
) -> str:
    """简要分析:一段长文字,数字取自本表."""
    inside = world.register(month) & world.unit_masks(month)[county + 1][1]
    value, base = world.fed_back("output", month)
    gaps = np.where(inside, value - base, 0)
    up, down = int(np.argmax(gaps)), int(np.argmin(gaps))
    grew, fell = (world.identity(world.firms[k], month).name for k in (up, down))
    span = months.span(month)
    return (
        f"{span}{whole(world, county)}规上工业总产值预计完成{rows['output'][1]}亿元，"
        f"同比增长{rows['output'][2]}%。"
        f"拉动作用较大的是{grew}，增加产值{int(gaps[up]) / 10:.0f}万元；"
        f"下拉较大的是{fell}，减少{abs(int(gaps[down])) / 10:.0f}万元。"
        "下一步将加强要素保障，推动停产企业尽快复产，"
        "督促重点技改项目加快建设进度。"
    )


def _county(world: World, month: int, k: int) -> Sheet:
    unit, form = world.counties[k], form_of(k)
    found = estimate(world, month, k)
    n = months.number(month)
    columns: tuple[Column, ...] = (
        Column("seq", "序号", width=6),
        Column("name", "指标名称", width=24),
        Column("unit", "计量单位", width=10),
        Column("month", "本月预计"),
        Column("ytd", "1—本月预计"),
        Column("growth", "累计增速(%)"),
        Column("text", "简要分析", width=60),
    )
    records: list[tuple[str, Row]] = []
    for number, (key, label, measure) in enumerate(_LABELS, 1):
        current, total, rate, past = found.rows[key]
        lead: tuple[Cell, ...] = (number, label, measure)
        if form is Form.INSERTED:
            lead = (*lead, past)
        text = found.text if key == "output" else None
        records.append((key, (*lead, current, total, rate, text)))
    if form is Form.INSERTED:
        columns = (*columns[:3], Column("past", "上月实际"), *columns[3:])
    plain = [
        {0: f"{unit.name}{months.chinese(month)}工业经济运行预计情况表"},
        {0: f"填报单位:{unit.name}工业和信息化局", -1: "单位:亿元、%"},
    ]
    other = [
        {0: f"关于报送{months.chinese(month)}份主要指标预计数的报表"},
        {0: f"{unit.name}工业和信息化局  {months.chinese(month)}28日"},
        {},
    ]
    if form is Form.MOVED:
        names = {
            "name": "指标",
            "unit": "单位",
            "ytd": "累计预计",
            "month": "当月预计",
            "growth": "同比增长%",
            "text": "情况说明",
        }
        order = ("name", "unit", "ytd", "month", "growth", "text")
        columns, records = arrange(columns, records, order, names)
    if form is Form.RETITLED:
        names = {
            "name": "主要指标",
            "month": f"{n}月预计",
            "ytd": f"1—{n}月预计累计",
            "growth": "比上年同期增长(%)",
        }
        columns, records = arrange(columns, records, [c.id for c in columns], names)
    return table("上报", titles_of(form, plain, other), columns, records)


def _summary(world: World, month: int) -> Sheet:
    columns = [
        Column("unit", "单位", width=12),
        Column("va_month", "增加值增速(%)", "本月"),
        Column("va", "增加值增速(%)", "累计"),
    ]
    for key, label in (
        ("output", "规上工业总产值"),
        ("revenue", "规上工业营业收入"),
        ("electricity", "工业用电量"),
    ):
        columns += [
            Column(f"{key}_month", label, "本月"),
            Column(key, label, "累计"),
            Column(f"{key}_growth", label, "增速(%)"),
        ]
    columns += [
        Column("industrial", "工业投资增速(%)"),
        Column("renovation", "工业技改投资增速(%)"),
        Column("entries_month", "新增规上企业", "本月"),
        Column("entries", "新增规上企业", "累计"),
        Column("text", "简要分析", width=60),
    ]
    records: list[tuple[str, Row]] = []
    for k, unit in enumerate(world.counties):
        found = estimate(world, month, k)
        cells: list[Cell] = [unit.name, *found.rows["va"][:2]]
        for key in ("output", "revenue", "electricity"):
            cells += found.rows[key][:3]
        cells += [found.rows["industrial"][1], found.rows["renovation"][1]]
        cells += [*found.rows["entries"][:2], found.text]
        records.append((unit.name, tuple(cells)))
    titles = [
        {0: f"{months.chinese(month)}各县(市、区)工业经济预计情况汇总表"},
        {-1: "单位:亿元、万千瓦时、户、%"},
    ]
    return table("汇总", titles, columns, records)
