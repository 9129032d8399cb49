"""统计局反馈:主要指标 W01、分行业产值 W02、财务 W03(都是汇总数,可比基数)."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import lists, months
from gxlab.demo.figures import growth, printed_growth, ranks, rounded, share, wan, yi
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World

Mask = NDArray[np.bool_]
FinanceRow = tuple[tuple[str, str], tuple[Cell, ...], Mask]
_W01_GROUPS = (
    ("output", "规上工业总产值"),
    ("sales", "工业销售产值"),
    ("export", "出口交货值"),
    ("electricity", "工业用电量"),
    ("count", "规上工业企业户数"),
)
# 出厂、购进:波幅(点)与滞后(月)
_PRICE_WAVES = ((2.4, 3), (3.8, 0))
_W03_GROUPS = (
    ("count", "企业户数(户)"),
    ("loss", "亏损企业(户)"),
    ("loss_share", "亏损面(%)"),
    ("revenue", "营业收入"),
    ("cost", "营业成本"),
    ("profit", "利润总额"),
    ("assets", "资产总计"),
    ("liabilities", "负债合计"),
    ("receivables", "应收账款"),
    ("inventory", "产成品存货"),
)


def books(world: World) -> Iterator[Book]:
    """W01、W02 当月;W03 所属期早一个月."""
    for month in world.report_months:
        folder = months.iso(month)
        if months.number(month) > 1:
            name = f"{months.chinese(month)}主要指标(反馈).xls"
            yield Book("W01", month, f"{folder}/{name}", (main_indicators(world, month),))
            yield Book("W02", month, f"{folder}/分行业产值增速.xls", (by_industry(world, month),))
            yield Book("W23", month, f"{folder}/工业生产者价格指数.xls", (prices(month),))
        period = month - 1
        if months.number(period) > 1:
            name = f"1-{months.number(period)}月财务反馈.xls"
            yield Book("W03", month, f"{folder}/{name}", finance(world, period))


def main_indicators(world: World, month: int) -> Sheet:
    """主要指标:总量/增长/位次."""
    columns = [
        Column("unit", "单位", width=18),
        Column("va_month", "规上工业增加值增速", "当月(%)"),
        Column("va", "规上工业增加值增速", "累计(%)"),
        Column("va_rank", "规上工业增加值增速", "位次", 7),
        Column("va_target", "规上工业增加值增速", "年度目标(%)"),
    ]
    for key, label in _W01_GROUPS:
        columns += [
            Column(key, label, "总量"),
            Column(f"{key}_growth", label, "增长(%)"),
            Column(f"{key}_rank", label, "位次", 7),
        ]
    masks = world.unit_masks(month)
    blocks = [_value_added_block(world, month)]
    blocks += [_level_block(world, month, key) for key, _ in _W01_GROUPS]
    records = [
        (name, (name, *[cell for block in blocks for cell in block[k]]))
        for k, (name, _) in enumerate(masks)
    ]
    span = months.span(month)
    titles = [
        {0: f"示例市{months.year(month)}年{span}主要工业经济指标"},
        {0: span, -1: "单位:亿元、万千瓦时、户、%"},
    ]
    note = "产值类为现价，增速按可比口径计算；开发区企业已计入所在县区。"
    return table("主要指标", titles, columns, records, note=note)


def prices(month: int) -> Sheet:
    """出厂与购进价格指数:只有全市,当月与累计(各月的平均),上年同期=100."""
    columns = [Column("unit", "单位", width=18)]
    for key, label in (("sold", "工业生产者出厂价格指数"), ("bought", "工业生产者购进价格指数")):
        columns += [Column(f"{key}_month", label, "当月"), Column(key, label, "累计")]
    cells: list[Cell] = ["全市"]
    for swing, delay in _PRICE_WAVES:
        year = range(month - months.number(month) + 1, month + 1)
        course = [_price(swing, delay, each) for each in year]
        cells += [float(course[-1]), float(rounded(sum(course, Decimal(0)) / len(course), 1))]
    titles = [
        {0: f"示例市{months.year(month)}年{months.span(month)}工业生产者价格指数"},
        {0: months.span(month), -1: "上年同期=100"},
    ]
    note = "累计为各月平均。"
    return table("价格指数", titles, columns, [("全市", tuple(cells))], note=note)


def _price(swing: float, delay: int, month: int) -> Decimal:
    """一条缓慢的波:购进价格先动,出厂价格后动、幅度小."""
    return rounded(Decimal(str(100 + swing * math.sin((month - delay) * math.tau / 22))), 1)


def _ranked(rates: Sequence[float | None]) -> list[Cell]:
    """位次只排县区:全市(首)和开发区(末)为“-”."""
    inner: list[Cell] = list(ranks(rates[1:-1]))
    return ["-", *["-" if r is None else r for r in inner], "-"]


def _value_added_block(world: World, month: int) -> list[tuple[Cell, ...]]:
    series = world.value_added(month)
    before = world.value_added(month - 1) if months.number(month) > 2 else None
    places = _ranked(series)
    block: list[tuple[Cell, ...]] = []
    for k, rate in enumerate(series):
        current: Cell = None
        if before is not None:
            n = months.number(month)
            current = float(rounded(Decimal(str(rate)) * n - Decimal(str(before[k])) * (n - 1), 1))
            current = printed_growth(current)
        block.append((current, printed_growth(rate), places[k], world.value_added_target(k, month)))
    return block


def _level_block(world: World, month: int, key: str) -> list[tuple[Cell, ...]]:
    pairs = [_level_pair(world, month, key, mask) for _, mask in world.unit_masks(month)]
    rates = [growth(value, base) for value, base in pairs]
    places = _ranked(rates)
    return [
        (_level(key, value), printed_growth(rate), place)
        for (value, _), rate, place in zip(pairs, rates, places, strict=True)
    ]


def _level(key: str, value: int) -> Cell:
    if key == "count":
        return value
    if key == "electricity":
        return float(rounded(Decimal(value) / 10_000, 1))
    return yi(value)


def _level_pair(world: World, month: int, key: str, mask: Mask) -> tuple[int, int]:
    """一格的总量与基数;用电含全部工业用户,其余限名录."""
    if key == "count":
        before = world.register(month - 12) & _same_unit(world, month - 12, mask, month)
        return int((mask & world.register(month)).sum()), int(before.sum())
    if key == "electricity":
        t = world.calendar.at(month)
        total = world.truth.total["electricity"]
        return int(total[mask, t].sum()), int(total[mask, t - 12].sum())
    value, base = world.fed_back(key, month)
    inside = mask & world.register(month)
    return int(value[inside].sum()), int(base[inside].sum())


def _same_unit(world: World, earlier: int, mask: Mask, month: int) -> Mask:
    """上年同期户数按当时属地:找到掩码对应的那一行."""
    for (_, now), (_, before) in zip(
        world.unit_masks(month), world.unit_masks(earlier), strict=True
    ):
        if np.array_equal(now, mask):
            return before
    return mask


def by_industry(world: World, month: int) -> Sheet:
    """分行业产值."""
    columns = (
        Column("code", "代码", width=8),
        Column("name", "行业名称", width=34),
        Column("output_month", "工业总产值", "本月"),
        Column("output", "工业总产值", months.span(month)),
        Column("growth", "工业总产值", "同比增长(%)"),
        Column("va", "增加值增速(%)", "累计"),
    )
    records = list(_industry_records(world, month))
    span = f"{months.year(month)}年{months.span(month)}"
    titles = [{0: f"{span}规模以上工业分行业产值及增加值增速"}, {-1: "单位:万元、%"}]
    return table("分行业", titles, columns, records)


def _industry_records(world: World, month: int) -> Iterator[tuple[str, Row]]:
    codes = np.array([firm.industry for firm in world.firms])
    division = np.array([code[:2] for code in codes])
    group = np.array([code[:3] for code in codes])
    everyone = np.ones(len(codes), bool)
    yield "总计", (None, "总计", *_industry_cells(world, month, everyone))
    yield "caption1", (None, "一、按门类分", None, None, None, None)
    for letter, name, low, high in (
        ("B", "采矿业", "06", "12"),
        ("C", "制造业", "13", "43"),
        ("D", "电力、热力、燃气及水生产和供应业", "44", "46"),
    ):
        mask = (division >= low) & (division <= high)
        yield letter, (letter, name, *_industry_cells(world, month, mask))
    yield "caption2", (None, "二、按行业大类分", None, None, None, None)
    for code, name in lists.divisions().items():
        mask = division == code
        if (mask & world.register(month)).any():
            yield code, (code, name, *_industry_cells(world, month, mask))
            for inner, label in _INNER.get(code, ()):
                cells = _industry_cells(world, month, group == inner)
                yield inner, (inner, f"其中:{label}", *cells)


_INNER = {
    "14": (("141", "焙烤食品制造"),),
    "34": (("345", "轴承、齿轮和传动部件制造"),),
    "38": (("383", "电线、电缆、光缆及电工器材制造"),),
}


def _industry_cells(world: World, month: int, mask: Mask) -> tuple[Cell, ...]:
    inside = mask & world.register(month)
    value, base = world.fed_back("output", month)
    total, before = int(value[inside].sum()), int(base[inside].sum())
    current = int(world.month_value("output", month)[inside].sum())
    rate = growth(total, before)
    real = None if rate is None else float(rounded(Decimal(str(rate)) * Decimal("0.85"), 1))
    shown = None if months.number(month) == 2 else wan(current)
    return (shown, wan(total), printed_growth(rate), printed_growth(real))


def finance(world: World, period: int) -> tuple[Sheet, ...]:
    """财务反馈两张表."""
    units: list[FinanceRow] = [
        ((name, name), (name,), mask) for name, mask in world.unit_masks(period)
    ]
    division = np.array([firm.industry[:2] for firm in world.firms])
    everyone = np.ones(len(division), bool)
    rows: list[FinanceRow] = [(("总计", "总计"), (None, "总计"), everyone)]
    for code, name in lists.divisions().items():
        if ((division == code) & world.register(period)).any():
            rows.append(((code, name), (code, name), division == code))
    head = [Column("unit", "单位", width=18)]
    wide = [Column("code", "代码", width=8), Column("name", "行业", width=34)]
    return (
        _finance("分县区", world, period, head, units),
        _finance("分行业", world, period, wide, rows),
    )


def _finance(
    name: str,
    world: World,
    period: int,
    head: list[Column],
    rows: Sequence[FinanceRow],
) -> Sheet:
    columns = list(head)
    for key, label in _W03_GROUPS:
        columns += [
            Column(key, label, "本年"),
            Column(f"{key}_base", label, "上年同期"),
            Column(f"{key}_growth", label, "增减(%)"),
        ]
    data = finance_arrays(world, period)
    records = [
        (key[0], (*lead, *finance_cells(data, mask & world.register(period))))
        for key, lead, mask in rows
    ]
    span = f"{months.year(period)}年{months.span(period)}"
    titles = [
        {0: f"示例市{span}规模以上工业企业主要财务指标"},
        {-1: "单位:万元、户、%"},
    ]
    note = "上年同期为可比口径，与上年公布数不同；亏损面增减为百分点。"
    return table(name, titles, columns, records, note=note)


def finance_arrays(
    world: World, period: int
) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """各财务指标的(本年, 可比上年同期),分企业."""
    data = {key: world.fed_back(key, period) for key in ("revenue", "cost", "profit")}
    for key in ("assets", "liabilities", "receivables", "inventory"):
        data[key] = world.stock(key, period)
    known = world.filed("revenue", period).has_base
    for key in ("assets", "liabilities", "receivables", "inventory"):
        now, before = data[key]
        data[key] = (now, np.where(known, before, 0))
    return data


def finance_cells(
    data: dict[str, tuple[NDArray[np.int64], NDArray[np.int64]]], mask: Mask
) -> list[Cell]:
    """一行的三十格."""
    profit, profit_base = data["profit"]
    revenue_base = data["revenue"][1]
    n, n_base = int(mask.sum()), int((mask & (revenue_base > 0)).sum())
    loss = int((mask & (profit < 0)).sum())
    loss_base = int((mask & (profit_base < 0)).sum())
    cells: list[Cell] = [n, n_base, growth(n, n_base), loss, loss_base]
    cells.append("-" if loss_base == 0 else growth(loss, loss_base))
    now, before = share(loss, n), share(loss_base, n_base)
    gap = None if now is None or before is None else Decimal(str(now)) - Decimal(str(before))
    cells += [now, before, None if gap is None else float(rounded(gap, 2))]
    for key in ("revenue", "cost", "profit", "assets", "liabilities", "receivables", "inventory"):
        value, base = (int(part[mask].sum()) for part in data[key])
        rate = growth(value, base)
        cells += [wan(value), wan(base), "--" if rate is None else rate]
    return cells
