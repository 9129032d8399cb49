"""指导计划 W19 与分企业年报 W20."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gxlab.demo import investment, lists, months
from gxlab.demo.figures import growth, rounded, wan, yi
from gxlab.demo.firms import MONTHLY_DOOR
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World

_HEAD = (
    Column("measure", "计量单位", width=9),
    Column("actual", "上年实际"),
    Column("floor", "年度目标", "确保"),
    Column("stretch", "年度目标", "奋斗"),
    Column("q1", "分期计划", "一季度"),
    Column("q2", "分期计划", "上半年"),
    Column("q3", "分期计划", "前三季度"),
    Column("q4", "分期计划", "全年"),
    Column("office", "牵头科室", width=18),
)


@dataclass(frozen=True)
class Goal:
    """一个指标的目标;paths 为一季度、上半年、前三季度、全年."""

    indicator: str
    measure: str
    actual: Cell
    floor: Cell
    stretch: Cell
    paths: tuple[Cell, Cell, Cell, Cell]
    office: str


def books(world: World) -> Iterator[Book]:
    """W19:2月和上一年7月的年中调整;W20:次年4月."""
    start, until = world.calendar.start, world.calendar.until
    for year in range(months.year(until) - 1, months.year(until) + 1):
        month = max(start, year * 12 + 1)
        if month <= until:
            path = f"{months.iso(month)}/{year}年工业经济指导计划.xlsx"
            yield Book("W19", month, path, _plan(world, year, adjusted=False))
    middle = (months.year(until) - 1) * 12 + 6
    if start <= middle <= until:
        path = f"{months.iso(middle)}/{months.year(middle)}年工业经济指导计划(年中调整).xlsx"
        yield Book("W19", middle, path, _plan(world, months.year(middle), adjusted=True), "调整")
    for year in range(months.year(until) - 2, months.year(until)):
        month = max(start, (year + 1) * 12 + 3)
        if month <= until:
            path = f"{months.iso(month)}/{year}年全年分企业(年报).xlsx"
            yield Book("W20", month, path, (annual(world, year),))


def _plan(world: World, year: int, *, adjusted: bool) -> tuple[Sheet, ...]:
    label = f"(年中调整,自{year}年7月起执行)" if adjusted else ""
    titles = [
        {0: f"示例市{year}年工业经济指导计划{label}"},
        {-1: "单位:亿元、户、%"},
    ]
    units = _units(world, year, adjusted=adjusted)
    lead = (Column("unit", "单位", width=16), Column("indicator", "指标", width=24))
    sheets = [table("分县区", titles, (*lead, *_HEAD), units, note=_NOTE)]
    if not adjusted:
        lead = (Column("unit", "集群", width=28), Column("indicator", "指标", width=24))
        sheets.append(
            table("集群", titles, (*lead, *_HEAD), _cluster_rows(world, year), note=_NOTE)
        )
    return tuple(sheets)


_NOTE = "空白为未设目标；目标只下达到单位和集群，不分解到企业。"


def _units(world: World, year: int, *, adjusted: bool) -> list[tuple[str, Row]]:
    december = year * 12 - 1
    names = [name for name, _ in world.unit_masks(december)]
    names[-1] = names[-1].removeprefix("其中:")
    rows: list[tuple[str, Row]] = []
    chosen = (1, 3) if adjusted else range(len(names))
    for k in chosen:
        for goal in _goals(world, year, k, adjusted=adjusted):
            row = (
                names[k],
                goal.indicator,
                goal.measure,
                goal.actual,
                goal.floor,
                goal.stretch,
                *goal.paths,
                goal.office,
            )
            rows.append((f"{names[k]}:{goal.indicator}", row))
    return rows


def _goals(world: World, year: int, k: int, *, adjusted: bool) -> list[Goal]:
    """一个单位的八个目标;开发区只设产值、营收和技改."""
    zone = k == len(world.counties) + 1
    cut = Decimal("-0.5") if adjusted else Decimal(0)
    rate = Decimal("7.0") + Decimal((k * 7 + year) % 5) / 2 - 1 + cut
    office = "运行监测科"
    va_actual = world.value_added(year * 12 - 1)[k]
    goals = [] if zone else [_flat("规上工业增加值增速", va_actual, rate, office)]
    goals += [
        _path_goal(world, year, k, "output", "规上工业总产值", rate),
        _path_goal(world, year, k, "revenue", "规上工业营业收入", rate),
        _flat("规上工业营业收入增速", _actual_growth(world, year, k), rate, office),
    ]
    goals += _renovation(world, year, k, cut)
    return goals if zone else goals + _counts(world, year, k, cut != 0)


def _flat(name: str, actual: Cell, rate: Decimal, office: str) -> Goal:
    """增速目标:各期相同;增速目标没有完成率."""
    floor = float(rate)
    return Goal(name, "%", actual, floor, float(rate + 1), (floor, floor, floor, floor), office)


def _december(world: World, year: int, k: int, key: str) -> tuple[int, int]:
    month = year * 12 - 1
    inside = world.unit_masks(month)[k][1] & world.register(month)
    value, base = world.fed_back(key, month)
    return int(value[inside].sum()), int(base[inside].sum())


def _actual_growth(world: World, year: int, k: int) -> Cell:
    return growth(*_december(world, year, k, "revenue"))


def _path_goal(world: World, year: int, k: int, key: str, name: str, rate: Decimal) -> Goal:
    """总量目标:按上年各季占全年的比例分期."""
    total, _ = _december(world, year, k, key)
    factor = 1 + rate / 100
    quarters = []
    for n in (3, 6, 9, 12):
        month = (year - 1) * 12 + n - 1
        inside = world.unit_masks(month)[k][1] & world.register(month)
        part = int(world.fed_back(key, month)[0][inside].sum())
        quarters.append(float(rounded(Decimal(part) * factor / 100_000, 2)))
    floor = float(rounded(Decimal(total) * factor / 100_000, 2))
    stretch = float(rounded(Decimal(total) * (factor + Decimal("0.01")) / 100_000, 2))
    paths = (quarters[0], quarters[1], quarters[2], floor)
    return Goal(name, "亿元", yi(total), floor, stretch, paths, "运行监测科")


def _renovation(world: World, year: int, k: int, cut: Decimal) -> list[Goal]:
    data = investment.levels(world, year * 12 - 1)
    found = []
    for key, name, base in (
        ("renovation", "工业技改投资增速", "10"),
        ("manufacturing", "制造业技改投资增速", "12"),
    ):
        rate = Decimal(base) + Decimal((k * 3 + year) % 4) + cut
        actual = growth(*data[key][k])
        if key == "manufacturing" and k == len(world.counties):
            # 末县未设制造业技改目标:空白不是零
            found.append(Goal(name, "%", actual, None, None, (None,) * 4, "技改科"))
        else:
            found.append(_flat(name, actual, rate, "技改科"))
    return found


def _counts(world: World, year: int, k: int, adjusted: bool) -> list[Goal]:
    """新增(考核口径)与净增(名录口径)两个目标并列."""
    credited = _credited(world, year - 1, k)
    net = _net(world, year - 1, k)
    size = sum(_inside(world, f.county, k) for f in world.listed(year * 12 - 1))
    new = max(1, round(size * 0.085)) - (1 if adjusted else 0)
    gain = max(1, round(size * 0.03))
    steps = (new // 10, new // 5, new // 2, new)
    first = Goal(
        "新增规上工业企业", "户", credited, new, new + max(1, new // 6), steps, "中小企业科"
    )
    half = (0, gain // 4, gain // 2, gain)
    return [first, Goal("净增规上工业企业", "户", net, gain, gain + 1, half, "中小企业科")]


def _inside(world: World, county: int, k: int) -> bool:
    return k == 0 or county == k - 1


def _credited(world: World, year: int, k: int) -> int:
    """考核口径:当年月度入库,加次年1—2月生效的年度批次."""
    found = 0
    for firm in world.firms:
        if firm.entered is None or not _inside(world, firm.county, k):
            continue
        credit = months.year(firm.entered) - (0 if firm.door == MONTHLY_DOOR else 1)
        found += credit == year
    return found


def _net(world: World, year: int, k: int) -> int:
    """名录口径:年末户数减上年末户数."""
    now, before = (
        sum(_inside(world, f.county, k) for f in world.listed(y * 12 - 1)) for y in (year + 1, year)
    )
    return now - before


def _cluster_rows(world: World, year: int) -> list[tuple[str, Row]]:
    month = year * 12 - 1
    value, base = world.fed_back("revenue", month)
    inside = world.register(month)
    rows: list[tuple[str, Row]] = []
    for index, cluster in enumerate(lists.clusters()):
        if not cluster.priority_from:
            continue
        firms = [m.firm for m in world.members if m.cluster == index and m.active(month)]
        firms = [f for f in firms if inside[f]]
        total, before = int(value[firms].sum()), int(base[firms].sum())
        rate = Decimal(9 + index % 4)
        for goal in _cluster_goals(world, year, firms, (total, before), rate, cluster.office):
            row: Row = (cluster.name, goal.indicator, goal.measure, *_cells(goal))
            rows.append((f"{cluster.name}:{goal.indicator}", row))
    return rows


def _cells(goal: Goal) -> Row:
    return (goal.actual, goal.floor, goal.stretch, *goal.paths, goal.office)


def _cluster_goals(
    world: World, year: int, firms: Sequence[int], pair: tuple[int, int], rate: Decimal, office: str
) -> list[Goal]:
    factor = 1 + rate / 100
    quarters = []
    for n in (3, 6, 9):
        part = int(world.fed_back("revenue", (year - 1) * 12 + n - 1)[0][list(firms)].sum())
        quarters.append(float(rounded(Decimal(part) * factor / 100_000, 2)))
    floor = float(rounded(Decimal(pair[0]) * factor / 100_000, 2))
    stretch = float(rounded(Decimal(pair[0]) * (factor + Decimal("0.02")) / 100_000, 2))
    level = Goal(
        "集群营业收入",
        "亿元",
        yi(pair[0]),
        floor,
        stretch,
        (quarters[0], quarters[1], quarters[2], floor),
        office,
    )
    return [level, _flat("集群营业收入增速", growth(*pair), rate, office)]


def annual(world: World, year: int) -> Sheet:
    """分企业年报:与12月累计略有出入."""
    columns = (
        Column("seq", "序号", width=6),
        Column("code", "统一社会信用代码", width=22),
        Column("name", "企业名称", width=34),
        Column("county", "县(市、区)"),
        Column("revenue", "营业收入"),
        Column("output", "工业总产值"),
        Column("profit", "利润总额"),
        Column("employees", "平均用工人数"),
    )
    month = year * 12 + 11
    draw = world.rng(90, year).normal(0, 0.004, len(world.firms))
    data = [world.filed(key, month).value for key in ("revenue", "output", "profit")]
    staff = world.stock("employees", month)[0]
    records: list[tuple[str, Row]] = []
    row: Row
    for number, firm in enumerate(world.listed(month), 1):
        i = firm.index
        factor = 1 + float(draw[i]) * (i % 3 == 0)
        who = world.identity(firm, month)
        money = [wan(round(int(values[i]) * factor)) for values in data]
        row = (number, who.code, who.name, world.counties[who.county].name, *money, int(staff[i]))
        records.append((str(i), row))
    titles = [{0: f"{year}年规模以上工业企业全年主要指标(年报)"}, {-1: "单位:万元、人"}]
    return table("年报", titles, columns, records)
