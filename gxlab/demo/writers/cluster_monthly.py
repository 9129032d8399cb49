"""县域特色产业集群月报 W08:集群直报口径(规下在内),所属期比编报月早一个月."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gxlab.demo import lists, months
from gxlab.demo.figures import growth, rounded
from gxlab.demo.lists import Cluster
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers.variants import Form, arrange, form_of, titles_of

# 名单以外的小作坊按成员的这一比例估报
_UNLISTED = Decimal("1.06")


@dataclass(frozen=True)
class Return:
    """一个县一个集群的直报数:收入千元,税金千元,从业人员人."""

    cluster: int
    county: int
    enterprises: int
    above: int
    revenue: int
    base: int
    tax: int
    employees: int
    leaders: int
    projects: int


def books(world: World) -> Iterator[Book]:
    """所属期为2月起;最近三个编报月分县."""
    for month in world.report_months:
        period = month - 1
        if months.number(period) == 1:
            continue
        folder = months.iso(month)
        if month <= world.calendar.until - 3:
            path = f"{folder}/县域特色产业集群月报_全市.xlsx"
            yield Book("W08", month, path, (_city(world, period),))
            continue
        for k, unit in enumerate(world.counties):
            if returns(world, period, k):
                path = f"{folder}/县域特色产业集群月报_{unit.name}.xlsx"
                yield Book("W08", month, path, (_county(world, period, k),), unit.name)


def returns(
    world: World, period: int, county: int | None, *, priority: bool = True
) -> list[Return]:
    """该期各集群的直报数,按集群、县;priority 只取省重点清单内的."""
    found = []
    for index, cluster in enumerate(lists.clusters()):
        if priority and not _listed(cluster, period):
            continue
        for k in sorted({c % len(world.counties) for c in cluster.counties}):
            if county is None or county == k:
                made = _return(world, period, index, k)
                if made.enterprises:
                    found.append(made)
    return found


def _listed(cluster: Cluster, period: int) -> bool:
    return bool(cluster.priority_from) and months.parse(cluster.priority_from) <= period


def _return(world: World, period: int, index: int, county: int) -> Return:
    t = world.calendar.at(period)
    total, stock = world.truth.total, world.truth.stock
    active = [
        m
        for m in world.members
        if m.cluster == index and m.active(period) and world.truth.county[m.firm, t] == county
        if total["revenue"][m.firm, t] > 0
    ]
    firms = [m.firm for m in active]
    leaders = [m.firm for m in active if m.role in ("链主", "头部")]
    value = int(total["revenue"][firms, t].sum())
    base = int(total["revenue"][firms, t - 12].sum())
    projects = sum(
        p.started is not None
        and p.started <= period
        and (p.finished is None or p.finished > period)
        and p.firm in set(firms)
        for p in world.projects
    )
    return Return(
        index,
        county,
        len(firms),
        int(world.truth.listed[firms, t].sum()),
        int(value * _UNLISTED),
        int(base * _UNLISTED),
        int(total["tax"][firms, t].sum()),
        int(stock["employees"][firms, t].sum()),
        int(total["revenue"][leaders, t].sum()),
        projects,
    )


_COLUMNS = (
    Column("seq", "序号", width=6),
    Column("name", "集群名称", width=28),
    Column("enterprises", "企业总数(户)"),
    Column("above", "其中:规上(户)"),
    Column("revenue", "营业收入(亿元)", "累计"),
    Column("base", "营业收入(亿元)", "上年同期"),
    Column("growth", "营业收入(亿元)", "增长(%)"),
    Column("tax", "上缴税金(万元)"),
    Column("employees", "从业人员(人)"),
    Column("leaders", "龙头企业营业收入(亿元)", width=14),
    Column("projects", "在建项目(个)"),
    Column("problem", "存在问题", width=40),
)
_PROBLEMS = (
    "用工紧张，熟练工缺口较大。",
    "原材料价格波动，中小企业接单谨慎。",
    "本地配套不足，关键工序外协。",
    "品牌影响力不够，同质化竞争。",
    "",
)


def _row(item: Return, number: int, divisor: int) -> Row:
    return (
        number,
        lists.clusters()[item.cluster].name,
        item.enterprises,
        item.above,
        _money(item.revenue, divisor),
        _money(item.base, divisor),
        growth(item.revenue, item.base),
        item.tax / 10,
        item.employees,
        _money(item.leaders, divisor),
        item.projects,
        _PROBLEMS[(item.cluster + item.county) % 5] or None,
    )


def _money(thousand: int, divisor: int) -> float:
    places = 1 if divisor == 10 else 2
    return float(rounded(Decimal(thousand) / divisor, places))


def _total(items: list[Return], divisor: int) -> Row:
    def add(key: str) -> int:
        return sum(int(getattr(item, key)) for item in items)

    return (
        None,
        "合计",
        add("enterprises"),
        add("above"),
        _money(add("revenue"), divisor),
        _money(add("base"), divisor),
        growth(add("revenue"), add("base")),
        add("tax") / 10,
        add("employees"),
        _money(add("leaders"), divisor),
        add("projects"),
        None,
    )


def _county(world: World, period: int, k: int) -> Sheet:
    unit, form, items = world.counties[k], form_of(k), returns(world, period, k)
    divisor = 10 if form is Form.RETITLED else 100_000
    columns: tuple[Column, ...] = _COLUMNS
    records = [
        (lists.clusters()[item.cluster].code, _row(item, n, divisor))
        for n, item in enumerate(items, 1)
    ]
    records.append(("合计", _total(items, divisor)))
    if form is Form.INSERTED:
        columns = (*columns[:2], Column("product", "主导产品", width=18), *columns[2:])
        products: list[Cell] = [lists.clusters()[item.cluster].products for item in items]
        records = [
            (key, (*row[:2], product, *row[2:]))
            for (key, row), product in zip(records, [*products, None], strict=True)
        ]
    if form is Form.MOVED:
        columns, records = arrange(columns, records, _MOVED, _synonyms(period))
    if form is Form.RETITLED:
        names = dict.fromkeys(("revenue", "base", "growth"), "营业收入(万元)")
        names["leaders"] = "龙头企业营业收入(万元)"
        columns, records = arrange(columns, records, [c.id for c in columns], names)
    who = f"填报单位:{unit.name}工业和信息化局"
    span = f"{months.year(period)}年{months.span(period)}"
    plain = [{0: "县域特色产业集群运行情况月报表"}, {0: who, -1: span}]
    other = [{0: f"{unit.name}特色产业集群统计表({span})"}, {0: who}, {}]
    return table("月报", titles_of(form, plain, other), columns, records, note=_NOTE)


_NOTE = "集群直报口径，包括规模以下企业和个体工商户。"
_MOVED = (
    "name",
    "enterprises",
    "above",
    "tax",
    "employees",
    "revenue",
    "base",
    "growth",
    "leaders",
    "projects",
    "problem",
)


def _synonyms(period: int) -> dict[str, str]:
    return {
        "name": "集群",
        "enterprises": "企业户数",
        "above": "规上企业",
        "tax": "税收(万元)",
        "employees": "就业人数(人)",
        "revenue/sub": months.span(period),
        "base/sub": "同期",
        "growth/sub": "同比±%",
        "leaders": "龙头营收(亿元)",
        "projects": "项目数",
        "problem": "困难和问题",
    }


def _city(world: World, period: int) -> Sheet:
    items = returns(world, period, None)
    columns = (_COLUMNS[0], Column("county", "县(市、区)"), *_COLUMNS[1:])
    records: list[tuple[str, Row]] = []
    for number, item in enumerate(items, 1):
        row = _row(item, number, 100_000)
        key = f"{lists.clusters()[item.cluster].code}:{item.county}"
        records.append((key, (row[0], world.counties[item.county].name, *row[1:])))
    last = _total(items, 100_000)
    records.append(("合计", (last[0], None, *last[1:])))
    span = f"{months.year(period)}年{months.span(period)}"
    titles = [
        {0: "县域特色产业集群运行情况月报表"},
        {0: "填报单位:示例市工业和信息化局", -1: span},
    ]
    return table("月报", titles, columns, records, note=_NOTE)
