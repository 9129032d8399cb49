"""技改项目:台账、统计在库和逐月投资(万元,整数),绿黄红灯的由来都在这里."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import codes, lists, months
from gxlab.demo.city import City
from gxlab.demo.firms import Calendar, Firm

NATURES = ("改建和技术改造", "扩建", "迁建", "恢复", "单纯购置")
DIRECTIONS = ("智能化", "绿色化", "安全化", "服务化")
CATALOGUES = ("省导向目录", "市百项", "区重点")
_WORKS = (
    "数字化车间改造",
    "节能降碳改造",
    "生产线升级改造",
    "智能仓储改造",
    "扩能技术改造",
    "设备更新改造",
    "清洁生产改造",
    "安全提升改造",
    "检测中心建设",
    "退城搬迁改造",
)
# 低差异序列:项目在县区间、往年开工月间铺得匀,分县增速才不至于大起大落
_GOLDEN = 0.6180339887498949
_STEP = 0.7548776662466927
_DELAYS = ("用地", "环评", "能评", "规划", "施工许可", "资金", "设备到货", "市场")


@dataclass(frozen=True)
class Project:
    """一个技改项目;plan、paid 为逐月计划与实际(万元),下标同 Calendar;未开工 started=None.

    before 是序列起点以前的累计完成;recorded 是统计额与台账额之比。
    """

    index: int
    code: str
    name: str
    firm: int
    industry: str
    nature: str
    total: int
    plan_start: int
    plan_end: int
    started: int | None
    finished: int | None
    entered: int | None
    catalogue: str
    direction: str
    content: str
    delay: str
    equipment: float
    recorded: float
    detailed: bool
    plan: tuple[int, ...]
    paid: tuple[int, ...]
    before: int

    def in_ledger(self, year: int) -> bool:
        """该年台账是否有此项目:计划期与该年相交,且未在该年以前竣工."""
        if not self.catalogue or months.year(self.plan_start) > year:
            return False
        return self.finished is None or months.year(self.finished) >= year

    def in_register(self, month: int) -> bool:
        """该月统计在库(当年建成的仍在表上,以前年度建成的不再列)."""
        if self.entered is None or self.entered > month:
            return False
        return self.finished is None or self.finished >= months.january(month)


def build(
    firms: tuple[Firm, ...], city: City, calendar: Calendar, target: int, seed: int
) -> tuple[Project, ...]:
    """造出项目:末年台账正好 target 个,另有以前年度竣工的和在库未进台账的."""
    rng = np.random.default_rng([seed, 6])
    owners = [
        f
        for f in firms
        if f.entered is not None and f.left is None and f.annual > 3000 and not f.halted
    ]
    january = months.january(calendar.until)
    kinds = ["续建"] * round(target * 0.42) + ["年内竣工"] * round(target * 0.12)
    kinds += ["谋划"] * max(1, round(target * 0.05))
    kinds += ["新开工"] * (target - len(kinds))
    span = january - 6 - _earliest(calendar)
    kinds += ["往年"] * (target * span * 3 // 100) + ["往年未列"] * (target * span // 40)
    kinds += ["未列"] * round(target * 0.42)
    owners = sorted(owners, key=lambda f: (f.county, f.index))
    outside = [f for f in owners if not f.in_zone]
    found = []
    for index, kind in enumerate(kinds):
        spread = index * _GOLDEN % 1
        # 开发区企业今年没有在库项目(上年的全部竣工):反馈增速为-100%的那一行由此而来
        pool = outside if kind in ("续建", "年内竣工", "未列") else owners
        owner = pool[int(spread * len(pool))]
        found.append(_project(index, kind, owner, city, calendar, january, rng))
    return tuple(_distinct(found))


def _distinct(found: list[Project]) -> list[Project]:
    """同一单位的两个项目若重名,后一个写作二期、三期."""
    seen: dict[str, int] = {}
    named = []
    for project in found:
        count = seen.get(project.name, 0)
        seen[project.name] = count + 1
        stage = "二三四五"[count - 1] + "期" if count else ""
        name = project.name.removesuffix("项目") + stage + "项目"
        named.append(replace(project, name=name))
    return named


def _earliest(calendar: Calendar) -> int:
    """往年项目最早的开工月:起始年的上一年要有完整的同期数."""
    return max(calendar.first, months.january(calendar.start) - 24)


def _project(
    index: int,
    kind: str,
    owner: Firm,
    city: City,
    calendar: Calendar,
    january: int,
    rng: np.random.Generator,
) -> Project:
    begin, length, tempo = _schedule(index, kind, calendar, january, rng)
    closed = kind.startswith("往年") or kind == "年内竣工"
    total = int(np.clip(rng.lognormal(8.0, 0.7), 520, 48_000)) // 10 * 10
    plan, before = _plan(total, begin, length, calendar)
    late = int(rng.integers(0, 3)) if tempo < 0.9 else 0
    started: int | None = begin + late
    if kind == "谋划" or (kind == "新开工" and tempo < 0.45) or begin + late > calendar.until:
        started = None
    paid = _paid(plan, total - before, started, tempo, calendar)
    finished = _finish(paid, closed, calendar)
    entered = _entry(kind, started, owner, calendar, january, rng)
    work = _WORKS[int(rng.integers(0, len(_WORKS)))]
    table = lists.industries()
    industry = owner.industry
    if index % 17 == 5:
        industry = "3591" if owner.industry != "3591" else "3434"
    listed = kind in ("续建", "年内竣工", "新开工", "谋划", "往年")
    area = city.counties[owner.county].code
    filed = max(begin - 2, calendar.first)
    capacity = int(rng.integers(2, 60))
    return Project(
        index=index,
        code=codes.project(months.compact(filed)[2:], area, "02", index + 1),
        name=f"{owner.name}年产{capacity}万件{table[industry].product}{work}项目",
        firm=owner.index,
        industry=industry,
        nature=NATURES[int(rng.choice(5, p=[0.66, 0.2, 0.05, 0.02, 0.07]))],
        total=total,
        plan_start=begin,
        plan_end=begin + length - 1,
        started=started,
        finished=finished,
        entered=entered,
        catalogue=CATALOGUES[int(rng.choice(3, p=[0.25, 0.45, 0.3]))] if listed else "",
        direction=DIRECTIONS[int(rng.choice(4, p=[0.5, 0.28, 0.14, 0.08]))],
        content=f"改造车间{int(rng.integers(1, 9)) * 1000}平方米,购置设备{capacity}台(套)",
        delay=_delay(tempo, started is not None, rng),
        equipment=float(rng.uniform(0.45, 0.85)),
        recorded=float(rng.uniform(0.92, 1.02)),
        detailed=index % 3 != 2,
        plan=plan,
        paid=paid,
        before=before,
    )


def _delay(tempo: float, started: bool, rng: np.random.Generator) -> str:
    """卡在哪:未开工的卡在手续,开了工的卡在资金、设备或市场."""
    slot = int(rng.integers(0, 15))
    if not started:
        return _DELAYS[slot % 5]
    return _DELAYS[5 + slot % 3] if tempo < 0.9 else ""


def _schedule(
    index: int, kind: str, calendar: Calendar, january: int, rng: np.random.Generator
) -> tuple[int, int, float]:
    """计划开工月、工期、推进快慢(1=按计划)."""
    draw = rng.random()
    tempo = float(rng.uniform(0.96, 1.12))
    if draw > 0.62:
        tempo = float(rng.uniform(0.66, 0.9))
    if draw > 0.86:
        tempo = float(rng.uniform(0.15, 0.5))
    if kind == "续建":
        begin = january - int(rng.integers(1, 12))
        return begin, january - begin + int(rng.integers(6, 15)), max(tempo, 0.4)
    if kind == "年内竣工":
        length = int(rng.integers(8, 16))
        return calendar.until - length - int(rng.integers(-1, 2)), length, 1.05
    if kind == "谋划":
        return january + int(rng.integers(6, 11)), int(rng.integers(8, 18)), 1.0
    if kind == "新开工":
        return january + int(rng.integers(1, 6)), int(rng.integers(7, 16)), tempo
    if kind == "未列":
        return january - int(rng.integers(-3, 6)), int(rng.integers(8, 14)), 1.0
    earliest = _earliest(calendar)
    begin = earliest + int(index * _STEP % 1 * (january - 6 - earliest))
    length = int(rng.integers(7, 16))
    if begin + length <= calendar.first + 1:
        begin = calendar.first - length + 3
    return begin, min(length, january - begin), 1.0


def _plan(total: int, begin: int, length: int, calendar: Calendar) -> tuple[tuple[int, ...], int]:
    """按建设月份铺开:冬季(12—2月)减半,首月略低;另回序列起点以前的合计."""
    span = range(begin, begin + length)
    weights = np.array([0.45 if months.number(m) in (12, 1, 2) else 1.0 for m in span])
    weights[0] *= 0.6
    edges = np.rint(np.cumsum(weights) / weights.sum() * total).astype(int)
    amounts = np.diff(np.concatenate([[0], edges]))
    grid = [0] * calendar.length
    for month, amount in zip(span, amounts, strict=True):
        if 0 <= calendar.at(month) < calendar.length:
            grid[calendar.at(month)] = int(amount)
    before = sum(int(a) for m, a in zip(span, amounts, strict=True) if m < calendar.first)
    return tuple(grid), before


def _paid(
    plan: tuple[int, ...],
    total: int,
    started: int | None,
    tempo: float,
    calendar: Calendar,
) -> tuple[int, ...]:
    """实际:开工后按快慢系数走,累计不超过 total."""
    grid = [0] * calendar.length
    if started is None:
        return tuple(grid)
    done = 0
    for t in range(max(0, calendar.at(started)), calendar.length):
        step = min(int(plan[t] * tempo), total - done)
        grid[t] = max(0, step)
        done += grid[t]
    return tuple(grid)


def _finish(paid: tuple[int, ...], closed: bool, calendar: Calendar) -> int | None:
    """竣工月:最后一笔投资所在月(只有已竣工的项目有)."""
    if not closed or not any(paid):
        return None
    last = max(t for t, amount in enumerate(paid) if amount)
    return min(calendar.first + last, calendar.until)


def _entry(
    kind: str,
    started: int | None,
    owner: Firm,
    calendar: Calendar,
    january: int,
    rng: np.random.Generator,
) -> int | None:
    """统计入库:开工后一两个月;约七分之一迟迟未入(应统未统);开发区今年没有入库的."""
    draw = rng.random()
    if started is None:
        return None
    if owner.in_zone and started >= january:
        return None
    if kind in ("续建", "新开工") and draw < 0.15:
        return None
    month = started + 1 + int(draw * 10) % 2
    if months.number(month) == 1:
        month += 1
    return month if month <= calendar.until else None


def through(values: tuple[int, ...], calendar: Calendar, begin: int, month: int) -> int:
    """begin 至 month(含)的合计."""
    return sum(values[max(0, calendar.at(begin)) : max(0, calendar.at(month) + 1)])


def cumulative(project: Project, calendar: Calendar, month: int) -> int:
    """自开工累计(台账口径)."""
    return project.before + through(project.paid, calendar, calendar.first, month)


def recorded(project: Project, calendar: Calendar, begin: int, month: int) -> int:
    """统计口径的投资额:与台账有出入(财务支出法与形象进度法之别)."""
    return round(through(project.paid, calendar, begin, month) * project.recorded)


def renovation(projects: tuple[Project, ...], calendar: Calendar, month: int) -> NDArray[np.int64]:
    """各在库项目本年统计投资(不在库为零),下标同项目."""
    january = months.january(month)
    return np.array(
        [recorded(p, calendar, january, month) if p.in_register(month) else 0 for p in projects],
        dtype=np.int64,
    )
