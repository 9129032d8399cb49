"""企业底册:谁、在哪、做什么、何时进出名录(全部虚构).

名录变动按两扇门生成:年度批次(小升规、再入统、转专业)自1—2月生效、带历史基数;
月度只收新建投产企业、无基数;退出多在1—2月。期末户数正好等于参数 enterprises。
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gxlab.demo import codes, lists, months
from gxlab.demo.city import City

ANNUAL_DOORS = ("年度(小升规)", "年度(再入统)", "年度(转专业)")
MONTHLY_DOOR = "月度(新建)"
# 每市留一户煤炭企业,分行业表里才有“06”这个大类
COAL_FIRM = 6
EXIT_REASONS = ("规模不达标", "停产倒闭", "注销", "统计执法核减")


@dataclass(frozen=True)
class Firm:
    """一家企业的固定属性.

    annual 为基准年营业收入(万元);growth 为年增速;entered/left 为名录起止月(left 当月已不在库);
    began 为投产月(只有新建企业有);halted 为停产起止月。
    """

    index: int
    code: str
    name: str
    industry: str
    county: int
    town: int
    in_zone: bool
    annual: float
    growth: float
    door: str = ""
    entered: int | None = None
    left: int | None = None
    exit_reason: str = ""
    began: int | None = None
    halted: tuple[int, int] | None = None
    pool: str = ""

    def listed(self, month: int) -> bool:
        """该月末是否在规上名录."""
        return (
            self.entered is not None
            and self.entered <= month
            and (self.left is None or month < self.left)
        )


@dataclass(frozen=True)
class Calendar:
    """时间范围:truth 从 first 起,工作簿从 start 到 until."""

    first: int
    start: int
    until: int

    @property
    def length(self) -> int:
        """真值序列的月数."""
        return self.until - self.first + 1

    def at(self, month: int) -> int:
        """月份在序列中的下标."""
        return month - self.first


@dataclass(frozen=True)
class Slot:
    """一个待造企业:身份类型与进出安排."""

    kind: str
    entered: int | None = None
    door: str = ""
    pool: str = ""


def build(city: City, calendar: Calendar, enterprises: int, seed: int) -> tuple[Firm, ...]:
    """造出全部企业:名录内外,先按名额排好进出,再赋行业、属地和规模."""
    rng = np.random.default_rng([seed, 1])
    slots, exits = _slots(calendar, enterprises, rng)
    firms = [_firm(i, slot, city, calendar, rng) for i, slot in enumerate(slots)]
    return tuple(_with_exits(firms, exits, calendar, rng))


def _slots(
    calendar: Calendar, target: int, rng: np.random.Generator
) -> tuple[list[Slot], list[int]]:
    """名额:原有、年度、月度、规下;以及退出月份列表."""
    entries: list[Slot] = []
    exits: list[int] = []
    for year in range(months.year(calendar.first) + 1, months.year(calendar.until) + 1):
        entries += _year_entries(year, target, calendar, rng)
        exits += _year_exits(year, target, calendar, rng)
    stock = target - len(entries) + len(exits)
    old = [Slot("stock", int(m), ANNUAL_DOORS[0]) for m in _old_entries(stock, calendar, rng)]
    return old + entries + _below(target), exits


def _old_entries(count: int, calendar: Calendar, rng: np.random.Generator) -> list[int]:
    years = rng.integers(2011, months.year(calendar.first) + 1, size=count)
    return [int(y) * 12 + 1 for y in years]


def _year_entries(
    year: int, target: int, calendar: Calendar, rng: np.random.Generator
) -> list[Slot]:
    batch = year * 12 + 1
    found: list[Slot] = []
    if batch <= calendar.until:
        annual = max(4, round(target * 0.08))
        doors = [ANNUAL_DOORS[0]] * (annual - 2 - annual // 12)
        doors += [ANNUAL_DOORS[1]] * (1 + annual // 12) + [ANNUAL_DOORS[2]]
        found += [Slot("annual", batch, door) for door in doors]
    monthly = max(2, round(target * 0.018))
    for k in range(monthly):
        month = year * 12 + 3 + (k * 9 // monthly + int(rng.integers(0, 2))) % 9
        if k == 0:
            month = year * 12 + 3
        if month <= calendar.until:
            found.append(Slot("monthly", month, MONTHLY_DOOR))
    return found


def _year_exits(year: int, target: int, calendar: Calendar, rng: np.random.Generator) -> list[int]:
    found = [year * 12 + 1] * max(3, round(target * 0.055))
    found += [year * 12 + int(m) for m in rng.integers(3, 11, size=max(1, target // 250))]
    return [month for month in found if month <= calendar.until]


def _below(target: int) -> list[Slot]:
    """规下企业:培育池和集群配套,约为名录的四成多."""
    count = max(24, round(target * 0.43))
    share = {
        "当年新建投产": 0.12,
        "规下1000—2000万": 0.34,
        "达规未入统": 0.10,
        "转专业": 0.03,
        "个转企": 0.05,
    }
    pools = [pool for pool, part in share.items() for _ in range(max(2, int(count * part)))]
    pools += [""] * max(0, count - len(pools))
    return [Slot("below", pool=pool) for pool in pools]


def _firm(index: int, slot: Slot, city: City, calendar: Calendar, rng: np.random.Generator) -> Firm:
    county = _pick_county(len(city.counties), rng)
    industry = _pick_industry(county, len(city.counties), rng)
    if index == COAL_FIRM:
        industry = "0610"
    town = int(rng.integers(0, len(city.towns[county])))
    area = city.counties[county].code
    kind = "92" if slot.pool == "个转企" else "91"
    return Firm(
        index=index,
        code=_code(index, slot, kind, area),
        name=_name(index, county, industry, kind, city),
        industry=industry,
        county=county,
        town=town,
        in_zone=county in (0, 1) and town == 1 and slot.kind != "below",
        annual=max(_size(slot, rng), 9000.0 if index == COAL_FIRM else 0.0),
        growth=_growth(slot, rng),
        door=slot.door,
        entered=slot.entered,
        began=_begins(slot, calendar, rng),
        pool=slot.pool,
    )


def _code(index: int, slot: Slot, kind: str, area: str) -> str:
    """2016年以前入库的老企业,三户里一户的代码全是数字."""
    if slot.kind == "stock" and index % 3 == 0 and (slot.entered or 0) < 2016 * 12:
        return codes.digits_only(kind, area, index)
    return codes.credit(kind, area, codes.organization_body(index))


def _pick_county(count: int, rng: np.random.Generator) -> int:
    weights = np.linspace(1.5, 0.6, count)
    return int(rng.choice(count, p=weights / weights.sum()))


def _pick_industry(county: int, count: int, rng: np.random.Generator) -> str:
    """集群所在县六成半企业做集群行业,其余按全市权重."""
    here = [c for c in lists.clusters() if county in {k % count for k in c.counties}]
    if here and rng.random() < 0.65:
        cluster = here[int(rng.integers(0, len(here)))]
        weights = np.array([1.6 if s.place == "中游" else 1.0 for s in cluster.segments])
        segment = cluster.segments[int(rng.choice(len(weights), p=weights / weights.sum()))]
        return segment.industries[int(rng.integers(0, len(segment.industries)))]
    table = list(lists.industries().values())
    weights = np.array([row.weight for row in table])
    return table[int(rng.choice(len(table), p=weights / weights.sum()))].code


def _size(slot: Slot, rng: np.random.Generator) -> float:
    """基准年(序列末年的上一年)营业收入,万元."""
    if slot.kind == "stock":
        return max(2150.0, float(rng.lognormal(9.05, 1.15)))
    if slot.kind == "annual":
        return float(rng.uniform(2080, 3700))
    if slot.kind == "monthly":
        return float(rng.uniform(7500, 30000))
    bands = {
        "规下1000—2000万": (1000, 2000),
        "当年新建投产": (2600, 9000),
        "达规未入统": (2100, 4200),
        "转专业": (2300, 4000),
        "个转企": (700, 1900),
    }
    low, high = bands.get(slot.pool, (250, 1500))
    return float(rng.uniform(low, high))


def _growth(slot: Slot, rng: np.random.Generator) -> float:
    mean = {"stock": 0.03, "annual": 0.12, "monthly": 0.15, "below": 0.07}[slot.kind]
    return float(np.clip(rng.normal(mean, 0.11), -0.38, 0.6))


def _begins(slot: Slot, calendar: Calendar, rng: np.random.Generator) -> int | None:
    """新建企业的投产月:月度入库者在入库前3—6个月,在培育者在最近一年内."""
    if slot.kind == "monthly" and slot.entered is not None:
        return slot.entered - int(rng.integers(3, 7))
    if slot.pool == "当年新建投产":
        return calendar.until - int(rng.integers(0, 9))
    return None


def brand(index: int) -> str:
    """字号:两个字的组合,用完后加第三字,互不重复."""
    words = lists.words()
    first, second = words.brand_first, words.brand_second
    spread = index * 787 % (len(first) * len(second))
    text = first[spread % len(first)] + second[spread // len(first)]
    rounds = index // (len(first) * len(second))
    return text + (second[rounds - 1] if rounds else "")


def _name(index: int, county: int, industry: str, kind: str, city: City) -> str:
    short = city.counties[county].name[:-1]
    product = lists.industries()[industry].product
    if kind == "92":
        return f"{city.counties[county].name}{brand(index)}{product}加工厂"
    place = short if index % 4 else "示例市"
    tail = ("有限公司", "制造有限公司", "科技有限公司", "有限公司", "股份有限公司")[index % 5]
    if index % 11 == 0:
        return f"{brand(index)}{product}({short})有限公司"
    return f"{place}{brand(index)}{product}{tail}"


def _with_exits(
    firms: list[Firm], exits: list[int], calendar: Calendar, rng: np.random.Generator
) -> list[Firm]:
    """从原有企业里挑规模小的安排退出;另挑几户停产(其中两户至今未复产)."""
    stock = [f for f in firms if f.entered is not None and f.entered < calendar.first]
    stock = [f for f in stock if f.index != COAL_FIRM]
    small = sorted(stock, key=lambda f: (f.annual, f.index))[: max(len(exits) + 4, len(stock) // 2)]
    order = rng.permutation(len(small))
    chosen = dict(zip((small[int(k)].index for k in order), sorted(exits), strict=False))
    done = []
    for firm in firms:
        left = chosen.get(firm.index)
        if left is not None:
            firm = _leaver(firm, left, int(rng.integers(0, 10)))
        done.append(firm)
    return _with_halts(done, calendar, rng)


def _leaver(firm: Firm, left: int, draw: int) -> Firm:
    """退出企业:上年收入低于2000万,或已停产、注销."""
    reason = EXIT_REASONS[0] if draw < 6 else EXIT_REASONS[1 + draw % 3]
    if months.number(left) != 2:
        reason = EXIT_REASONS[2]
    halted = (left - 5, left + 60) if reason != EXIT_REASONS[0] else None
    pool = "退统待再入" if reason == EXIT_REASONS[0] and draw % 2 == 0 else ""
    return replace(
        firm,
        left=left,
        exit_reason=reason,
        annual=min(firm.annual, 1250.0 + 60 * draw),
        growth=-0.16,
        halted=halted,
        pool=pool,
    )


def _with_halts(firms: list[Firm], calendar: Calendar, rng: np.random.Generator) -> list[Firm]:
    active = [f for f in firms if f.listed(calendar.until) and f.entered is not None]
    active = [f for f in active if f.entered is not None and f.entered < calendar.first]
    middle = sorted(active, key=lambda f: (-f.annual, f.index))[5 : max(12, len(active) // 3)]
    count = max(4, len(active) // 40)
    picked = [
        middle[int(k)] for k in rng.choice(len(middle), size=min(count, len(middle)), replace=False)
    ]
    halts: dict[int, tuple[int, int]] = {}
    for k, firm in enumerate(picked):
        begin = calendar.until - (2, 4, 7, 14, 18)[k % 5]
        end = calendar.until + 60 if k % 5 in (0, 1) else begin + 3 + k % 4
        halts[firm.index] = (begin, end)
    return [replace(f, halted=halts[f.index]) if f.index in halts else f for f in firms]
