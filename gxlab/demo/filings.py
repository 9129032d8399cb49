"""备案:与台账、在库项目同码的、尚未开工的,以及几类要人来判的(拆分、撤销重报、名为技改等)."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gxlab.demo import codes, lists, months
from gxlab.demo.city import City
from gxlab.demo.firms import Calendar, Firm
from gxlab.demo.projects import Project


@dataclass(frozen=True)
class Filing:
    """一条备案;case 是生成时的类别(只进真值,不进工作簿);金额万元,day 为 `2026-03-18`."""

    code: str
    name: str
    owner: str
    owner_code: str
    county: int
    kind: str
    nature: str
    industry: str
    total: int
    content: str
    start: int
    end: int
    day: str
    state: str
    case: str
    project: int = -1
    changed: str = ""


def build(
    firms: tuple[Firm, ...],
    projects: tuple[Project, ...],
    city: City,
    calendar: Calendar,
    count: int,
    seed: int,
) -> tuple[Filing, ...]:
    """正好 count 条,按日期、代码排."""
    rng = np.random.default_rng([seed, 7])
    recent = [
        p
        for p in projects
        if p.plan_start >= calendar.until - 13 and (p.catalogue or p.entered is not None)
    ]
    # 未入库的优先:应统尽统要从备案里找的正是它们
    waiting = [p for p in recent if p.entered is None][: count // 4]
    entered = [p for p in recent if p.entered is not None][: round(count * 0.55) - len(waiting)]
    linked = [_linked(p, firms, rng) for p in waiting + entered]
    special = _special(firms, city, calendar, rng)
    fresh = [
        _dated(k, _fresh(k, firms, city, calendar, rng), calendar)
        for k in range(max(0, count - len(linked) - len(special)))
    ]
    found = (linked + special + fresh)[:count] if count > len(special) else special[:count]
    return tuple(sorted(found, key=lambda f: (f.day, f.code)))


def _day(month: int, rng: np.random.Generator) -> str:
    return f"{months.iso(month)}-{int(rng.integers(1, 28)):02d}"


def _linked(project: Project, firms: tuple[Firm, ...], rng: np.random.Generator) -> Filing:
    owner = firms[project.firm]
    case = "registered" if project.entered is not None else "unregistered"
    if project.started is None:
        case = "not_started"
    return Filing(
        project.code,
        project.name,
        owner.name,
        owner.code,
        owner.county,
        "技术改造",
        "改建" if project.nature == "改建和技术改造" else project.nature,
        project.industry,
        project.total,
        project.content,
        project.plan_start,
        project.plan_end,
        _day(project.plan_start - 2, rng),
        "办结",
        case,
        project.index,
    )


def _plain(
    number: int,
    owner: Firm,
    city: City,
    month: int,
    words: tuple[str, str, str],
    total: int,
    rng: np.random.Generator,
) -> Filing:
    """words 是(项目名后半, 项目类型, 建设性质)."""
    suffix, kind, nature = words
    digit = {"基本建设": "01", "技术改造": "02", "单纯购置": "03", "信息化": "04"}.get(kind, "05")
    area = city.counties[owner.county].code
    return Filing(
        codes.project(months.compact(month)[2:], area, digit, 50_000 + number),
        f"{owner.name}{suffix}",
        owner.name,
        owner.code,
        owner.county,
        kind,
        nature,
        owner.industry,
        total,
        "购置设备、改造车间",
        month + 2,
        month + 14,
        _day(month, rng),
        "办结",
        "",
    )


def _fresh(
    k: int, firms: tuple[Firm, ...], city: City, calendar: Calendar, rng: np.random.Generator
) -> Filing:
    """普通备案:技改未开工的、新建的、不足500万元的、非工业的."""
    alive = [f for f in firms if f.listed(calendar.until)]
    owner = alive[int(rng.integers(0, len(alive)))]
    month = calendar.until - int(rng.integers(0, 12))
    product = lists.industries()[owner.industry].product
    if k % 5 < 2:
        words = (f"{product}生产线技术改造项目", "技术改造", "改建")
        return replace(
            _plain(k, owner, city, month, words, 800 + 170 * (k % 23), rng), case="fresh"
        )
    if k % 5 == 2:
        words = (f"新建{product}生产基地项目", "基本建设", "新建")
        return replace(_plain(k, owner, city, month, words, 3000 + 410 * k, rng), case="new_build")
    if k % 5 == 3:
        words = ("更新注塑机等设备项目", "单纯购置", "单纯购置")
        return replace(_plain(k, owner, city, month, words, 180 + 7 * (k % 40), rng), case="small")
    words = (f"{city.counties[owner.county].name[:-1]}冷链物流园项目", "基本建设", "新建")
    made = _plain(k, owner, city, month, words, 5200 + 90 * k, rng)
    return replace(made, industry="5930", case="non_industrial")


def _dated(k: int, filing: Filing, calendar: Calendar) -> Filing:
    """末月每周都有新备案(各周导出才不同);另有几条已办变更."""
    if k < 4:
        return replace(filing, day=f"{months.iso(calendar.until)}-{27 - 7 * k:02d}")
    return replace(filing, state="变更") if k % 11 == 5 else filing


def _special(
    firms: tuple[Firm, ...], city: City, calendar: Calendar, rng: np.random.Generator
) -> list[Filing]:
    """要人来判的几类,每类至少一组."""
    alive = [f for f in firms if f.listed(calendar.until) and f.annual > 4000 and not f.in_zone]
    picked = [alive[int(k)] for k in rng.permutation(len(alive))[:12]]
    number = iter(range(900, 990))

    def plain(k: int, back: int, suffix: str, total: int, kind: str = "技术改造") -> Filing:
        nature = "改建" if kind == "技术改造" else "新建"
        words = (suffix, kind, nature)
        month = calendar.until - back
        return _plain(next(number), picked[k % len(picked)], city, month, words, total, rng)

    product = lists.industries()[picked[0].industry].product
    found = [
        replace(plain(0, 4, f"{product}智能工厂改造{part}期项目", 1650), case="split")
        for part in ("一", "二", "三")
    ]
    for k in (1, 2):
        old = replace(plain(k, 5 + k, "绿色化改造项目", 2300), case="withdrawn", state="撤销")
        month = calendar.until - 3 - k
        again = replace(plain(k, 3 + k, "绿色化改造项目", 2300), case="refiled")
        found += [replace(old, changed=f"{months.iso(month)}-02"), again]
    for k in (3, 4, 5):
        made = plain(k, k - 2, "技术改造及新厂区建设项目", 8600, "基本建设")
        found.append(replace(made, case="name_only"))
    for k in (6, 7):
        made = plain(k, k - 5, "智能制造生产线改造项目", 3900)
        short = city.counties[made.county].name[:-1]
        code = codes.credit(
            "91", city.counties[made.county].code, codes.organization_body(700_000 + k)
        )
        name = f"{short}信达{'供应链管理' if k == 6 else '仓储服务'}有限公司"
        made = replace(made, name=f"{name}包装机械生产线技术改造项目", owner=name, owner_code=code)
        found.append(replace(made, industry="3467" if k == 6 else "2926", case="service_owner"))
    return found


def state_on(filing: Filing, day: str) -> str | None:
    """导出日的状态:未备案为 None;撤销前为“办结”."""
    if filing.day > day:
        return None
    if filing.state == "撤销" and filing.changed > day:
        return "办结"
    return filing.state
