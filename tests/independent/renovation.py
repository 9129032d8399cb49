"""技改投资月报的每个数,从工作簿另算一遍(三种口径分开)."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from tests.independent import ledger
from tests.independent.firms import ZERO, points
from tests.independent.inbox import Inbox, before, last_year, plain_name
from tests.independent.ledger import Project
from tests.independent.ref import Figure, NotCovered, Ref
from tests.independent.workbooks import Cell, number, table, text

MONTHS = (2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12)
BUILDING = frozenset(range(3, 12))
# 高技术产业(制造业)分类(2017)所列行业代码
HIGH_TECH = re.split(
    " ",
    "27 374 4343 3562 3563 3569 3832 3833 3841 392 393 394 395 396 397 398 399 391 3474 3475 "
    "3581 3582 3583 3584 3585 3586 3589 401 402 404 409 2664 2665",
)
_RENOVATION_WORDS = (
    "技改|技术改造|改造|升级|更新|改建|扩能|提标|提质|节能|降碳|清洁生产|智能化|数字化|自动化|"
    "机器换人|搬迁"
)  # 扩建等项目的名称或内容含此字样,判为改造性质


_RATES = {
    "fixed_investment_growth": "固定资产投资/增长(%)",
    "industrial_investment_growth": "工业投资/增长(%)",
    "renovation_investment_growth": "工业技改投资/增长(%)",
    "manufacturing_renovation_investment_growth": "制造业技改投资/增长(%)",
    "renovation_share": "技改占工业投资比重(%)",
}


@dataclass(frozen=True)
class Listed:
    """在库清单的一个项目,万元."""

    key: str
    code: str
    name: str
    owner: str
    credit: str
    county: str
    industry: str
    total: Decimal
    ytd: Decimal
    equipment: Decimal
    entered: str
    completed: str


@dataclass(frozen=True)
class Benefit:
    """达产效益的一行:六个数,计划与实际."""

    county: str
    name: str
    owner: str
    figures: dict[str, Decimal | None]


@dataclass(frozen=True)
class Filing:
    """一条备案."""

    code: str
    name: str
    owner: str
    credit: str
    county: str
    kind: str
    nature: str
    industry: str
    total: Decimal
    content: str
    start: str
    filed: date
    state: str


@dataclass(frozen=True)
class Due:
    """一个台账项目的应达与灯."""

    project: Project
    share: Decimal
    rules: tuple[tuple[str, str], ...]

    @property
    def expected(self) -> Decimal:
        return self.project.plan * self.share

    @property
    def light(self) -> str:
        lights = [light for light, _ in self.rules]
        return "red" if "red" in lights else "yellow" if "yellow" in lights else "green"


def code_of(text_: str) -> str:
    """项目代码补上丢失的连字符:4-6-2-2-6."""
    digits = text_.replace("-", "")
    if not re.fullmatch(r"\d{20}", digits):
        return text_
    return "-".join((digits[:4], digits[4:10], digits[10:12], digits[12:14], digits[14:]))


def month_of(text_: str, year: int) -> str | None:
    """“2026.4”“2026-04”“202604”“4月底”(指报告年)→ 2026-04."""
    if found := re.fullmatch(r"(20\d\d)[.\-年]?(\d{1,2})月?", text_):
        return f"{found[1]}-{int(found[2]):02d}"
    if found := re.fullmatch(r"(\d{1,2})月(?:底|初|中旬|上旬|下旬)?", text_):
        return f"{year}-{int(found[1]):02d}"
    return None


def apart(first: str, last: str) -> int:
    """两个月份之间的月数."""
    (a, b), (c, d) = (map(int, first.split("-")), map(int, last.split("-")))
    return (c - a) * 12 + d - b


class Renovation:
    """一个单元、一个期."""

    def __init__(self, inbox: Inbox, unit: str, period: str) -> None:
        self.inbox, self.unit, self.period = inbox, unit, period
        self.year, self.month = int(period[:4]), int(period[5:])

    @cached_property
    def unit_row(self) -> dict[str, str]:
        return next(u for u in self.inbox.units if u["code"] == self.unit)

    @property
    def kind(self) -> str:
        return self.unit_row["kind"]

    def inside(self, county: str, credit: str) -> bool:
        """项目归哪个单元:县看属地,镇看业主所在镇,开发区看业主是否在区内企业名单."""
        if self.kind == "city":
            return True
        if self.kind == "zone":
            return credit in self.inbox.zone_codes(self.period)
        if self.kind == "county":
            return county == self.unit_row["name"]
        above = next(u for u in self.inbox.units if u["code"] == self.unit_row["parent"])
        place = self.inbox.places(self.period).get(credit)
        return county == above["name"] and place == (county, self.unit_row["name"])

    @cached_property
    def credits(self) -> dict[str, str]:
        """企业名称(含旧名)→ 信用代码:名录、培育库、成员名单里出现过的."""
        found: dict[str, str] = {}
        for month in self.inbox.months:
            if month <= self.period:
                found |= {plain_name(r.name): c for c, r in self.inbox.register(month).items()}
                found |= {plain_name(r.name): c for c, r in self.inbox.candidates(month).items()}
        return found | {plain_name(m.name): m.code for m in self.inbox.members}

    # -- ①统计口径:反馈 ----------------------------------------------------------------
    def fed_back(self, period: str) -> dict[str, Cell]:
        path = self.inbox.root / period / "工业投资反馈.xls"
        name = {"city": "全市", "zone": f"其中:{self.unit_row['name']}"}.get(
            self.kind, self.unit_row["name"]
        )
        rows = {text(c["单位"]): c for _, c in table(path, "工业投资", "单位", 2)}
        return rows.get(name, {})

    def fed(self, column: str, period: str = "") -> Decimal | None:
        return number(self.fed_back(period or self.period).get(column))

    # -- ①统计口径:在库清单 ------------------------------------------------------------
    def listed(self, period: str) -> dict[str, Listed]:
        path = self.inbox.root / period / "在库技改项目清单.xlsx"
        if not path.exists():
            return {}
        return {p.key: p for p in _listed(path) if self.inside(p.county, p.credit)}

    @cached_property
    def all_codes(self) -> set[str]:
        """全市在库项目的代码(比对用)."""
        path = self.inbox.root / self.period / "在库技改项目清单.xlsx"
        return {p.code for p in _listed(path)}

    def slices(self, year: int) -> dict[str, dict[str, Decimal]]:
        """一年里各期(2月起)每个项目的当月数:累计相减."""
        found: dict[str, dict[str, Decimal]] = {}
        past: dict[str, Decimal] = {}
        for month in (m for m in MONTHS if m <= self.month):
            now = {k: p.ytd for k, p in self.listed(f"{year}-{month:02d}").items()}
            found[f"{self.year}-{month:02d}"] = {k: v - past.get(k, ZERO) for k, v in now.items()}
            past = now
        return found

    @cached_property
    def now(self) -> dict[str, Listed]:
        return self.listed(self.period)

    @cached_property
    def this_year(self) -> dict[str, dict[str, Decimal]]:
        return self.slices(self.year)

    @cached_property
    def then(self) -> dict[str, dict[str, Decimal]]:
        return self.slices(self.year - 1)

    def periods(self, ref: Ref) -> list[str]:
        return [ref.code] if ref.by == "period" else sorted(self.this_year)

    def add(
        self,
        slices: dict[str, dict[str, Decimal]],
        ref: Ref,
        keep: Callable[[str], bool] = lambda key: True,
    ) -> Figure:
        total = sum(
            (v for p in self.periods(ref) for k, v in slices.get(p, {}).items() if keep(k)), ZERO
        )
        return Figure(total, "万元")

    def is_new(self, key: str) -> bool:
        return self.now[key].entered[:4] == str(self.year) if key in self.now else False

    @cached_property
    def december(self) -> dict[str, Listed]:
        return self.listed(f"{self.year - 1}-12")

    def finished(self, key: str) -> bool:
        return key not in self.now and bool(self.december[key].completed)

    def left(self, key: str) -> bool:
        return key not in self.now and not (key in self.december and self.december[key].completed)

    def entries(self, year: int, ref: Ref) -> list[Listed]:
        """入库时间在某年的这些月份(2月期含1月)的项目."""
        months: set[str] = set()
        for period in self.periods(ref):
            month = int(period[5:])
            months |= {f"{year}{m:02d}" for m in ((1, 2) if month == 2 else (month,))}
        rows: dict[str, Listed] = {}
        for month in (m for m in MONTHS if m <= self.month):
            rows |= self.listed(f"{year}-{month:02d}")
        return [p for p in rows.values() if p.entered in months]

    # -- ②台账口径 ---------------------------------------------------------------------
    def projects_at(self, period: str) -> list[Project]:
        return [
            p
            for p in ledger.projects(self.inbox.root, period)
            if self.inside(p.county, self.credits.get(plain_name(p.owner), ""))
        ]

    @cached_property
    def plans(self) -> dict[tuple[str, str], list[Decimal]]:
        """分月计划(累计):(项目, 单位) → 12 个数;年中调整件随后."""
        found: dict[tuple[str, str], list[Decimal]] = {}
        for path in sorted(self.inbox.root.glob(f"{self.year}-*/重点技改项目目录*.xlsx")):
            for _, cells in table(path, "分月计划", "序号", 1):
                row = [number(cells[f"{m}月"]) or ZERO for m in range(1, 13)]
                found[text(cells["项目名称"]), text(cells["项目单位"])] = row
        return found

    @cached_property
    def due(self) -> list[Due]:
        return [self._due(p) for p in self.projects_at(self.period)]

    def span(self, project: Project) -> tuple[str | None, str | None]:
        ends = [month_of(t, self.year) for t in re.split(r"[—\-–~至]+", project.span)]
        return (ends[0], ends[-1]) if len(ends) > 1 else (ends[0], None)

    def building(self, project: Project) -> list[int]:
        """本年有效施工月份;计划里一个也没有的按日历月份."""
        start, end = self.span(project)
        first = 1 if start is None or start[:4] < str(self.year) else int(start[5:])
        first = 13 if start is not None and start[:4] > str(self.year) else first
        last = 12 if end is None or end[:4] > str(self.year) else int(end[5:])
        last = 0 if end is not None and end[:4] < str(self.year) else last
        months = list(range(first, last + 1))
        return [m for m in months if m in BUILDING] or months

    def share(self, project: Project) -> Decimal:
        """应达:有分月计划的按计划,没有的按有效施工月份."""
        own = self.plans.get((project.name, project.owner))
        if own and own[-1]:
            return own[self.month - 1] / own[-1]
        months = self.building(project)
        if not months:
            end = self.span(project)[1]
            return Decimal(1) if end is not None and end[:4] < str(self.year) else ZERO
        return Decimal(sum(m <= self.month for m in months)) / len(months)

    def started(self, project: Project) -> str | None:
        return month_of(project.started, self.year) if project.started else None

    def _due(self, project: Project) -> Due:
        share = self.share(project)
        rules = []
        # 竣工的项目不再评进度
        if project.plan and project.state != "竣工":
            gap = points(project.done / project.plan * 100, share * 100)
            assert gap is not None
            if gap < -10:
                rules.append(("red" if gap < -30 else "yellow", "进度滞后"))
        start, begun = self.span(project)[0], self.started(project)
        if begun is None and start is not None and start <= self.period:
            months = apart(start, self.period) + 1
            rules.append(("red" if months >= 3 else "yellow", "逾期未开工"))
        if begun is not None and project.code not in self.all_codes:
            months = apart(begun, self.period)
            if months >= 1:
                rules.append(("red" if months >= 2 else "yellow", "开工未入库"))
        return Due(project, share, tuple(rules))

    def overdue(self, item: Due) -> bool:
        return any(rule == "逾期未开工" for _, rule in item.rules)

    def group(self, ref: Ref) -> list[Due]:
        match ref.by:
            case "":
                return self.due
            case "category":
                return [d for d in self.due if d.project.catalogue == ref.code]
            case "direction":
                return [d for d in self.due if d.project.direction == ref.code]
            case "project":
                return [d for d in self.due if d.project.code == ref.code]
            case "rule":
                return [d for d in self.due if any(r == ref.code for _, r in d.rules)]
            case "blocked":
                lit = [d for d in self.due if d.light != "green"]
                return [d for d in lit if self.blocked(d.project) == ref.code]
        raise NotCovered(ref.by)

    @staticmethod
    def blocked(project: Project) -> str:
        """卡在哪:按台账所填问题归类."""
        words = {
            "设备到货": r"设备.*(到货|交货)|交货",
            "资金": r"资金|贷款|融资",
            "市场": r"市场|订单",
            "施工许可": r"施工许可",
            "用地": r"用地|土地",
            "环评": r"环评",
            "能评": r"能评|能耗",
            "规划": r"规划",
        }
        return next((k for k, v in words.items() if re.search(v, project.problem)), "")

    def state(self, project: Project) -> str:
        """谋划、新开工(本年)、续建、竣工."""
        if project.state == "竣工":
            return "竣工"
        begun = self.started(project)
        if project.state == "未开工" or begun is None:
            return "谋划"
        return "新开工" if begun[:4] == str(self.year) else "续建"

    def remaining(self, project: Project) -> dict[int, Decimal]:
        """结转投资:年度计划未完成的部分,按分月计划的增量或剩余有效施工月份摊."""
        left = project.plan - project.done
        if left <= 0 or project.state == "竣工" or self.month == 12:
            return {}
        own = self.plans.get((project.name, project.owner))
        ahead: dict[int, Decimal] = {}
        if own:
            for month in range(self.month + 1, 13):
                step = own[month - 1] - own[month - 2]
                if step > 0:
                    ahead[month] = step
        if not ahead:
            months = [m for m in self.building(project) if m > self.month]
            months = months or [m for m in sorted(BUILDING) if m > self.month]
            ahead = dict.fromkeys(months or range(self.month + 1, 13), Decimal(1))
        whole = sum(ahead.values(), ZERO)
        return {m: left * part / whole for m, part in ahead.items()}

    def ahead(self, ref: Ref) -> list[int]:
        months = list(range(self.month + 1, 13))
        return [int(ref.code[5:])] if ref.by == "period" else months

    # -- ③备案线索 ---------------------------------------------------------------------
    @cached_property
    def filings(self) -> list[Filing]:
        """最近一期导出里回看12个月、建设地点在本单元的备案,撤销的另放."""
        path = max(
            p
            for p in self.inbox.root.glob("20*/备案项目导出_*.csv")
            if p.parent.name <= self.period
        )
        last = date(self.year + self.month // 12, self.month % 12 + 1, 1)
        first = date(last.year - 1, last.month, 1)
        return [
            f for f in _filings(path) if first <= f.filed < last and self.inside(f.county, f.credit)
        ]

    @cached_property
    def decisions(self) -> dict[str, str]:
        """人工判定:对象编号 → 判定,期末还有效的."""
        path = self.inbox.root / "00底册" / "人工判定.csv"
        end = f"{self.period}-31"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {
                row["对象编号"]: row["判定"]
                for row in csv.DictReader(file)
                if row["日期"] <= end
                and (not row["有效至"] or row["有效至"] >= f"{self.period}-30")
            }

    @cached_property
    def ever_completed(self) -> set[str]:
        """今年、上年清单里列过、已经建成的项目代码."""
        found: set[str] = set()
        for year in (self.year - 1, self.year):
            for month in MONTHS:
                path = self.inbox.root / f"{year}-{month:02d}" / "在库技改项目清单.xlsx"
                if path.exists() and path.parent.name <= self.period:
                    found |= {p.code for p in _listed(path) if p.completed}
        return found

    def stage(self, filing: Filing) -> str:
        """漏斗里走到哪一步."""
        industry = int(filing.industry[:2] or 0) if filing.industry[:2].isdigit() else 0
        decided = self.decisions.get(filing.code)
        if not 6 <= industry <= 46:
            return "备案"
        if filing.total < 500:
            return "备案" if decided == "非工业" else "工业"
        if not _is_renovation(filing):
            return "备案" if decided == "非工业" else "达到起点"
        old = [f.code for f in self.filings if f.state == "撤销" and _same_project(f, filing)]
        if {filing.code, *old} & (self.all_codes | self.ever_completed):
            return "已在库"
        if decided in ("非工业", "不属技改"):
            return {"非工业": "备案", "不属技改": "达到起点"}[decided]
        return "已判定" if decided == "未开工" else "待核"

    def conclusion(self, filing: Filing) -> str:
        """初判:台账里的开工证据和手续,疑似拆分的另说."""
        if self.decisions.get(filing.code) == "未开工":
            return "未开工"
        if self.stage(filing) not in ("待核", "已判定"):
            return ""
        near = [
            f
            for f in self.filings
            if f.owner == filing.owner
            and f.state != "撤销"
            and self.decisions.get(f.code) != "同一项目"
            and abs((f.filed - filing.filed).days) <= 90
        ]
        if len(near) > 1 and filing in near:
            return "疑似拆分"
        known = {d.project.code: d.project for d in self.due}
        project = known.get(filing.code)
        if project is None:
            start = month_of(filing.start, self.year)
            return "未开工" if start is not None and start > self.period else ""
        if self.state(project) == "谋划":
            return "未开工"
        done = all(p in ("已办", "不涉及") for p in project.papers)
        return "具备条件待申报" if done else "手续不全"

    _STAGES = ("备案", "工业", "达到起点", "符合技改")

    def _filing_count(self, ref: Ref) -> Figure:
        alive = [f for f in self.filings if f.state != "撤销"]
        if ref.by == "month_stage":
            alive = [f for f in alive if f.filed.strftime("%Y-%m") == self.period]
        if ref.by == "conclusion":
            count = sum(self.stage(f) == "待核" and self.conclusion(f) == ref.code for f in alive)
        elif ref.code == "尚不具备条件":
            count = sum(self.conclusion(f) in ("未开工", "手续不全") for f in alive)
        elif ref.code in self._STAGES:
            least = self._STAGES.index(ref.code)
            place = {s: n for n, s in enumerate(self._STAGES)}
            count = sum(place.get(self.stage(f), 9) >= least for f in alive)
        else:
            count = sum(self.stage(f) == ref.code for f in alive)
        return Figure(Decimal(count), "个")

    def _filing_planned_investment(self, ref: Ref) -> Figure:
        return Figure(next(f.total for f in self.filings if f.code == ref.code), "万元")

    # -- 达产效益 -----------------------------------------------------------------------
    @cached_property
    def benefits(self) -> list[Benefit]:
        found = []
        for path in sorted((self.inbox.root / self.period).glob("重点技改项目调度表_*.xlsx")):
            county = path.stem.split("_")[2] if path.stem.count("_") == 2 else ""
            for _, cells in table(path, "达产效益", "项目名称", 2):
                figures = {k: number(v) for k, v in cells.items() if k.startswith("新增")}
                owner = text(cells["建设单位"])
                credit = self.credits.get(plain_name(owner), "")
                if self.inside(county, credit):
                    found.append(Benefit(county, text(cells["项目名称"]), owner, figures))
        return found

    # -- 逐个指标 -----------------------------------------------------------------------
    def figure(self, ref: Ref) -> Figure:
        made = getattr(self, f"_{ref.indicator}", None)
        found = made(ref) if made else self._by_name(ref)
        if not isinstance(found, Figure):
            raise NotCovered(ref.statistic)
        return found

    def _by_name(self, ref: Ref) -> Figure | None:
        if ref.indicator in _RATES:
            return self._rate(ref, _RATES[ref.indicator])
        if ref.indicator.startswith("benefit_"):
            return self._benefit(ref)
        if ref.indicator.startswith("ledger_"):
            return self._count(ref)
        raise NotCovered(ref.indicator)

    def _rate(self, ref: Ref, column: str) -> Figure | None:
        now = self.fed(column)
        match ref.statistic:
            case "value":
                return Figure(now, "%")
            case "change_pp":
                past = self.fed(column, before(self.period))
                return Figure(points(now, past), "百分点")
            case "rank":
                own = Renovation(self.inbox, ref.code or self.unit, self.period)
                place = own.place(column)
                return Figure(None if place is None else Decimal(place), "位")
        return None

    def place(self, column: str) -> int | None:
        """在县区中的位次."""
        peers = [u["code"] for u in self.inbox.units if u["kind"] == "county"]
        if self.unit not in peers:
            return None
        mine = self.fed(column)
        values = [Renovation(self.inbox, code, self.period).fed(column) for code in peers]
        return 1 + sum(1 for v in values if v is not None and mine is not None and v > mine)

    def rank(self, ref: Ref) -> int | None:
        return self.place(_RATES[ref.indicator])

    def _renovation_investment(self, ref: Ref) -> Figure:
        value = self.fed("工业技改投资/额")
        return Figure(None if value is None else value * 10000, "万元")

    def _renovation_target(self, ref: Ref) -> Figure:
        name = "全市" if self.kind == "city" else self.unit_row["name"]
        row = self.inbox.plan(self.year, "分县区").get((name, "工业技改投资增速"), {})
        return Figure(row.get("年度目标/确保"), "%")

    def _renovation_target_gap(self, ref: Ref) -> Figure:
        now = self.fed("工业技改投资/增长(%)")
        return Figure(points(now, self._renovation_target(ref).value), "百分点")

    def _renovation_city_gap(self, ref: Ref) -> Figure:
        city = next(u["code"] for u in self.inbox.units if u["kind"] == "city")
        column = "工业技改投资/增长(%)"
        whole = Renovation(self.inbox, city, self.period).fed(column)
        return Figure(points(self.fed(column), whole), "百分点")

    # 在库清单
    def _register_investment(self, ref: Ref) -> Figure:
        return Figure(sum((p.ytd for p in self.now.values()), ZERO), "万元")

    def _register_month_investment(self, ref: Ref) -> Figure:
        return self.add(self.this_year, ref)

    def _register_carried_investment(self, ref: Ref) -> Figure:
        return self.add(self.this_year, ref, lambda key: not self.is_new(key))

    def _register_new_investment(self, ref: Ref) -> Figure:
        return self.add(self.this_year, ref, self.is_new)

    def _register_base_investment(self, ref: Ref) -> Figure:
        return self.add(self.then, ref)

    def _register_finished_base(self, ref: Ref) -> Figure:
        return self.add(self.then, ref, lambda k: k in self.december and self.finished(k))

    def _register_left_base(self, ref: Ref) -> Figure:
        return self.add(self.then, ref, self.left)

    def _register_base_share(self, ref: Ref) -> Figure:
        whole = sum((p.ytd for p in self.december.values()), ZERO)
        part = self.add(self.then, ref).value or ZERO
        return Figure(part / whole * 100, "%")

    def _register_investment_change(self, ref: Ref) -> Figure:
        now, then = self.add(self.this_year, ref).value, self.add(self.then, ref).value
        assert now is not None and then is not None
        return Figure(now - then, "万元")

    def _register_month_entries(self, ref: Ref) -> Figure:
        return Figure(Decimal(len(self.entries(self.year, ref))), "个")

    def _register_month_entries_base(self, ref: Ref) -> Figure:
        return Figure(Decimal(len(self.entries(self.year - 1, ref))), "个")

    def _register_entries_change(self, ref: Ref) -> Figure:
        now, then = self.entries(self.year, ref), self.entries(self.year - 1, ref)
        return Figure(Decimal(len(now) - len(then)), "个")

    def _register_entries_planned(self, ref: Ref) -> Figure:
        return Figure(sum((p.total for p in self.entries(self.year, ref)), ZERO), "万元")

    def _register_project_change(self, ref: Ref) -> Figure | None:
        then = self.listed(last_year(self.period))
        now = self.now[ref.code].ytd if ref.code in self.now else ZERO
        base = then[ref.code].ytd if ref.code in then else ZERO
        return {
            "value": Figure(now, "万元"),
            "base": Figure(base, "万元"),
            "increment": Figure(now - base, "万元"),
        }.get(ref.statistic)

    def _register_project_count(self, ref: Ref) -> Figure:
        fed = self.fed("在库技改项目数(个)")
        return Figure(Decimal(len(self.now)) if fed is None else fed, "个")

    def _register_project_entries(self, ref: Ref) -> Figure:
        fed = self.fed("本年新入库(个)")
        own = sum(1 for k in self.now if self.is_new(k))
        return Figure(Decimal(own) if fed is None else fed, "个")

    def _share(self, part: Iterable[Decimal]) -> Figure:
        whole = sum((p.ytd for p in self.now.values()), ZERO)
        return Figure(sum(part, ZERO) / whole * 100 if whole else None, "%")

    def _register_equipment_share(self, ref: Ref) -> Figure:
        return self._share(p.equipment for p in self.now.values())

    def _register_manufacturing_share(self, ref: Ref) -> Figure:
        made = (p for p in self.now.values() if 13 <= int(p.industry[:2]) <= 43)
        return self._share(p.ytd for p in made)

    def _register_large_count(self, ref: Ref) -> Figure:
        return Figure(Decimal(sum(p.total >= 10000 for p in self.now.values())), "个")

    def _register_large_share(self, ref: Ref) -> Figure:
        return self._share(p.ytd for p in self.now.values() if p.total >= 10000)

    def _register_high_tech_share(self, ref: Ref) -> Figure:
        high = (p for p in self.now.values() if p.industry.startswith(tuple(HIGH_TECH)))
        return self._share(p.ytd for p in high)

    # 台账
    def _ledger_investment(self, ref: Ref) -> Figure | None:
        own = self.group(ref)
        plan = sum((d.project.plan for d in own), ZERO)
        done = sum((d.project.done for d in own), ZERO)
        due = sum((d.expected for d in own), ZERO)
        if ref.statistic == "value":
            return Figure(done, "万元")
        if not plan:
            return Figure(None)
        completed, expected = done / plan * 100, due / plan * 100
        clock = Decimal(self.month) / 12 * 100
        return {
            "completion_pct": Figure(completed, "%"),
            "plan_pct": Figure(expected, "%"),
            "gap_plan_pp": Figure(points(completed, expected), "百分点"),
            "gap_linear_pp": Figure(points(completed, clock), "百分点"),
        }.get(ref.statistic)

    def _ledger_plan(self, ref: Ref) -> Figure:
        return Figure(sum((d.project.plan for d in self.group(ref)), ZERO), "万元")

    def _ledger_planned_investment(self, ref: Ref) -> Figure:
        return Figure(sum((d.project.total for d in self.group(ref)), ZERO), "万元")

    def _count(self, ref: Ref) -> Figure | None:
        tests: dict[str, Callable[[Due], bool]] = {
            "ledger_green_count": lambda d: d.light == "green",
            "ledger_yellow_count": lambda d: d.light == "yellow",
            "ledger_red_count": lambda d: d.light == "red",
            "ledger_overdue_count": self.overdue,
            "ledger_completed_count": lambda d: d.project.state == "竣工",
            "ledger_not_started_count": lambda d: d.project.state == "未开工",
            "ledger_started_count": lambda d: d.project.state == "在建",
        }
        if ref.indicator not in tests:
            raise NotCovered(ref.indicator)
        count = sum(1 for d in self.group(ref) if tests[ref.indicator](d))
        return Figure(Decimal(count), "个")

    def _ledger_project_count(self, ref: Ref) -> Figure:
        if ref.by == "move":
            was, _, now = ref.code.partition("→")
            return Figure(Decimal(self.moved(was, now)), "个")
        return Figure(Decimal(len(self.group(ref))), "个")

    def moved(self, was: str, now: str) -> int:
        """上期清单到本期清单的变动户数."""
        past = Renovation(self.inbox, self.unit, before(self.period))
        former = {p.code: past.state(p) for p in past.projects_at(past.period)}
        current = {d.project.code: self.state(d.project) for d in self.due}
        return sum(1 for c, s in current.items() if former.get(c) == was and s == now)

    def _ledger_red_plan(self, ref: Ref) -> Figure:
        return Figure(sum((d.project.plan for d in self.due if d.light == "red"), ZERO), "万元")

    def _ledger_red_plan_share(self, ref: Ref) -> Figure:
        whole = sum((d.project.plan for d in self.due), ZERO)
        red = self._ledger_red_plan(ref).value
        assert red is not None
        return Figure(red / whole * 100, "%")

    def _spread(self, ref: Ref, keep: Callable[[Project], bool]) -> Decimal:
        months = self.ahead(ref)
        return sum(
            (
                self.remaining(d.project).get(m, ZERO)
                for d in self.due
                if keep(d.project)
                for m in months
            ),
            ZERO,
        )

    def _ledger_remaining_investment(self, ref: Ref) -> Figure | None:
        if ref.statistic == "base":
            return Figure(self._last_year(ref), "万元")
        value = self._spread(ref, lambda p: True)
        return Figure(value, "万元") if ref.statistic == "value" else None

    def _last_year(self, ref: Ref) -> Decimal:
        """上年同月台账所填的本月完成投资."""
        total = ZERO
        for month in self.ahead(ref):
            rows = self.projects_at(f"{self.year - 1}-{month:02d}")
            total += sum((p.month or ZERO for p in rows), ZERO)
        return total

    def _ledger_remaining_not_started(self, ref: Ref) -> Figure:
        return Figure(self._spread(ref, lambda p: self.state(p) == "谋划"), "万元")

    def _ledger_remaining_gap(self, ref: Ref) -> Figure:
        return Figure(self._spread(ref, lambda p: True) - self._last_year(ref), "万元")

    def _ledger_starting_count(self, ref: Ref) -> Figure:
        months = {f"{self.year}-{m:02d}" for m in self.ahead(ref)}
        found = [
            d
            for d in self.due
            if self.state(d.project) == "谋划" and self.span(d.project)[0] in months
        ]
        return Figure(Decimal(len(found)), "个")

    def _ledger_finishing_count(self, ref: Ref) -> Figure:
        months = {f"{self.year}-{m:02d}" for m in self.ahead(ref)}
        found = [
            d for d in self.due if d.project.state != "竣工" and self.span(d.project)[1] in months
        ]
        return Figure(Decimal(len(found)), "个")

    # 达产效益
    def _benefit(self, ref: Ref) -> Figure | None:
        what, _, plan = ref.indicator.removeprefix("benefit_").partition("_")
        label = {"output": "新增产值(万元)", "tax": "新增税收(万元)", "jobs": "新增就业(人)"}[what]
        pair = (f"{label}/计划", f"{label}/实际")
        measure = "人" if what == "jobs" else "万元"
        if ref.by == "project":
            name = ref.code.partition(":")[2]
            row = next(b for b in self.benefits if b.name == name)
            return Figure(row.figures[pair[plan != "plan"]], measure)
        both = [
            (b.figures[pair[0]], b.figures[pair[1]])
            for b in self.benefits
            if b.figures[pair[0]] is not None and b.figures[pair[1]] is not None
        ]
        planned = sum((p for p, _ in both if p is not None), ZERO)
        actual = sum((a for _, a in both if a is not None), ZERO)
        if plan == "rate":
            return Figure(actual / planned * 100, "%")
        return Figure(planned if plan == "plan" else actual, measure)


def _listed(path: Path) -> list[Listed]:
    found = []
    for _, cells in table(path, "在库项目", "序号", 1):
        money = {
            k: number(cells[v]) or ZERO
            for k, v in (
                ("total", "计划总投资"),
                ("ytd", "本年完成投资"),
                ("equipment", "其中:设备工器具购置"),
            )
        }
        found.append(
            Listed(
                text(cells["统计项目编码"]),
                code_of(text(cells["项目代码"])),
                text(cells["项目名称"]),
                text(cells["项目单位"]),
                text(cells["统一社会信用代码"]),
                text(cells["县(市、区)"]),
                text(cells["项目行业代码"]),
                money["total"],
                money["ytd"],
                money["equipment"],
                text(cells["入库时间"]),
                text(cells["建成投产时间"]),
            )
        )
    return found


def _filings(path: Path) -> list[Filing]:
    with path.open(encoding="gb18030", newline="") as file:
        return [
            Filing(
                code_of(row["项目代码"]),
                row["项目名称"],
                plain_name(row["项目单位"]),
                row["统一社会信用代码"],
                re.sub("^示例市", "", row["建设地点"]),
                row["项目类型"],
                row["建设性质"],
                row["国标行业"].split(" ")[0],
                Decimal(row["总投资(万元)"]),
                row["建设内容"],
                row["拟开工时间"],
                date.fromisoformat(row["备案日期"]),
                row["状态"],
            )
            for row in csv.DictReader(file)
        ]


def _is_renovation(filing: Filing) -> bool:
    """改建和技术改造全部算;扩建、迁建、恢复、单纯购置要有改造的样子;新建不算."""
    if filing.nature in ("改建和技术改造", "改建", "技术改造"):
        return True
    if filing.nature not in ("扩建", "迁建", "恢复", "单纯购置"):
        return False
    words = f"{filing.name}|{filing.content}"
    return filing.kind == "技术改造" or bool(re.search(_RENOVATION_WORDS, words))


def _same_project(old: Filing, new: Filing) -> bool:
    """撤销后重新备案的同一项目:单位、名称相同,日期在后."""
    return old.owner == new.owner and old.name == new.name and old.filed <= new.filed
