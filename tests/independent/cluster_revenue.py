"""集群营收月报的每个数,从工作簿另算一遍."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import cached_property

from tests.independent import bridge, ledger
from tests.independent.firms import ZERO, Scene, Sum, points
from tests.independent.inbox import Inbox, Member, before, last_year, plain_name
from tests.independent.ref import Figure, NotCovered, Ref, reckoned


class Clusters(Scene):
    """一个单元、一个期的重点集群(省重点清单)和它们的规上成员."""

    LIST = "省重点"

    def __init__(self, inbox: Inbox, unit: str, period: str) -> None:
        super().__init__(inbox, unit, period)

    @cached_property
    def listed(self) -> dict[str, str]:
        """当期在清单上的集群:名称 → 编号."""
        return {
            c["集群名称"]: c["集群编号"]
            for c in self.inbox.cluster_list
            if c["范围"] == self.LIST
            and c["起始月份"] <= self.period
            and (not c["终止月份"] or self.period <= c["终止月份"])
        }

    @cached_property
    def standing(self) -> list[Member]:
        """期末在群、在清单的成员,规下在内,全市的."""
        return [
            m
            for m in self.inbox.members
            if m.cluster in self.listed
            and m.start <= self.period
            and (not m.end or self.period <= m.end)
        ]

    @cached_property
    def members(self) -> list[Member]:
        """其中本单元在库的(规上成员)."""
        return [m for m in self.standing if m.code in self.register]

    def of(self, cluster: str) -> set[str]:
        return {m.code for m in self.members if self.listed[m.cluster] == cluster}

    def role(self, name: str) -> set[str]:
        return {m.code for m in self.members if m.role == name}

    @property
    def all(self) -> set[str]:
        return {m.code for m in self.members}

    @property
    def total(self) -> Sum:
        return self.sum(self.all, "revenue")

    @property
    def whole(self) -> Sum:
        """规上工业(企业汇总)."""
        return self.sum(self.register, "revenue")

    @cached_property
    def earlier(self) -> Clusters:
        return Clusters(self.inbox, self.unit, before(self.period))

    @cached_property
    def here(self) -> list[Member]:
        """期末在群、在清单的成员,规下在内:市是全部;县、镇、区按名录属地,规下的按代码前六位."""
        if self.unit_row["kind"] == "city":
            return self.standing
        inside = self.inbox.located(self.period, self.unit_row)
        return [m for m in self.standing if m.code in inside]

    def group(self, ref: Ref) -> set[str]:
        if ref.by in ("", "scope"):
            return set(self.register)
        if ref.by == "cluster":
            return self.of(ref.code)
        if ref.by == "cluster_list":
            return self.all
        if ref.by == "enterprise":
            return {ref.code}
        if ref.by == "member":
            return {ref.code.partition(":")[2]}
        if ref.by == "segment":
            cluster, _, segment = ref.code.partition(":")
            return {
                m.code
                for m in self.members
                if self.listed[m.cluster] == cluster and m.segment == segment
            }
        if ref.by == "role":
            cluster, colon, role = ref.code.rpartition(":")
            return {
                m.code
                for m in self.members
                if m.role == role and (not colon or self.listed[m.cluster] == cluster)
            }
        if ref.by == "goal":
            return set(self.register) if ref.code == "whole" else self.of(ref.code)
        raise NotCovered(ref.by)

    # -- 逐个指标 -----------------------------------------------------------------------
    def figure(self, ref: Ref) -> Figure:
        return reckoned(self, ref)

    def _cluster_member_revenue(self, ref: Ref) -> Figure | None:
        if ref.by == "goal":
            return self._target(ref)
        if ref.statistic == "growth_rank":
            head = (ref.indicator, ref.code, ref.period, ref.span, "growth_yoy_pct", "", "")
            place = Clusters(self.inbox, ref.code, self.period).rank(Ref(*head))
            return Figure(None if place is None else Decimal(place), "位")
        if ref.statistic == "rank_of":
            return Figure(Decimal(len(self._growths())), "个")
        codes = self.group(ref) if ref.by else self.all
        own = self.sum(codes, "revenue")
        # 分集群、分企业的占比和拉动相对集群合计;集群合计的相对规上工业;环节、成员相对本集群
        against = self.total if ref.by else self.whole
        if ref.by in ("member", "segment"):
            against = self.sum(self.of(ref.code.partition(":")[0]), "revenue")
        if ref.statistic == "n":
            return Figure(Decimal(own.firms), "户")
        if ref.statistic == "base":
            return Figure(own.then, "万元")
        if ref.statistic == "coverage_pct":
            return Figure(self.coverage(codes), "%")
        return self._common(ref, own, against)

    def coverage(self, codes: set[str]) -> Decimal:
        """上报面:已报企业的基数÷全部企业的基数;未报企业的基数取它上年同期自己报的数."""
        past = self.inbox.returns(last_year(self.period))
        known = self.sum(codes, "revenue").then
        silent = [c for c in codes if self.pair(c, "revenue")[0] is None]
        missing = sum((past[c].figures["revenue"] or ZERO for c in silent if c in past), ZERO)
        return known / (known + missing) * 100

    # -- 目标 ---------------------------------------------------------------------------
    def _targets(self, code: str) -> tuple[dict[str, Decimal | None], dict[str, Decimal | None]]:
        """(总量目标, 增速目标) 的各栏;总量亿元."""
        year = int(self.period[:4])
        if code == "whole":
            name = "全市" if self.unit_row["kind"] == "city" else self.unit_row["name"]
            table = self.inbox.plan(year, "分县区")
            level, speed = "规上工业营业收入", "规上工业营业收入增速"
        else:
            name = next(n for n, c in self.listed.items() if c == code)
            table = self.inbox.plan(year, "集群")
            level, speed = "集群营业收入", "集群营业收入增速"
        return table.get((name, level), {}), table.get((name, speed), {})

    def _plan_pct(self, row: dict[str, Decimal | None]) -> Decimal | None:
        """计划进度:按季度数,季内按月均分,占全年目标(确保)的百分比."""
        month = int(self.period[5:])
        ends = [ZERO, *(row.get(f"分期计划/{k}") for k in ("一季度", "上半年", "前三季度", "全年"))]
        if any(end is None for end in ends) or not row.get("年度目标/确保"):
            return None
        quarter, inside = divmod(month, 3)
        start = ends[quarter]
        after = ends[quarter + 1] if inside else start
        assert start is not None and after is not None
        target = row["年度目标/确保"]
        assert target
        return (start + (after - start) * inside / 3) / target * 100

    def _target(self, ref: Ref) -> Figure | None:
        code, _, tier = ref.code.partition(":")
        if code == "clusters":
            return self._all_targets(ref)
        level, speed = self._targets(code)
        if ref.statistic == "target":
            if tier == "增速":
                return Figure(speed.get("年度目标/确保"), "%")
            value = level.get(f"年度目标/{tier or '确保'}")
            return Figure(None if value is None else value * 10000, "万元")
        codes = self.group(Ref(*(*_head(ref), "goal", code)))
        own = self.sum(codes, "revenue")
        if ref.statistic == "growth_yoy_pct":
            return Figure(own.growth, "%")
        target = level.get("年度目标/确保")
        assert target is not None
        done = own.value / (target * 10000) * 100
        return self._progress(ref, done, self._plan_pct(level)) or self._needed(
            ref, codes, target * 10000, speed.get("年度目标/确保")
        )

    def _all_targets(self, ref: Ref) -> Figure | None:
        """全部有目标的集群合起来:完成与计划各自相加."""
        done = target = planned = ZERO
        for code in self.listed.values():
            level, _ = self._targets(code)
            goal, plan = level.get("年度目标/确保"), self._plan_pct(level)
            if goal is not None and plan is not None:
                done += self.sum(self.of(code), "revenue").value
                target += goal * 10000
                planned += plan * goal * 100
        return self._progress(ref, done / target * 100, planned / target * 100)

    def _progress(self, ref: Ref, done: Decimal, plan: Decimal | None) -> Figure | None:
        clock = Decimal(int(self.period[5:])) / 12 * 100
        match ref.statistic:
            case "completion_pct":
                return Figure(done, "%")
            case "plan_pct":
                return Figure(plan, "%")
            case "gap_plan_pp":
                return Figure(points(done, plan), "百分点")
            case "gap_linear_pp":
                return Figure(points(done, clock), "百分点")
        return None

    def _same_firms(self, codes: set[str]) -> tuple[Decimal, Decimal, Decimal]:
        """(本年, 随表上年同期, 上年全年):三个数都有的企业;新投产的后两个按 0."""
        now = then = whole = ZERO
        for code in codes:
            value, base = self.pair(code, "revenue")
            full = self._last_year(code)
            if full is None and self.is_new(code):
                full = ZERO
            if value is not None and base is not None and full is not None:
                now, then, whole = now + value, then + base, whole + full
        return now, then, whole

    def _needed(
        self, ref: Ref, codes: set[str], target: Decimal, speed: Decimal | None
    ) -> Figure | None:
        if ref.statistic != "needed_growth_pct":
            return None
        now, then, whole = self._same_firms(codes)
        if speed is not None:
            return Figure((whole * (1 + speed / 100) - now) / (whole - then) * 100 - 100, "%")
        done = self.sum(codes, "revenue").value
        return Figure((target - done) / (whole - then) * 100 - 100, "%")

    def _cluster_remaining_base(self, ref: Ref) -> Figure | None:
        _, then, whole = self._same_firms(self.group(ref))
        return Figure(whole - then, "万元") if ref.statistic == "value" else None

    def _cluster_landing(self, ref: Ref) -> Figure | None:
        """余下月份按累计增速,低、高方案各差10个百分点."""
        code, _, tier = ref.code.partition(":")
        now, then, whole = self._same_firms(self.group(replace(ref, code=code)))
        step = {"low": -10, "": 0, "high": 10}[tier]
        landed = now + (whole - then) * (now / then + Decimal(step) / 100)
        if ref.statistic == "growth_yoy_pct":
            return Figure(landed / whole * 100 - 100, "%")
        return Figure(landed, "万元") if ref.statistic == "value" else None

    def _cluster_goal_count(self, ref: Ref) -> Figure:
        """按计划进度亮灯的集群数:慢于计划为黄,慢5个百分点以上为红."""
        lights, half = [], 0
        for code in self.listed.values():
            level, _ = self._targets(code)
            goal, plan = level.get("年度目标/确保"), self._plan_pct(level)
            if goal is None or plan is None:
                continue
            done = self.sum(self.of(code), "revenue").value / (goal * 100)
            half += round(done, 1) >= 50
            gap = points(done, plan)
            assert gap is not None
            lights.append("red" if gap < -5 else "yellow" if gap < 0 else "green")
        if ref.code == "half":
            return Figure(Decimal(half), "个")
        late = ("red", "yellow")
        wanted = {"all": (*late, "green"), "late": late}.get(ref.code, (ref.code,))
        return Figure(Decimal(sum(light in wanted for light in lights)), "个")

    def _cluster_growing_unit_share(self, ref: Ref) -> Figure | None:
        """有集群企业、有增速的下级单位中增长的个数(开发区不算)."""
        below = [
            Clusters(self.inbox, u["code"], self.period)
            for u in self.inbox.units
            if u["parent"] == self.unit
            and u["kind"] != "zone"
            and not (u["valid_to"] and u["valid_to"][:7] < self.period)
        ]
        growths = [scene.total.growth for scene in below if scene.all]
        known = [g for g in growths if g is not None]
        return {
            "numerator": Figure(Decimal(sum(g > 0 for g in known)), "个"),
            "denominator": Figure(Decimal(len(known)), "个"),
        }.get(ref.statistic)

    # -- 梯队 ---------------------------------------------------------------------------
    BOUNDS = (1000, 500, 100, 50)

    def _rolling(self, codes: set[str]) -> tuple[Decimal, Decimal]:
        """(滚动12个月, 上年全年)."""
        now, then, whole = self._same_firms(codes)
        return now + whole - then, whole

    def _cluster_rolling_revenue(self, ref: Ref) -> Figure | None:
        rolling, whole = self._rolling(self.group(ref))
        if ref.statistic == "value":
            return Figure(rolling, "万元")
        if ref.statistic == "base":
            return Figure(whole, "万元")
        above = [Decimal(b) * 10000 for b in self.BOUNDS if b * 10000 > rolling]
        return Figure(min(above) - rolling, "万元") if ref.statistic == "shortfall" else None

    def _cluster_tier_count(self, ref: Ref) -> Figure | None:
        place = int(ref.code.strip("T+"))
        low = self.BOUNDS[place] * 10000
        high = self.BOUNDS[place - 1] * 10000 if place and not ref.code.endswith("+") else None
        years = [self._rolling(self.of(c))[ref.statistic == "base"] for c in self.listed.values()]
        count = sum(1 for y in years if y >= low and (high is None or y < high))
        return Figure(Decimal(count), "个") if ref.statistic in ("value", "base") else None

    def _enterprise_club_count(self, ref: Ref) -> Figure | None:
        """上年全年只看年报(没有的看12月累计),滚动12个月还要本期和基数."""
        bound = int(ref.code) * 10000
        if ref.statistic == "base":
            years = [self._last_year(code) for code in self.register]
            return Figure(Decimal(sum(1 for y in years if y is not None and y >= bound)), "户")
        rolling = [self._rolling({code})[0] for code in self.register]
        return Figure(Decimal(sum(1 for r in rolling if r >= bound)), "户")

    def _last_year(self, code: str) -> Decimal | None:
        """一户的上年全年营业收入:年报,没有的用12月累计."""
        year = int(self.period[:4]) - 1
        full = self.inbox.annual(year).get(code)
        december = self.inbox.returns(f"{year}-12")
        return december[code].figures["revenue"] if full is None and code in december else full

    # -- 增量、当月 ---------------------------------------------------------------------
    @cached_property
    def bridge(self) -> bridge.Bridge:
        return bridge.build(self, Clusters(self.inbox, self.unit, last_year(self.period)))

    def _cluster_bridge(self, ref: Ref) -> Figure | None:
        found = self.bridge
        if not ref.by:
            pull = found.increase / found.comparable * 100
            return {
                "value": Figure(found.increase, "万元"),
                "pull_pp": Figure(pull, "百分点"),
                "nominal_pp": Figure(found.nominal(), "百分点"),
            }.get(ref.statistic)
        if ref.code in ("former", "comparable"):
            return Figure(getattr(found, ref.code), "万元") if ref.statistic == "value" else None
        part = found.parts.get(ref.code, bridge.Part())
        match ref.statistic:
            case "n":
                return Figure(Decimal(part.firms), "户")
            case "base":
                return Figure(part.base, "万元")
            case "value":
                return Figure(part.increase, "万元")
            case "pull_pp":
                return Figure(part.increase / found.comparable * 100, "百分点")
            case "nominal_pp":
                return Figure(found.nominal(part), "百分点")
        return None

    def _cluster_month_revenue(self, ref: Ref) -> Figure | None:
        """当月推算:只计两期都有累计数和同期数的现成员企业."""
        past = self.earlier
        now = then = ZERO
        for code in self.all:
            pair = self.pair(code, "revenue")
            former = past.pair(code, "revenue") if code in past.register else (None, None)
            if None not in pair and None not in former:
                now += pair[0] - former[0]  # type: ignore[operator]
                then += pair[1] - former[1]  # type: ignore[operator]
        growth = (now - then) / then * 100
        return {"value": Figure(now, "万元"), "growth_yoy_pct": Figure(growth, "%")}.get(
            ref.statistic
        )

    def _stopped_count(self, ref: Ref) -> Figure | None:
        """停产半停产:名录状态,或本月产值不超过上年同月的30%."""
        codes = self.all if ref.by else set(self.register)
        past = self.inbox.returns(last_year(self.period))
        count = 0
        for code in codes:
            now = self.inbox.returns(self.period).get(code)
            month = now.figures["output_month"] if now else None
            then = past[code].figures["output_month"] if code in past else None
            low = month is not None and then is not None and then > 0 and month <= then * 3 / 10
            count += self.register[code].state in ("停产", "半停产") or low
        return Figure(Decimal(count), "户") if ref.statistic == "value" else None

    def _revenue_gap(self, ref: Ref) -> Figure | None:
        """企业汇总增速与反馈增速之差,同一期."""
        scene = Clusters(self.inbox, ref.unit, ref.period)
        fed = scene._fed_back(Ref("revenue", ref.unit, ref.period, "ytd", "growth_yoy_pct", "", ""))
        return Figure(points(scene.whole.growth, fed.value), "百分点") if fed else None

    def _cluster_ledger_investment(self, ref: Ref) -> Figure | None:
        """规上成员列入调度台账的项目."""
        codes = self.group(ref) & self.all
        names = {self.register[c].name for c in codes}
        found = [
            p for p in ledger.projects(self.inbox.root, self.period) if plain_name(p.owner) in names
        ]
        plan = sum((p.plan for p in found), ZERO)
        done = sum((p.done for p in found), ZERO)
        return {
            "n": Figure(Decimal(len(found)), "个"),
            "value": Figure(sum((p.total for p in found), ZERO), "万元"),
            "completion_pct": Figure(done / plan * 100 if plan else None, "%"),
        }.get(ref.statistic)

    def rank(self, ref: Ref) -> int | None:
        """在同级单位中的位次:值大的在前,并列同位次."""
        peers = [
            u["code"]
            for u in self.inbox.units
            if u["parent"] == self.unit_row["parent"]
            and u["kind"] == self.unit_row["kind"]
            and not (u["valid_to"] and u["valid_to"][:7] < self.period)
        ]
        values = {}
        for code in peers:
            own = Ref(ref.indicator, code, *_head(ref)[2:], ref.by, ref.code)
            scene = Clusters(self.inbox, code, self.period)
            values[code] = scene.figure(own).value if scene.all else None
        mine = values[ref.unit]
        if mine is None:
            return None
        return 1 + sum(1 for v in values.values() if v is not None and v > mine)

    def _common(self, ref: Ref, own: Sum, against: Sum) -> Figure | None:
        match ref.statistic:
            case "value":
                return Figure(own.value, "万元")
            case "growth_yoy_pct":
                return Figure(own.growth, "%")
            case "increment":
                return Figure(own.increment, "万元")
            case "share_pct":
                return Figure(own.value / against.value * 100, "%")
            case "pull_pp":
                return Figure(own.increment / against.then * 100, "百分点")
            case "change_pp":
                past = self.earlier
                codes = past.group(ref) if ref.by else past.all
                return Figure(points(own.growth, past.sum(codes, "revenue").growth), "百分点")
        return None

    def _revenue(self, ref: Ref) -> Figure | None:
        if not ref.by:
            return self._fed_back(ref)
        return self._common(ref, self.sum(self.group(ref), "revenue"), self.whole)

    def _fed_back(self, ref: Ref) -> Figure | None:
        row = self.inbox.finance(ref.period).get(
            {"city": "全市", "zone": f"其中:{self.unit_row['name']}"}.get(
                self.unit_row["kind"], self.unit_row["name"]
            )
        )
        if row is None:
            return None
        column = {"value": "本年", "growth_yoy_pct": "增减(%)"}.get(ref.statistic)
        cell = row[f"营业收入/{column}"] if column else None
        assert cell is None or isinstance(cell, Decimal)
        return Figure(cell, "万元" if column == "本年" else "%") if column else None

    def _cluster_member_count(self, ref: Ref) -> Figure | None:
        if ref.statistic == "n":
            cluster, _, segment = ref.code.partition(":")
            return Figure(
                Decimal(
                    len(
                        {
                            m.code
                            for m in self.here
                            if self.listed[m.cluster] == cluster and m.segment == segment
                        }
                    )
                ),
                "户",
            )
        return Figure(Decimal(len(self.group(ref))), "户") if ref.statistic == "value" else None

    def _cluster_share(self, ref: Ref) -> Figure | None:
        now = self.total.value / self.whole.value * 100
        if ref.statistic == "value":
            return Figure(now, "%")
        then = self.total.then / self.whole.then * 100
        return Figure(points(now, then), "百分点") if ref.statistic == "change_yoy_pp" else None

    def _growths(self) -> list[Decimal]:
        sums = (self.sum(self.of(code), "revenue").growth for code in self.listed.values())
        return [growth for growth in sums if growth is not None]

    def _cluster_growing_share(self, ref: Ref) -> Figure | None:
        growths = self._growths()
        up = sum(1 for growth in growths if growth > 0)
        match ref.statistic:
            case "numerator":
                return Figure(Decimal(up), "个")
            case "denominator":
                return Figure(Decimal(len(growths)), "个")
            case "value":
                return Figure(Decimal(up) / len(growths) * 100, "%")
        return None

    def _cluster_growth_gap(self, ref: Ref) -> Figure | None:
        against = self.whole.growth
        if ref.by == "against":
            city = next(u["code"] for u in self.inbox.units if u["kind"] == "city")
            against = Clusters(self.inbox, city, self.period).total.growth
        return Figure(points(self.total.growth, against), "百分点")

    def _cluster_revenue_without(self, ref: Ref) -> Figure | None:
        if ref.code == "joined":
            part, whole = self.bridge.parts["joined"], self.bridge
            base = whole.comparable - part.base
            return Figure((whole.increase - part.increase) / base * 100, "%")
        rest = self.all - {ref.code}
        return Figure(self.sum(rest, "revenue").growth, "%")

    def _profit(self, ref: Ref) -> Figure | None:
        own = self.sum(self.group(ref), "profit")
        return Figure(own.value, "万元") if ref.statistic == "value" else None

    def _profit_margin(self, ref: Ref) -> Figure | None:
        codes = self.group(ref)
        profit, revenue = self.sum(codes, "profit"), self.sum(codes, "revenue")
        now = profit.value / revenue.value * 100
        if ref.statistic == "value":
            return Figure(now, "%")
        then = profit.then / revenue.then * 100
        return Figure(points(now, then, 2), "百分点") if ref.statistic == "change_yoy_pp" else None

    def _loss_share(self, ref: Ref) -> Figure | None:
        profits = [self.pair(code, "profit")[0] for code in self.group(ref)]
        known = [p for p in profits if p is not None]
        losing = sum(1 for p in known if p < 0)
        return Figure(Decimal(losing) / len(known) * 100, "%") if ref.statistic == "value" else None

    def _electricity(self, ref: Ref) -> Figure | None:
        table = self.inbox.electricity(self.period)
        return self._of_pairs(ref, [table.get(code, (None, None)) for code in self.group(ref)])

    def _invoice_sales(self, ref: Ref) -> Figure | None:
        table = self.inbox.invoices(self.period)
        rows = [table.get(code, (None, None, None))[:2] for code in self.group(ref)]
        return self._of_pairs(ref, rows)

    @staticmethod
    def _of_pairs(ref: Ref, pairs: list[tuple[Decimal | None, Decimal | None]]) -> Figure | None:
        both = [(n, t) for n, t in pairs if n is not None and t is not None]
        now = sum((n for n, _ in both), ZERO)
        then = sum((t for _, t in both), ZERO)
        if ref.statistic != "growth_yoy_pct":
            return None
        return Figure((now - then) / then * 100 if then > 0 else None, "%")


def _head(ref: Ref) -> tuple[str, str, str, str, str]:
    return ref.indicator, ref.unit, ref.period, ref.span, ref.statistic
