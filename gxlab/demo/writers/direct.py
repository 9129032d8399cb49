"""规上企业直报 W06 与可选的分企业财务 W05."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.demo import lists, months
from gxlab.demo.figures import wan
from gxlab.demo.firms import Firm
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World

W06_COLUMNS = (
    Column("seq", "序号", width=6),
    Column("code", "统一社会信用代码", width=22),
    Column("name", "企业名称", width=34),
    Column("county", "县(市、区)"),
    Column("output_month", "工业总产值", "本月"),
    Column("output", "工业总产值", "1—本月"),
    Column("output_base", "工业总产值", "上年同期"),
    Column("revenue", "营业收入", "1—本月"),
    Column("revenue_base", "营业收入", "上年同期"),
    Column("profit", "利润总额", "1—本月"),
    Column("profit_base", "利润总额", "上年同期"),
    Column("orders", "本月新增订单"),
    Column("capacity", "产能利用率(%)"),
    Column("employees", "期末用工人数"),
    Column("next_output", "下月预计产值"),
    Column("cause", "增减原因", "类别", width=14),
    Column("cause_text", "增减原因", "说明", width=36),
    Column("clerk", "填表人", width=9),
)
_NUMBERS = ("甲", "乙", "丙", "丁", *[str(k) for k in range(1, 15)])
_UP = (
    ("订单增加", "海外订单增加，两条线满负荷"),
    ("新产品投产", "新产品批量交付"),
    ("产能释放", "技改后产能释放"),
)
_DOWN = (
    ("订单减少", "下游客户压库，订单减少"),
    ("产品价格", "产品价格同比下跌"),
    ("原料价格", "原料涨价，主动减产"),
    ("资金紧张", "回款慢，流动资金紧张"),
    ("环保限产", "秋冬季环保限产影响"),
    ("停产检修", "设备检修"),
)


def books(world: World) -> Iterator[Book]:
    """直报表:2月起每月一份,全部在库企业."""
    for month in world.report_months:
        if months.number(month) > 1:
            path = f"{months.iso(month)}/规上企业直报_{months.number(month)}月.xlsx"
            yield Book("W06", month, path, (monthly(world, month),))


def firm_returns(world: World) -> Iterator[Book]:
    """分企业财务(可选):所属期比编报月早一个月."""
    for month in world.report_months:
        period = month - 1
        if months.number(period) > 1:
            name = f"分企业财务1-{months.number(period)}月.xlsx"
            yield Book("W05", month, f"{months.iso(month)}/{name}", (_returns(world, period),))


def monthly(world: World, month: int) -> Sheet:
    """一期直报."""
    records = [
        (str(firm.index), row)
        for firm, row in zip(world.listed(month), _rows(world, month), strict=True)
    ]
    heading = (
        "表号:示工信直1表  制定机关:示例市工业和信息化局  "
        "批准文号:示统函〔2023〕18号  有效期至:2027年12月"
    )
    titles = [
        {0: "示例市规模以上工业企业生产经营月度直报表"},
        {0: heading},
        {0: f"{months.year(month)}年{months.span(month)}", -1: "计量单位:万元、人、%"},
    ]
    return table("直报", titles, W06_COLUMNS, records, numbered=_NUMBERS)


def _rows(world: World, month: int) -> Iterator[Row]:
    output, revenue, profit = (world.direct(n, month) for n in ("output", "revenue", "profit"))
    current = world.month_value("output", month)
    staff = world.truth.stock["employees"][:, world.calendar.at(month)]
    draw = world.rng(60, month).random((len(world.firms), 6))
    for number, firm in enumerate(world.listed(month), 1):
        i = firm.index
        who = world.identity(firm, month)
        known = bool(revenue.has_base[i])
        now = int(current[i])
        cause = _cause(firm, month, int(revenue.value[i]), int(revenue.base[i]), draw[i, 0])
        yield (
            number,
            who.code,
            who.name,
            world.counties[who.county].name,
            None if months.number(month) == 2 else wan(now),
            wan(int(output.value[i])),
            wan(int(output.base[i])) if known else None,
            wan(int(revenue.value[i])),
            wan(int(revenue.base[i])) if known else None,
            wan(int(profit.value[i])),
            wan(int(profit.base[i])) if known else None,
            round(now / 10 * (0.8 + 0.5 * draw[i, 1])),
            round(62 + 34 * draw[i, 2], 1) if now else 0,
            int(staff[i]),
            round(now / 10 * (0.95 + 0.12 * draw[i, 3])),
            *cause,
            _clerk(i),
        )


def _cause(firm: Firm, month: int, value: int, base: int, draw: float) -> tuple[Cell, Cell]:
    """增减一成以上的写原因;停产的写停产."""
    if firm.halted is not None and firm.halted[0] <= month < firm.halted[1]:
        return "停产", f"自{months.chinese(firm.halted[0])}起停产"
    if base <= 0 or abs(value - base) * 10 < base:
        return None, None
    pool = _UP if value > base else _DOWN
    return pool[int(draw * len(pool))]


def _clerk(index: int) -> str:
    words = lists.words()
    return (
        words.surnames[index * 7 % len(words.surnames)] + words.given[index * 5 % len(words.given)]
    )


_RETURN_GROUPS = (
    ("revenue", "营业收入"),
    ("cost", "营业成本"),
    ("profit", "利润总额"),
    ("tax", "税金及附加"),
    ("assets", "资产总计"),
    ("liabilities", "负债合计"),
    ("employees", "平均用工人数"),
)


def _returns(world: World, period: int) -> Sheet:
    """分企业财务:千元,统计口径."""
    columns = [
        Column("seq", "序号", width=6),
        Column("code", "统一社会信用代码", width=22),
        Column("name", "单位名称", width=34),
        Column("county", "县(市、区)"),
        Column("town", "乡镇(街道)"),
    ]
    for key, label in _RETURN_GROUPS:
        columns += [Column(key, label, "1—本月"), Column(f"{key}_base", label, "上年同期")]
    pairs = [_return_pair(world, key, period) for key, _ in _RETURN_GROUPS]
    records: list[tuple[str, Row]] = []
    for number, firm in enumerate(world.listed(period), 1):
        who = world.identity(firm, period)
        known = bool(pairs[0][2][firm.index])
        cells: list[Cell] = []
        for value, base, _ in pairs:
            cells += [int(value[firm.index]), int(base[firm.index]) if known else None]
        place = (world.counties[who.county].name, world.town_name(who, period))
        records.append((str(firm.index), (number, who.code, who.name, *place, *cells)))
    span = f"{months.year(period)}年{months.span(period)}"
    titles = [
        {0: f"{span}规模以上工业分企业财务状况"},
        {0: "仅限统计分析，不得外传，不得用于评价单个企业", -1: "单位:千元、人"},
    ]
    return table("分企业", titles, columns, records)


def _return_pair(world: World, key: str, period: int) -> tuple[list[int], list[int], list[bool]]:
    first = world.filed("revenue", period)
    if key in ("assets", "liabilities", "employees"):
        now, before = world.stock(key, period)
        return now.tolist(), before.tolist(), first.has_base.tolist()
    reading = world.filed(key, period)
    return reading.value.tolist(), reading.base.tolist(), reading.has_base.tolist()
