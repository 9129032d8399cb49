"""规上培育月报的每个数,从工作簿另算一遍."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from tests.independent import forecast
from tests.independent.firms import ZERO, Scene, points
from tests.independent.forecast import FILED, IN_REVIEW, LINE, PAPERS, Door, Range, Sales
from tests.independent.inbox import Candidate, Inbox, last_year
from tests.independent.ref import Figure, Ref, reckoned
from tests.independent.register import DOORS, Move, RegisterYear, is_annual
from tests.independent.rounding import half_away
from tests.independent.workbooks import number, table, text

_STATES = ("摸排", "辅导", "备件", "已报镇街", "县审", "市审", "省国审", "入库", "退回")
_BRANCH = re.compile("分公司|分厂|分店|办事处|项目部|分支机构")
_TRADE = re.compile("商贸|贸易|物资|经销|销售有限|供应链|物流")
_EXCLUDED = ("贸易开票", "设备处置", "非工业", "分支机构", "总部汇总开票", "已在外地在库")


@dataclass(frozen=True)
class Forecast:
    """一户培育企业的测算."""

    firm: Candidate
    sales: Sales | None
    range: Range | None
    crossed: str | None
    door: Door
    excluded: bool
    doubtful: bool

    def reaches(self, tier: str) -> bool:
        if self.range is None or self.excluded or (tier == "low" and self.doubtful):
            return False
        return self.range.of(tier) >= LINE


@dataclass(frozen=True)
class Estimated:
    """一户在库企业的全年营收测算."""

    code: str
    last: Decimal | None
    range: Range


class Cultivation(Scene):
    """一个单元、一个期."""

    def __init__(self, inbox: Inbox, unit: str, period: str) -> None:
        super().__init__(inbox, unit, period)
        self.year, self.month = int(period[:4]), int(period[5:])

    @cached_property
    def moves(self) -> RegisterYear:
        if self.period not in self.inbox.shared:
            self.inbox.shared[self.period] = RegisterYear(self.inbox, self.period)
        found = self.inbox.shared[self.period]
        assert isinstance(found, RegisterYear)
        return found

    def inside(self, county: str, town: str, code: str, month: str = "") -> bool:
        kind, name = self.unit_row["kind"], self.unit_row["name"]
        if kind == "city":
            return True
        if kind == "zone":
            return code in self.inbox.zone_codes(month or self.period)
        if kind == "county":
            return county == name
        above = next(u for u in self.inbox.units if u["code"] == self.unit_row["parent"])
        return (county, town) == (above["name"], name)

    def own(self, moves: list[Move]) -> list[Move]:
        """本单元的进出."""
        before = dict(zip(self.moves.months[1:], self.moves.months, strict=False))
        return [
            m
            for m in moves
            if self.inside(
                m.row.county,
                m.row.town,
                m.code,
                m.month if m in self.moves.entries else before[m.month],
            )
        ]

    @cached_property
    def entries(self) -> list[Move]:
        return self.own(self.moves.entries)

    @cached_property
    def exits(self) -> list[Move]:
        return self.own(self.moves.exits)

    def stock(self, month: str) -> int:
        return sum(
            self.inside(r.county, r.town, self.inbox.present(c), month)
            for c, r in self.inbox.register(month).items()
        )

    # -- 存量与变动 ---------------------------------------------------------------------
    def figure(self, ref: Ref) -> Figure:
        return reckoned(self, ref)

    def _above_scale_count(self, ref: Ref) -> Figure:
        return _firms(self.stock(self.period))

    def _above_scale_opening(self, ref: Ref) -> Figure:
        return _firms(self.stock(self.moves.opening))

    def _above_scale_entries(self, ref: Ref) -> Figure:
        doors = [DOORS[m.row.door] for m in self.entries]
        if ref.code == "年度批次":
            return _firms(sum(d != "月度新建" for d in doors))
        return _firms(doors.count(ref.code) if ref.by else len(doors))

    def _above_scale_exits(self, ref: Ref) -> Figure:
        if not ref.by:
            return _firms(len(self.exits))
        return _firms(sum(is_annual(m) == (ref.code == "年度退出") for m in self.exits))

    def _above_scale_transfers(self, ref: Ref) -> Figure:
        if self.unit_row["kind"] == "zone":
            came, went = len(self.entries), len(self.exits)
            opening, closing = self.stock(self.moves.opening), self.stock(self.period)
            return _firms(closing - opening - came + went)
        total = 0
        for old, new in self.moves.transfers:
            total += self.inside(new.county, new.town, new.code)
            total -= self.inside(old.county, old.town, old.code)
        return _firms(total)

    def net(self) -> int:
        return len(self.entries) - len(self.exits)

    def credited(self) -> int:
        """考核口径的新增:归本年的只有月度新建."""
        return sum(not is_annual(m) for m in self.entries)

    def _task(self, ref: Ref, done: int, label: str) -> Figure | None:
        name = "全市" if self.unit_row["kind"] == "city" else self.unit_row["name"]
        row = self.inbox.plan(self.year, "分县区").get((name, label), {})
        target = row.get(f"年度目标/{ref.code or '确保'}")
        if ref.statistic == "value":
            return _firms(done)
        if ref.statistic == "target":
            return Figure(target, "户")
        if not target:
            return Figure(None)
        completed = Decimal(done) / target * 100
        clock = Decimal(self.month) / 12 * 100
        plan = self._plan(row)
        return {
            "completion_pct": Figure(completed, "%"),
            "linear_pct": Figure(clock, "%"),
            "gap_linear_pp": Figure(points(completed, clock), "百分点"),
            "plan_pct": Figure(plan, "%"),
            "gap_plan_pp": Figure(points(completed, plan), "百分点"),
        }.get(ref.statistic)

    def _plan(self, row: dict[str, Decimal | None]) -> Decimal | None:
        ends = [ZERO, *(row.get(f"分期计划/{k}") for k in ("一季度", "上半年", "前三季度", "全年"))]
        target = row.get("年度目标/确保")
        if any(end is None for end in ends) or not target:
            return None
        quarter, inside = divmod(self.month, 3)
        start, after = ends[quarter], ends[quarter + 1 if inside else quarter]
        assert start is not None and after is not None
        return (start + (after - start) * inside / 3) / target * 100

    def _above_scale_credited(self, ref: Ref) -> Figure | None:
        return self._task(ref, self.credited(), "新增规上工业企业")

    def _above_scale_net(self, ref: Ref) -> Figure | None:
        return self._task(ref, self.net(), "净增规上工业企业")

    def _above_scale_task_gap(self, ref: Ref) -> Figure | None:
        """任务完成率与全市之差."""
        own = Ref("above_scale_credited", self.unit, self.period, "ytd", "completion_pct", "", "")
        city = next(u["code"] for u in self.inbox.units if u["kind"] == "city")
        if ref.statistic == "rank":
            place = self.rank(own)
            return Figure(None if place is None else Decimal(place), "位")
        whole = Cultivation(self.inbox, city, self.period).figure(own)
        return Figure(points(self.figure(own).value, whole.value), "百分点")

    def rank(self, ref: Ref) -> int | None:
        """在同级单位中的位次,并列同位次."""
        if self.unit_row["kind"] == "zone":
            return None
        peers = [
            u["code"]
            for u in self.inbox.units
            if u["parent"] == self.unit_row["parent"]
            and u["kind"] == self.unit_row["kind"]
            and not (u["valid_to"] and u["valid_to"][:7] < self.period)
        ]
        own = {c: Cultivation(self.inbox, c, self.period).figure(ref).value for c in peers}
        mine = own[self.unit]
        if mine is None:
            return None
        return 1 + sum(1 for v in own.values() if v is not None and v > mine)

    def _above_scale_published(self, ref: Ref) -> Figure:
        path = self.inbox.root / self.period / f"{self.year}年{self.month}月主要指标(反馈).xls"
        name = {"city": "全市", "zone": f"其中:{self.unit_row['name']}"}.get(
            self.unit_row["kind"], self.unit_row["name"]
        )
        rows = {text(c["单位"]): c for _, c in table(path, "主要指标", "单位", 2)}
        return Figure(number(rows[name]["规上工业企业户数/总量"]), "户")

    def _above_scale_gap(self, ref: Ref) -> Figure:
        published = self._above_scale_published(ref).value
        assert published is not None
        return Figure(self.stock(self.period) - published, "户")

    def _register_mismatch_count(self, ref: Ref) -> Figure | None:
        if ref.code != "名录不再列、退库名单没有":
            return None
        told = self.moves.told_exits
        return _firms(sum(m.row.name not in told for m in self.exits))

    def _register_stopped_count(self, ref: Ref) -> Figure:
        return _firms(sum(r.state in ("停产", "半停产") for r in self.register.values()))

    # -- 新增企业的作用 -----------------------------------------------------------------
    def kind(self, kind: str) -> set[str]:
        """batch 年度批次、plant 月度新建、old 原有、entrants 新进规、total 合计."""
        tests: dict[str, Callable[[str], bool]] = {
            "plant": self.is_new,
            "batch": lambda c: self.entered_now(c) and not self.is_new(c),
            "entrants": self.entered_now,
            "old": lambda c: not self.entered_now(c),
            "total": lambda c: True,
        }
        return {c for c in self.register if tests[kind](c)}

    def entered_now(self, code: str) -> bool:
        return self.register[code].entered[:4] == str(self.year)

    def _entrants(self, ref: Ref, indicator: str) -> Figure | None:
        own, total = self.sum(self.kind(ref.code), indicator), self.sum(self.register, indicator)
        return {
            "value": Figure(own.value, "万元"),
            "n": _firms(own.firms),
            "growth_yoy_pct": Figure(own.growth, "%"),
            "pull_pp": Figure(own.increment / total.then * 100, "百分点"),
            "share_pct": Figure(own.value / total.value * 100, "%"),
            "contribution": Figure(own.increment / total.increment * 100, "%"),
        }.get(ref.statistic)

    def _entrant_revenue(self, ref: Ref) -> Figure | None:
        return self._entrants(ref, "revenue")

    def _entrant_output(self, ref: Ref) -> Figure | None:
        return self._entrants(ref, "output")

    def _entrant_revenue_contribution(self, ref: Ref) -> Figure | None:
        return self._entrants(_as(ref, "contribution"), "revenue")

    def _entrant_output_contribution(self, ref: Ref) -> Figure | None:
        return self._entrants(_as(ref, "contribution"), "output")

    def _revenue_without_entrants(self, ref: Ref) -> Figure:
        return Figure(self.sum(self.kind("old"), "revenue").growth, "%")

    # -- 培育库 -------------------------------------------------------------------------
    @cached_property
    def pool(self) -> list[Candidate]:
        """本单元的培育企业:一户一次(走得最远的那行),已在名录的不计."""
        listed = {self.inbox.present(c) for c in self.inbox.register(self.period)}
        rows: dict[str, Candidate] = {}
        for item in self.inbox.candidate_rows(self.period):
            if not self.inside(item.county, item.town, item.code) or item.code in listed:
                continue
            known = rows.get(item.code)
            if known is None or _STATES.index(item.state) > _STATES.index(known.state):
                rows[item.code] = item
        return list(rows.values())

    def _candidate_count(self, ref: Ref) -> Figure:
        pool, _, state = ref.code.partition(":")
        wanted: dict[str, Callable[[Candidate], bool]] = {
            "": lambda c: True,
            "pool": lambda c: c.pool == ref.code,
            "state": lambda c: c.state == ref.code,
            "pool_state": lambda c: (c.pool, c.state) == (pool, state),
        }
        return _firms(sum(wanted[ref.by](c) for c in self.pool))

    def _candidate_in_review(self, ref: Ref) -> Figure:
        return _firms(sum(c.state in IN_REVIEW for c in self.pool))

    # -- 达规测算 -----------------------------------------------------------------------
    def sales(self, code: str) -> Sales | None:
        table_ = self.inbox.invoice_rows(self.period)
        row = table_.get(code)
        if row is None:
            return None
        path = {}
        for month in self.inbox.months:
            if f"{self.year - 1}-01" <= month <= self.period:
                other = self.inbox.invoice_rows(month).get(code)
                if other is not None and other[1] is not None:
                    path[month] = other[1] / 10000
        month_, ytd, base, last = (None if v is None else v / 10000 for v in row)
        return Sales(ytd or ZERO, base, month_, last, path)

    @cached_property
    def decisions(self) -> dict[str, str]:
        """对企业的人工判定,期末有效的."""
        path = self.inbox.root / "00底册" / "人工判定.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {
                row["对象编号"]: row["判定"]
                for row in csv.DictReader(file)
                if row["对象类型"] == "企业"
                and row["日期"] <= f"{self.period}-31"
                and (not row["有效至"] or row["有效至"] >= f"{self.period}-28")
            }

    @cached_property
    def forecasts(self) -> list[Forecast]:
        return [self._forecast(c) for c in self.pool]

    def _forecast(self, firm: Candidate) -> Forecast:
        sales = self.sales(firm.code)
        if sales is None and firm.invoiced is not None:
            sales = Sales(firm.invoiced, None, None, None, {self.period: firm.invoiced})
        found = forecast.estimate(firm, sales, self.period) if sales else None
        when = forecast.crossed(sales, found, self.period) if sales and found else None
        ruled = self.decisions.get(firm.code)
        return Forecast(
            firm,
            sales,
            found,
            when,
            forecast.door(firm, sales, when, self.period),
            ruled in _EXCLUDED,
            ruled is None and self._doubtful(firm, sales),
        )

    def _doubtful(self, firm: Candidate, sales: Sales | None) -> bool:
        """待核:像分支机构、像贸易、没有用电、单月开票过大."""
        if _BRANCH.search(firm.name) or _TRADE.search(firm.name):
            return True
        if sales is None:
            return False
        power = self.inbox.electricity(self.period).get(firm.code, (ZERO, ZERO))[0]
        if sales.ytd >= LINE * self.month / 12 and power <= 0:
            return True
        mine = [v for p, v in sorted(sales.path.items()) if p[:4] == str(self.year)]
        if len(mine) < 3 or len(mine) != self.month or sales.ytd <= 0:
            return False
        steps = [b - a for a, b in zip([ZERO, *mine], mine, strict=False)]
        return max(steps) / sales.ytd * 100 > 60

    def reaching(self, tier: str = "mid") -> list[Forecast]:
        return [f for f in self.forecasts if f.reaches(tier)]

    def _candidate_crossing_count(self, ref: Ref) -> Figure:
        if ref.by == "tier":
            return _firms(len(self.reaching(ref.code)))
        if ref.by == "door":
            name = "" if ref.code == "无" else ref.code
            return _firms(sum(f.door.name == name for f in self.reaching()))
        return _firms(len(self.reaching()))

    @cached_property
    def ready(self) -> list[Forecast]:
        """已达2000万元、月度门开着、还没有交件."""
        return [
            f
            for f in self.reaching()
            if f.door.name == "月度"
            and f.firm.state not in FILED
            and f.crossed is not None
            and f.crossed <= self.period
        ]

    def _candidate_ready_count(self, ref: Ref) -> Figure:
        if ref.by == "paper":
            place = PAPERS.index(ref.code)
            return _firms(sum(not f.firm.papers[place] for f in self.ready))
        return _firms(len(self.ready))

    def _filing_due_count(self, ref: Ref) -> Figure | None:
        day, _, name = ref.code.partition(":")
        due = [
            f
            for f in self.reaching()
            if f.firm.state not in FILED and (str(f.door.deadline), f.door.name) == (day, name)
        ]
        if ref.statistic == "value":
            return _firms(len(due))
        if ref.statistic != "n":
            return None
        wanted = 5 if name == "月度" else 4
        return _firms(sum(not all(f.firm.papers[:wanted]) for f in due))

    def one(self, code: str) -> Forecast:
        return next(f for f in self.forecasts if f.firm.code == code)

    def _range(self, ref: Ref, tier: str) -> Figure:
        found = self.one(ref.code).range
        return Figure(found.of(tier) if found else None, "万元")

    def _candidate_estimate(self, ref: Ref) -> Figure:
        return self._range(ref, "mid")

    def _candidate_estimate_low(self, ref: Ref) -> Figure:
        return self._range(ref, "low")

    def _candidate_estimate_high(self, ref: Ref) -> Figure:
        return self._range(ref, "high")

    def _candidate_prior_revenue(self, ref: Ref) -> Figure:
        return Figure(self.one(ref.code).firm.revenue, "万元")

    def _candidate_invoice_sales(self, ref: Ref) -> Figure | None:
        sales = self.one(ref.code).sales
        if sales is None:
            return Figure(None)
        growth = (sales.ytd - sales.base) / sales.base * 100 if sales.base else None
        return {"value": Figure(sales.ytd, "万元"), "growth_yoy_pct": Figure(growth, "%")}.get(
            ref.statistic
        )

    def _power(self, ref: Ref) -> Figure | None:
        now, then = self.inbox.electricity(self.period)[ref.code]
        return Figure((now - then) / then * 100 if then > 0 else None, "%")

    _candidate_electricity = _power
    _at_risk_electricity = _power

    # -- 临退 ---------------------------------------------------------------------------
    @cached_property
    def estimated(self) -> list[Estimated]:
        rows = {c: self.pair(c, "revenue") for c in self.register}
        last = {c: self._annual(c) for c in self.register}
        usable = [
            (base, last[c])
            for c, (_, base) in rows.items()
            if base and last[c] is not None and 0 < base <= last[c]  # type: ignore[operator]
        ]
        whole = sum((full for _, full in usable if full is not None), ZERO)
        season = sum((b for b, _ in usable if b is not None), ZERO) / whole if whole else None
        found = []
        for code, (value, base) in rows.items():
            if value is None:
                continue
            full = last[code]
            if full is None and base and season:
                full = base / season
            own = forecast.seasonal(value, base, full, self.month)
            if self.register[code].state == "停产":
                own = Range(value, value, max(value, own.high), False)
            found.append(Estimated(code, last[code], own))
        return found

    def _annual(self, code: str) -> Decimal | None:
        full = self.inbox.annual(self.year - 1).get(code)
        december = self.inbox.returns(f"{self.year - 1}-12")
        return december[code].figures["revenue"] if full is None and code in december else full

    @cached_property
    def below(self) -> list[Estimated]:
        return [e for e in self.estimated if e.range.mid < LINE]

    def _at_risk_count(self, ref: Ref) -> Figure:
        watched = sum(LINE <= e.range.mid < 2500 for e in self.estimated)
        return _firms(watched if ref.code == "watch" else len(self.below))

    def _at_risk_share(self, ref: Ref) -> Figure:
        part = sum((e.last or ZERO for e in self.below), ZERO)
        return Figure(part / sum((e.last or ZERO for e in self.estimated), ZERO) * 100, "%")

    def _at_risk_estimate(self, ref: Ref) -> Figure:
        return Figure(next(e.range.mid for e in self.estimated if e.code == ref.code), "万元")

    def _at_risk_gap(self, ref: Ref) -> Figure:
        return Figure(
            next(e.range.mid - LINE for e in self.estimated if e.code == ref.code), "万元"
        )

    def _at_risk_revenue(self, ref: Ref) -> Figure | None:
        value, base = self.pair(ref.code, "revenue")
        return {"value": Figure(value, "万元"), "base": Figure(base, "万元")}.get(ref.statistic)

    def _register_invoices(self, ref: Ref) -> Figure:
        return Figure(self.inbox.invoices(self.period)[ref.code][0], "元")

    def _register_invoice_gap(self, ref: Ref) -> Figure:
        sold, value = self._register_invoices(ref).value, self.pair(ref.code, "revenue")[0]
        assert sold is not None and value
        return Figure((sold / 10000 - value) / value * 100, "%")

    # -- 年度测算 -----------------------------------------------------------------------
    def ahead(self, task: bool) -> list[Forecast]:
        """还会进来的:考核口径看今年还有门,名录口径看年内生效."""
        settled = {m.code for m in self.entries if not is_annual(m)}
        return [
            f
            for f in self.forecasts
            if f.firm.code not in settled
            and f.door.effective
            and (task or f.door.effective[:4] == str(self.year))
        ]

    def _to_come(self, tier: str, task: bool, reviewed: bool) -> int:
        return sum(
            f.reaches(tier) and (f.firm.state in IN_REVIEW) == reviewed for f in self.ahead(task)
        )

    def _leaving(self, tier: str) -> int:
        return sum(e.range.of(tier) < LINE for e in self.estimated)

    def _year_entries(self, tier: str, task: bool) -> int:
        came = self.credited() if task else len(self.entries)
        coming = self._to_come(tier, task, True) + self._to_come(tier, task, False)
        if tier == "low" and self.conversion is not None:
            coming = int(half_away(coming * self.conversion, 0))
        return came + coming

    def _year_net(self, tier: str, task: bool) -> int:
        gone = [m for m in self.exits if not (task and is_annual(m))]
        leaving = self._leaving(tier) if task else 0
        return self._year_entries(tier, task) - len(gone) - leaving

    @cached_property
    def conversion(self) -> Decimal | None:
        """上年同月名单的实际入库比例,全市的;不足十户不算."""
        city = next(u["code"] for u in self.inbox.units if u["kind"] == "city")
        if self.unit != city:
            key = f"conversion {self.period}"
            if key not in self.inbox.shared:
                self.inbox.shared[key] = Cultivation(self.inbox, city, self.period).conversion
            found = self.inbox.shared[key]
            assert found is None or isinstance(found, Decimal)
            return found
        listed = self.outcomes
        if len(listed) < 10:
            return None
        return Decimal(sum(o == "entered" for o in listed)) / len(listed)

    def _outlook_came(self, ref: Ref) -> Figure:
        return _firms(self.credited())

    def _outlook_went(self, ref: Ref) -> Figure:
        return _firms(sum(not is_annual(m) for m in self.exits))

    def _outlook_reviewed(self, ref: Ref) -> Figure:
        return _firms(self._to_come(ref.code, True, True))

    def _outlook_expected(self, ref: Ref) -> Figure:
        return _firms(self._to_come(ref.code, True, False))

    def _outlook_leaving(self, ref: Ref) -> Figure:
        return _firms(self._leaving(ref.code))

    def _outlook_entries(self, ref: Ref) -> Figure:
        return _firms(self._year_entries(ref.code, True))

    def _outlook_net_credited(self, ref: Ref) -> Figure:
        return _firms(self._year_net(ref.code, True))

    def _outlook_register_came(self, ref: Ref) -> Figure:
        return _firms(len(self.entries))

    def _outlook_register_went(self, ref: Ref) -> Figure:
        return _firms(len(self.exits))

    def _outlook_register_reviewed(self, ref: Ref) -> Figure:
        return _firms(self._to_come(ref.code, False, True))

    def _outlook_register_expected(self, ref: Ref) -> Figure:
        return _firms(self._to_come(ref.code, False, False))

    def _outlook_register_net(self, ref: Ref) -> Figure:
        return _firms(self._year_net(ref.code, False))

    def _target(self, label: str) -> Decimal | None:
        name = "全市" if self.unit_row["kind"] == "city" else self.unit_row["name"]
        return self.inbox.plan(self.year, "分县区").get((name, label), {}).get("年度目标/确保")

    def _outlook_entries_gap(self, ref: Ref) -> Figure:
        target = self._target("新增规上工业企业")
        return Figure(None if target is None else self._year_entries("mid", True) - target, "户")

    def _outlook_net_gap(self, ref: Ref) -> Figure:
        target = self._target("净增规上工业企业")
        return Figure(None if target is None else self._year_net("mid", False) - target, "户")

    # -- 回看 ---------------------------------------------------------------------------
    @cached_property
    def outcomes(self) -> list[str]:
        """上年同月测算达规的每一户,今天的去向."""
        former = Cultivation(self.inbox, self.unit, last_year(self.period))
        listed = {self.inbox.present(c) for c in self.inbox.register(self.period)}
        here = {c.code for c in self.inbox.candidate_rows(self.period)}
        return [self._outcome(f, listed, here) for f in former.reaching()]

    def _outcome(self, found: Forecast, listed: set[str], here: set[str]) -> str:
        code = self.inbox.present(found.firm.code)
        if code in listed:
            return "entered"
        ruled = self.decisions.get(code)
        if ruled in _EXCLUDED:
            return {"贸易开票": "贸易或设备处置开票"}.get(ruled or "", ruled or "")
        sales = self.sales(code)
        if sales and sales.last is not None and sales.last < LINE:
            return "全年开票未达2000万元"
        if code in self.moves.returned:
            return f"审核退回：{self.moves.returned[code]}"
        return "仍在培育库" if code in here else "已不在培育库，去向待核"

    def _candidate_lookback(self, ref: Ref) -> Figure | None:
        count = len(self.outcomes) if ref.code == "listed" else self.outcomes.count(ref.code)
        share = Decimal(count) / len(self.outcomes) * 100
        return {"value": _firms(count), "share_pct": Figure(share, "%")}.get(ref.statistic)


def _firms(count: int) -> Figure:
    return Figure(Decimal(count), "户")


def _as(ref: Ref, statistic: str) -> Ref:
    return Ref(ref.indicator, ref.unit, ref.period, ref.span, statistic, ref.by, ref.code)
