"""目标任务通报的每个数,从指导计划和各反馈表另算一遍."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from tests.independent import overview_feedback as feedback
from tests.independent.cultivation import Cultivation
from tests.independent.firms import points
from tests.independent.overview import Overview
from tests.independent.ref import Figure, NotCovered, Ref
from tests.independent.workbooks import number

# 指导计划里的叫法;增速一栏按反馈的增速
LABELS = {
    "value_added_growth": "规上工业增加值增速",
    "output": "规上工业总产值",
    "revenue": "规上工业营业收入",
    "revenue_growth": "规上工业营业收入增速",
    "renovation_investment_growth": "工业技改投资增速",
    "manufacturing_renovation_investment_growth": "制造业技改投资增速",
    "above_scale_entries": "新增规上工业企业",
    "above_scale_net": "净增规上工业企业",
}
COUNTS = ("above_scale_entries", "above_scale_net")
MEASURES = {"output": "万元", "revenue": "万元"} | dict.fromkeys(COUNTS, "户")
ENDS = ("一季度", "上半年", "前三季度", "全年")


class Bulletin(Overview):
    """一个单元、一个期:营业收入的坐标自带它的期(1—4月)."""

    def at(self, unit: str | None = None, period: str | None = None) -> Bulletin:
        return Bulletin(self.inbox, unit or self.unit, period or self.period)

    def figure(self, ref: Ref) -> Figure:
        if ref.indicator == "task_count":
            return self._lights(ref)
        if ref.by != "task":
            return super().figure(ref)
        tier, _, part = ref.code.partition(":")
        if part == "月均":
            return self._monthly(ref)
        found = self._task(ref, tier)
        if found is None:
            raise NotCovered(ref.statistic)
        return found

    # -- 计划 ---------------------------------------------------------------------------
    def plan(self, indicator: str) -> dict[str, Decimal | None]:
        """指导计划的一行;总量折成万元."""
        row = self.inbox.plan(int(self.period[:4]), "分县区").get(
            (self.name, LABELS[indicator]), {}
        )
        factor = 10000 if MEASURES.get(indicator) == "万元" else 1
        return {k: None if v is None else v * factor for k, v in row.items()}

    def target(self, indicator: str, tier: str = "确保") -> Decimal | None:
        return self.plan(indicator).get(f"年度目标/{tier}")

    def due(self, indicator: str, tier: str) -> Decimal | None:
        """计划进度:分期计划之间按月均匀,占确保目标的百分数;奋斗目标没有分期计划."""
        row, target = self.plan(indicator), self.target(indicator)
        ends = [row.get(f"分期计划/{name}") for name in ENDS]
        if tier != "确保" or any(end is None for end in ends) or not target:
            return None
        months = int(self.period[5:])
        quarter = (months - 1) // 3
        start = Decimal(0) if quarter == 0 else ends[quarter - 1]
        end = ends[quarter]
        assert start is not None and end is not None
        return (start + (end - start) * (months - quarter * 3) / 3) / target * 100

    # -- 完成 ---------------------------------------------------------------------------
    def done(self, indicator: str) -> Decimal | None:
        if indicator in COUNTS:
            register = Cultivation(self.inbox, self.unit, self.period)
            made = register.credited() if indicator == COUNTS[0] else register.net()
            return Decimal(made)
        if indicator == "manufacturing_renovation_investment_growth":
            cells = feedback.investment(self.inbox, self.period).get(self.name)
            return number(cells["制造业技改投资/增长(%)"]) if cells else None
        level = indicator.removesuffix("_growth")
        if indicator == "revenue_growth":
            told = self._returned(level)
            return told.growth if told else None
        told = self._returned(indicator)
        return told.value if told else None

    def completed(self, indicator: str, tier: str = "确保") -> Decimal | None:
        done, target = self.done(indicator), self.target(indicator, tier)
        if indicator not in MEASURES or done is None or not target:
            return None
        return done / target * 100

    def gap(self, indicator: str, tier: str = "确保") -> Decimal | None:
        """总量、户数比计划进度,增速比目标."""
        done, target = self.done(indicator), self.target(indicator, tier)
        if done is None or target is None:
            return None
        if indicator not in MEASURES:
            return points(done, target)
        return points(self.completed(indicator, tier), self.due(indicator, tier))

    def _task(self, ref: Ref, tier: str) -> Figure | None:
        name, measure = ref.indicator, MEASURES.get(ref.indicator, "%")
        done, target = self.done(name), self.target(name, tier)
        completed = self.completed(name, tier)
        clock = Decimal(int(self.period[5:])) / 12 * 100
        match ref.statistic:
            case "value":
                return Figure(done, measure)
            case "target":
                return Figure(target, measure)
            case "growth_yoy_pct":
                told = self._returned(name)
                return Figure(told.growth if told else None, "%")
            case "completion_pct":
                return Figure(None if completed is None or completed < 0 else completed, "%")
            case "plan_pct":
                return Figure(self.due(name, tier), "%")
            case "linear_pct":
                return Figure(clock, "%")
            case "gap_plan_pp":
                return Figure(self.gap(name, tier), "百分点")
            case "gap_linear_pp":
                return Figure(points(completed, clock), "百分点")
            case "shortfall":
                short = None if done is None or target is None else target - done
                return Figure(short if short is None or short > 0 else None, measure)
            case "needed_growth_pct":
                return Figure(self._rest(target), "%")
            case "rank":
                place = self.rank(ref)
                return Figure(None if place is None else Decimal(place), "位")
        return None

    def _rest(self, target: Decimal | None) -> Decimal | None:
        """营业收入增速目标:同一批企业上年全年、随表同期和本年累计."""
        now, then, whole = self._same_firms(set(self.register))
        if target is None:
            return None
        return (whole * (1 + target / 100) - now) / (whole - then) * 100 - 100

    def _monthly(self, ref: Ref) -> Figure:
        done, target = self.done(ref.indicator), self.target(ref.indicator)
        months = int(self.period[5:])
        measure = MEASURES[ref.indicator]
        if done is None or target is None or done >= target:
            return Figure(None)
        if ref.statistic == "n":
            return Figure(Decimal(12 - months), "个")
        if ref.statistic == "base":
            return Figure(done / months, measure)
        return Figure((target - done) / (12 - months), measure)

    # -- 灯和位次 -----------------------------------------------------------------------
    def light(self, indicator: str) -> str:
        """绿灯不慢于计划(不低于目标),总量、户数慢5个、增速低3个百分点以上为红灯."""
        gap = self.gap(indicator)
        if gap is None:
            return ""
        far = 5 if indicator in MEASURES else 3
        return "green" if gap >= 0 else "red" if gap < -far else "yellow"

    def _lights(self, ref: Ref) -> Figure:
        latest = self.inbox_finance_period
        found = [
            (self.at(period=latest) if name.startswith("revenue") else self).light(name)
            for name in LABELS
        ]
        count = sum(1 for light in found if light and ref.code in ("all", light))
        return Figure(Decimal(count), "项")

    @cached_property
    def inbox_finance_period(self) -> str:
        """财务反馈晚一个月."""
        year, month = int(self.period[:4]), int(self.period[5:])
        return f"{year}-{month - 1:02d}" if month > 2 else f"{year - 1}-12"

    def rank(self, ref: Ref) -> int | None:
        """有目标、有数的县区之间,按印出的一位小数排."""
        counties = [u["code"] for u in self.inbox.units if u["kind"] == "county"]
        own = {code: self.at(unit=code)._score(ref.indicator) for code in counties}
        mine = own.get(self.unit)
        if mine is None:
            return None
        return 1 + sum(1 for other in own.values() if other is not None and other > mine)

    def _score(self, indicator: str) -> Decimal | None:
        if self.target(indicator) is None:
            return None
        told = self.completed(indicator) if indicator in MEASURES else self.done(indicator)
        if told is None:
            return None
        return told.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)
