"""税务的企业开票销售 W15、供电的工业用电 W16 与户号对照."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.demo import codes, lists, months, power
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers.register import BASE

W15_COLUMNS = (
    Column("seq", "序号", width=6),
    Column("code", "纳税人识别号", width=22),
    Column("name", "纳税人名称", width=34),
    Column("office", "主管税务分局", width=18),
    Column("industry", "行业", width=20),
    Column("month", "本月开票销售额", width=16),
    Column("ytd", "本年累计", width=16),
    Column("base", "上年同期累计", width=16),
    Column("last", "上年全年", width=16),
)
W16_COLUMNS = (
    Column("seq", "序号", width=6),
    Column("meter", "户号", width=14),
    Column("user", "用户名称", width=34),
    Column("industry", "行业分类", width=20),
    Column("month", "本月用电量", width=13),
    Column("last", "上年同月", width=13),
    Column("ytd", "本年累计", width=13),
    Column("base", "上年同期累计", width=13),
)
_TRADERS = ("商贸", "物资", "贸易")


def books(world: World) -> Iterator[Book]:
    """两种表每月都有(含1月)."""
    meters = power.meters(world)
    yield Book("B04", world.calendar.start, f"{BASE}/户号对照.xlsx", (_map(world, meters),))
    for month in world.report_months:
        folder, n = months.iso(month), months.number(month)
        yield Book("W15", month, f"{folder}/企业开票销售_{n}月.xlsx", (invoices(world, month),))
        yield Book(
            "W16", month, f"{folder}/工业用电_{n}月.xls", (electricity(world, month, meters),)
        )


def invoices(world: World, month: int) -> Sheet:
    """开票:名录内外的工业企业,末尾几户商贸."""
    t, december = world.calendar.at(month), world.calendar.at(months.january(month) - 1)
    flow, total = world.truth.flow["invoice"], world.truth.total["invoice"]
    records: list[tuple[str, Row]] = []
    for firm in world.firms:
        i = firm.index
        if total[i, t] == 0 and total[i, december] == 0:
            continue
        who = world.identity(firm, month)
        amounts = (flow[i, t], total[i, t], total[i, t - 12], total[i, december])
        records.append(
            (
                str(i),
                (
                    len(records) + 1,
                    who.code,
                    who.name,
                    _office(world, who.county),
                    lists.industries()[firm.industry].name,
                    *[_yuan(int(a)) for a in amounts],
                ),
            )
        )
    for key, row in _traders(world, month):
        records.append((key, (len(records) + 1, *row)))
    titles = [
        {0: "示例市工业企业开票销售情况(不含税)"},
        {0: months.chinese(month), -1: "单位:元"},
    ]
    return table("开票销售", titles, W15_COLUMNS, records)


def _yuan(fen: int) -> float:
    return fen / 100


def _office(world: World, county: int) -> str:
    return world.counties[county].name + "税务局第一分局"


def _traders(world: World, month: int) -> Iterator[tuple[str, Row]]:
    """登记为工业的商贸企业:开票大、不产不耗电."""
    n = months.number(month)
    for k in range(max(2, len(world.counties) // 2)):
        unit = world.counties[k % len(world.counties)]
        code = codes.credit("91", unit.code, codes.organization_body(600_000 + k))
        name = f"{unit.name[:-1]}汇通{_TRADERS[k % 3]}有限公司"
        monthly = 2_600_000 + 730_000 * k
        last = monthly * 12 * 9 // 10
        row: Row = (
            code,
            name,
            _office(world, k % len(world.counties)),
            "钢压延加工" if k % 2 else "其他批发业",
            float(monthly),
            float(monthly * n),
            float(last * n // 12),
            float(last),
        )
        yield f"trader{k}", row


def electricity(world: World, month: int, meters: tuple[power.Meter, ...]) -> Sheet:
    """用电:逐户号."""
    t = world.calendar.at(month)
    flow, total = world.truth.flow["electricity"], world.truth.total["electricity"]
    series = (flow[:, t], flow[:, t - 12], total[:, t], total[:, t - 12])
    records: list[tuple[str, Row]] = []
    for meter in meters:
        values = [power.split(meter, column) for column in series]
        if not any(values):
            continue
        industry = lists.divisions()[world.firms[meter.firm].industry[:2]]
        row: tuple[Cell, ...] = (len(records) + 1, meter.number, meter.user, industry, *values)
        records.append((meter.number, row))
    titles = [{0: "示例市工业用户用电情况"}, {0: months.chinese(month), -1: "单位:千瓦时"}]
    return table("用电", titles, W16_COLUMNS, records)


def _map(world: World, meters: tuple[power.Meter, ...]) -> Sheet:
    labels = (
        ("meter", "户号", 14),
        ("user", "用户名称", 34),
        ("code", "统一社会信用代码", 22),
        ("name", "企业名称", 34),
        ("begin", "起始月份", 10),
        ("end", "终止月份", 10),
        ("note", "备注", 24),
    )
    columns = [Column(key, label, width=width) for key, label, width in labels]
    first = months.iso(world.calendar.first)
    records: list[tuple[str, Row]] = []
    for meter in meters:
        firm = world.firms[meter.firm]
        row = (meter.number, meter.user, firm.code, firm.name, first, None, None)
        records.append((meter.number, row))
    return table("户号对照", [{0: "用电户号与企业对照"}], columns, records)
