"""工业经济运行月报的每个数,从工作簿另算一遍."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

from tests.independent import overview_feedback as feedback
from tests.independent.bridge import Bridge, build
from tests.independent.cluster_revenue import Clusters
from tests.independent.cultivation import Cultivation
from tests.independent.firms import ZERO, points, rate
from tests.independent.inbox import Money, before, last_year
from tests.independent.ref import Figure, NotCovered, Ref
from tests.independent.workbooks import Cell, number

HUNDRED = Decimal(100)
# W01、W10、W03 里的栏名
_MAIN = {
    "value_added_growth": ("规上工业增加值增速/累计(%)", None),
    "output": ("规上工业总产值/总量", "规上工业总产值/增长(%)"),
    "sales_output": ("工业销售产值/总量", "工业销售产值/增长(%)"),
    "export_delivery": ("出口交货值/总量", "出口交货值/增长(%)"),
    "electricity": ("工业用电量/总量", "工业用电量/增长(%)"),
}
_INVESTED = {
    "renovation_investment_growth": "工业技改投资/增长(%)",
    "industrial_investment_growth": "工业投资/增长(%)",
}
_FINANCE = {
    "revenue": "营业收入",
    "profit": "利润总额",
    "operating_cost": "营业成本",
    "assets": "资产总计",
    "liabilities": "负债合计",
    "receivables": "应收账款",
    "finished_goods": "产成品存货",
    "loss_count": "亏损企业(户)",
    "enterprise_count": "企业户数(户)",
}
_RATIOS = {
    "profit_margin": ("profit", "revenue", 2),
    "cost_per_hundred": ("operating_cost", "revenue", 2),
    "loss_share": ("loss_count", "enterprise_count", 1),
    "liability_ratio": ("liabilities", "assets", 1),
    "sales_output_ratio": ("sales_output", "output", 1),
    "export_share": ("export_delivery", "sales_output", 1),
}
_DAYS = {
    "finished_goods_days": ("finished_goods", "operating_cost"),
    "receivables_days": ("receivables", "revenue"),
}
_MONEY = ("output", "sales_output", "export_delivery", "revenue", "profit")
_RATES = ("value_added_growth", *_INVESTED)


class Told:
    """一个数:本期、基数、印用的增速、是不是企业汇总."""

    def __init__(self, value: Money, base: Money, growth: Money, *, summed: bool) -> None:
        self.value, self.base, self.growth, self.summed = value, base, growth, summed


class Overview(Clusters):
    """一个单元、一个期的全部在库企业,和反馈给它的数."""

    @property
    def all(self) -> set[str]:
        return set(self.register)

    def at(self, unit: str | None = None, period: str | None = None) -> Overview:
        return Overview(self.inbox, unit or self.unit, period or self.period)

    @cached_property
    def name(self) -> str:
        return "全市" if self.unit_row["kind"] == "city" else self.unit_row["name"]

    # -- 印用的数:反馈在先,企业汇总在后 ------------------------------------------------------
    def told(self, indicator: str) -> Told | None:
        return self._returned(indicator) or self._summed(indicator)

    def _returned(self, indicator: str) -> Told | None:
        if indicator in _MAIN:
            cells = feedback.main_indicators(self.inbox, self.period).get(self.name)
            if cells is None:
                return None
            level, growth = _MAIN[indicator]
            if growth is None:
                return Told(number(cells[level]), None, None, summed=False)
            factor = 1 if indicator == "electricity" else 10000
            return Told(
                feedback.tenth(cells[level], factor), None, number(cells[growth]), summed=False
            )
        if indicator in _INVESTED:
            rows = feedback.investment(self.inbox, self.period)
            cells = rows.get(self.name)
            value = number(cells[_INVESTED[indicator]]) if cells else None
            return Told(value, None, None, summed=False) if cells else None
        if indicator in _FINANCE:
            return self._finance(self._finance_row, indicator)
        return None

    @cached_property
    def _finance_row(self) -> dict[str, Cell] | None:
        """W03 本单位一行;开发区写作“其中:…”."""
        rows = self.inbox.finance(self.period).items()
        return next((c for name, c in rows if re.split("[::]", name)[-1] == self.name), None)

    @staticmethod
    def _finance(cells: dict[str, Cell] | None, indicator: str) -> Told | None:
        if cells is None:
            return None
        head = _FINANCE[indicator]
        value, base, growth = (
            number(cells[f"{head}/{k}"]) for k in ("本年", "上年同期", "增减(%)")
        )
        return Told(value, base, growth, summed=False)

    def _summed(self, indicator: str, codes: Iterable[str] | None = None) -> Told | None:
        own = set(self.register) if codes is None else set(codes)
        if indicator == "electricity":
            return self._power(own)
        if indicator in ("loss_count", "enterprise_count"):
            return self._counted(own, indicator)
        if indicator not in ("output", "revenue", "profit"):
            return None
        found = self.sum(own, indicator)
        if not found.firms:
            return None
        return Told(found.value, found.then, found.growth, summed=True)

    def _power(self, codes: set[str]) -> Told | None:
        known = [v for c, v in self.inbox.electricity(self.period).items() if c in codes]
        if not known:
            return None
        now, then = (sum((v[n] for v in known), ZERO) / 10000 for n in (0, 1))
        return Told(now, then, (now - then) / then * 100 if then > 0 else None, summed=True)

    def _counted(self, codes: set[str], indicator: str) -> Told | None:
        """有数的户数、亏损户数;上年同期只数随表有基数的,新投产的 0 不算."""
        key = "profit" if indicator == "loss_count" else "revenue"
        now = then = 0
        for code in codes:
            returned = self.inbox.returns(self.period).get(code)
            value = returned.figures[key] if returned else None
            base = returned.figures[f"{key}_base"] if returned else None
            if value is not None:
                now += key == "revenue" or value < 0
                had = base is not None and not (self.is_new(code) and base == 0)
                then += had and (key == "revenue" or bool(base is not None and base < 0))
        return (
            Told(Decimal(now), Decimal(then), None, summed=True) if now or then or codes else None
        )

    # -- 比率 ---------------------------------------------------------------------------
    def ratio(self, indicator: str, take: Callable[[str], Told | None]) -> Told | None:
        top, below, _ = _RATIOS[indicator]
        one, two = take(top), take(below)
        if one is None or two is None or one.summed != two.summed:
            return None
        return Told(_share(one.value, two.value), _share(one.base, two.base), None, summed=False)

    def days(self, indicator: str) -> Told | None:
        """360 × 平均存量 ÷ 流量 × 月数 ÷ 12."""
        stock, flow = _DAYS[indicator]
        opened = self.at(period=f"{int(self.period[:4]) - 1}-12")
        now, then, run = self.told(stock), opened.told(stock), self.told(flow)
        if now is None or then is None or run is None:
            return None
        months = Decimal(int(self.period[5:]))

        def turned(end: Money, start: Money, made: Money) -> Money:
            if end is None or start is None or not made:
                return None
            return (end + start) / 2 / made * 360 * months / 12

        return Told(
            turned(now.value, then.value, run.value),
            turned(now.base, then.base, run.base),
            None,
            summed=False,
        )

    def per_employee(self) -> Told | None:
        run = self._summed("revenue")
        heads = [
            r.figures["employees"]
            for c, r in self.inbox.returns(self.period).items()
            if c in self.all
        ]
        people = sum((h for h in heads if h is not None), ZERO)
        if run is None or run.value is None or not people:
            return None
        return Told(run.value / people * 12 / int(self.period[5:]), None, None, summed=True)

    # -- 分行业 -------------------------------------------------------------------------
    @cached_property
    def divisions(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for code, row in self.register.items():
            found.setdefault(row.industry[:2], set()).add(code)
        return found

    def industry(self, indicator: str, code: str) -> Told | None:
        """反馈给本单元分行业的(只有全市),没有的用企业汇总."""
        if self.unit_row["kind"] == "city":
            if indicator in ("output", "value_added_growth"):
                row = feedback.industries(self.inbox, self.period).get(code)
                if row is None:
                    return None
                if indicator == "output":
                    return Told(row["value"], None, row["growth"], summed=False)
                return Told(row["value_added"], None, None, summed=False)
            fed = feedback.finance_industries(self.inbox, self.period)
            if indicator in _FINANCE and fed:
                return self._finance(fed.get(code), indicator)
        codes = self.divisions.get(code, set())
        return self._summed(indicator, codes) if self._files(codes, indicator) else None

    def _files(self, codes: set[str], indicator: str) -> bool:
        if indicator == "electricity":
            return bool(codes & self.inbox.electricity(self.period).keys())
        return any(self.pair(c, "revenue")[0] is not None for c in codes)

    def industries(self, indicator: str) -> dict[str, Told]:
        codes = feedback.industries(self.inbox, self.period).keys() | self.divisions.keys()
        found = {c: self.industry(indicator, c) for c in sorted(codes)}
        return {c: t for c, t in found.items() if t is not None}

    # -- 坐标 ---------------------------------------------------------------------------
    def figure(self, ref: Ref) -> Figure:
        found = self._figure(ref)
        if found is None:
            raise NotCovered(ref.statistic)
        return found

    def _figure(self, ref: Ref) -> Figure | None:
        made = getattr(self, f"_{ref.indicator}", None)
        if made is not None and ref.indicator in _OWN:
            found: Figure | None = made(ref)
            return found
        if ref.by == "unit":
            return self._place(ref)
        if ref.indicator in _REGISTER:
            return Cultivation(self.inbox, self.unit, self.period).figure(ref)
        told = self._asked(ref)
        if told is None:
            return None
        return self._statistic(ref, told)

    def _asked(self, ref: Ref) -> Told | None:
        if ref.by == "scope":
            return self._summed(ref.indicator)
        if ref.by == "enterprise":
            value, base = self.pair(ref.code, ref.indicator)
            return Told(value, base, None, summed=True)
        if ref.span == "month":
            return self._month(ref.indicator)
        if ref.indicator in _RATIOS:
            if ref.by == "industry":
                return self.ratio(ref.indicator, lambda i: self.industry(i, ref.code))
            return self._unit_ratio(ref.indicator)
        if ref.indicator in _DAYS:
            return self.days(ref.indicator)
        if ref.indicator == "revenue_per_employee":
            return self.per_employee()
        if ref.by == "industry":
            return self.industry(ref.indicator, ref.code)
        return self.told(ref.indicator)

    def _unit_ratio(self, indicator: str) -> Told | None:
        fed = self.ratio(indicator, self._returned)
        if indicator == "loss_share" and fed is not None:
            # 亏损面随表反馈,不另除
            cells = self._finance_row or {}
            value, base = (number(cells[f"亏损面(%)/{k}"]) for k in ("本年", "上年同期"))
            return Told(value, base, number(cells["亏损面(%)/增减(%)"]), summed=False)
        return fed or self.ratio(indicator, self._summed)

    def _month(self, indicator: str) -> Told | None:
        if indicator == "value_added_growth":
            cells = feedback.main_indicators(self.inbox, self.period).get(self.name)
            value = number(cells["规上工业增加值增速/当月(%)"]) if cells else None
            return Told(value, None, None, summed=False)
        made = [v[0] for c, v in self._filed.items() if c in self.register]
        return Told(sum((v for v in made if v is not None), ZERO), None, None, summed=True)

    @cached_property
    def _filed(self) -> dict[str, tuple[Money, Money, Money]]:
        return feedback.filed(self.inbox, self.period)

    def _statistic(self, ref: Ref, told: Told) -> Figure | None:
        money = "万元" if ref.indicator in _MONEY else ""
        power = "万千瓦时" if ref.indicator == "electricity" else money
        match ref.statistic:
            case "value":
                return Figure(told.value, power)
            case "base":
                return Figure(told.base, power)
            case "growth_yoy_pct":
                return Figure(told.growth, "%")
            case "change_pp":
                return Figure(self._change(ref.indicator, told), "百分点")
            case "change_yoy_pp":
                places = 2 if ref.indicator in ("profit_margin", "cost_per_hundred") else 1
                if ref.indicator == "loss_share" and told.growth is not None:
                    return Figure(told.growth, "百分点")
                return Figure(points(told.value, told.base, places), "百分点")
            case "share_pct":
                whole = self.told("output")
                if whole is not None and whole.summed != told.summed:
                    whole = self._summed("output")
                return Figure(_share(told.value, whole.value if whole else None), "%")
        return None

    def _change(self, indicator: str, told: Told) -> Money:
        """比上期:率相减,总量的增速相减,都按印出的一位小数."""
        past = self.at(period=before(self.period))._asked(
            Ref(indicator, self.unit, before(self.period), "ytd", "value", "", "")
        )
        if past is None:
            return None
        if indicator in (*_RATES, *_RATIOS):
            return points(told.value, past.value)
        return points(told.growth, past.growth)

    # -- 位次 ---------------------------------------------------------------------------
    def rank(self, ref: Ref) -> int | None:
        if ref.by == "industry":
            rows = self.industries(ref.indicator)
            return _nth([t.growth for t in rows.values()], rows[ref.code].growth)
        return self._among(ref.indicator, ref.unit)

    def _among(self, indicator: str, unit: str) -> int | None:
        own = self.at(unit=unit)
        peers = [
            self.at(unit=u["code"])
            for u in self.inbox.units
            if u["parent"] == own.unit_row["parent"]
            and u["kind"] == own.unit_row["kind"]
            and not (u["valid_to"] and u["valid_to"][:7] < self.period)
        ]
        return _nth([p._speed(indicator) for p in peers], own._speed(indicator))

    def _speed(self, indicator: str) -> Money:
        if indicator == "above_scale_count":
            return Decimal(len(self.register))
        told = self.told(indicator)
        if told is None:
            return None
        return told.value if indicator in _RATES else told.growth

    def _place(self, ref: Ref) -> Figure:
        place = self._among(ref.indicator, ref.code)
        return Figure(None if place is None else Decimal(place), "位")

    # -- 本报告自有的数 ---------------------------------------------------------------------
    def _industry_output_pull(self, ref: Ref) -> Figure:
        own, whole = self.industry("output", ref.code), self.told("output")
        assert own is not None and whole is not None
        if own.summed and not whole.summed:
            whole = self._summed("output")
        assert whole is not None
        bases = [t.base if t.base is not None else _implied(t) for t in (own, whole)]
        if own.value is None or bases[0] is None or bases[1] is None:
            return Figure(None, "百分点")
        now = own.value
        if own.summed:
            found = self.sum(self.divisions[ref.code], "output")
            now = found.now
        return Figure((now - bases[0]) / bases[1] * 100, "百分点")

    def _industry_growing_share(self, ref: Ref) -> Figure | None:
        up, of = self._growing()
        match ref.statistic:
            case "numerator":
                return Figure(Decimal(up), "个")
            case "denominator":
                return Figure(Decimal(of), "个")
            case "value":
                return Figure(Decimal(up) / of * 100, "%")
            case "change_pp":
                then = self.at(period=before(self.period))._growing()
                return Figure(
                    points(Decimal(up) / of * 100, Decimal(then[0]) / then[1] * 100), "百分点"
                )
        return None

    def _growing(self) -> tuple[int, int]:
        rates = [rate(t.growth) for t in self.industries("output").values()]
        known = [r for r in rates if r is not None]
        return sum(r > 0 for r in known), len(known)

    def _output_gap(self, ref: Ref) -> Figure:
        return self._gap("output")

    def _revenue_gap(self, ref: Ref) -> Figure:
        return self._gap("revenue")

    def _gap(self, indicator: str) -> Figure:
        summed, fed = self._summed(indicator), self._returned(indicator)
        assert summed is not None and fed is not None
        return Figure(points(summed.growth, fed.growth), "百分点")

    def _growth_city_gap(self, ref: Ref) -> Figure:
        root = next(u["code"] for u in self.inbox.units if u["kind"] == "city")
        own, city = self._speed(ref.code), self.at(unit=root)._speed(ref.code)
        return Figure(points(own, city), "百分点")

    def _same_month(self, ref: Ref, at: int) -> Figure | None:
        """同一批企业:本期填报的(``at``:1 订单、2 下月预计)与上年同月都有的."""
        year, month = map(int, self.period.split("-"))
        then = f"{year - 1}-{month + (at == 2):02d}"
        past = feedback.filed(self.inbox, then)
        codes = self.divisions.get(ref.code, set()) if ref.by else set(self.register)
        now = base = ZERO
        firms = 0
        for code in codes:
            one = self._filed.get(code, (None, None, None))[at]
            two = past.get(code, (None, None, None))[0 if at == 2 else 1]
            if one is not None and two is not None and code in self.inbox.register(self.period):
                now, base, firms = now + one, base + two, firms + 1
        return {
            "value": Figure(now, "万元"),
            "base": Figure(base, "万元"),
            "n": Figure(Decimal(firms), "户"),
            "growth_yoy_pct": Figure((now - base) / base * 100 if base > 0 else None, "%"),
        }.get(ref.statistic)

    def _orders_same_firms(self, ref: Ref) -> Figure | None:
        return self._same_month(ref, 1)

    def _next_month_output(self, ref: Ref) -> Figure | None:
        return self._same_month(ref, 2)

    def _estimate(self, period: str, indicator: str) -> tuple[Money, Money]:
        told = feedback.estimates(self.inbox).get((self.name, period, indicator))
        return told, self.at(period=period)._speed(indicator)

    def _county_estimate(self, ref: Ref) -> Figure | None:
        period = ref.code if ref.by == "period" else self.period
        indicator = "value_added_growth" if ref.by == "period" else ref.code
        told, fed = self._estimate(period, indicator)
        return {
            "value": Figure(told, "%"),
            "base": Figure(fed, "%"),
            "change_pp": Figure(points(told, fed), "百分点"),
        }.get(ref.statistic)

    def _county_estimate_error(self, ref: Ref) -> Figure | None:
        """最近12期两数都有的,误差绝对值的平均."""
        periods = sorted(
            p
            for county, p, i in feedback.estimates(self.inbox)
            if (county, i) == (self.name, ref.code) and p <= self.period
        )
        gaps = [points(*self._estimate(p, ref.code)) for p in periods]
        last = [abs(g) for g in gaps if g is not None][-12:]
        if ref.statistic == "n":
            return Figure(Decimal(len(last)), "期")
        return Figure(sum(last, ZERO) / len(last), "百分点") if ref.statistic == "value" else None

    def _price_index(self, ref: Ref) -> Figure:
        return Figure(self._price("出厂"), "%")

    def _purchase_price_index(self, ref: Ref) -> Figure:
        return Figure(self._price("购进"), "%")

    def _price_gap(self, ref: Ref) -> Figure:
        return Figure(points(self._price("出厂"), self._price("购进")), "百分点")

    def _price(self, kind: str) -> Money:
        cells = feedback.prices(self.inbox, self.period)
        return number(cells[f"工业生产者{kind}价格指数/累计"]) if cells else None

    # -- 停产半停产 ---------------------------------------------------------------------
    @cached_property
    def still(self) -> set[str]:
        """名录写停产、半停产的,或本月产值不超过上年同月三成的."""
        past = feedback.filed(self.inbox, last_year(self.period))
        found = set()
        for code, row in self.register.items():
            now = self._filed.get(code, (None, None, None))[0]
            then = past.get(code, (None, None, None))[0]
            low = now is not None and then is not None and then > 0 and now / then * 100 <= 30
            if row.state in ("停产", "半停产") or low:
                found.add(code)
        return found

    def _stopped_count(self, ref: Ref) -> Figure:
        return Figure(Decimal(len(self.still)), "户")

    def _stopped_output_share(self, ref: Ref) -> Figure:
        own = self.sum(self.still, "output").then
        return Figure(_share(own, self.sum(self.register, "output").then), "%")

    # -- 苗头 ---------------------------------------------------------------------------
    def _signal_count(self, ref: Ref) -> Figure:
        found = self._signals()
        if ref.by:
            return Figure(Decimal(sum(rule == ref.code for rule, _ in found)), "条")
        return Figure(Decimal(len(found)), "条")

    def _signals(self) -> list[tuple[str, str]]:
        found: list[tuple[str, str]] = []
        for key in ("value_added_growth", "output", "electricity"):
            found += [(r, self.name) for r in self._course(self, key)]
        found += self._apart(self, self.name)
        found += self._behind(self.name, "", "")
        total = self.told("output")
        for code, told in self.industries("output").items():
            whole = self._summed("output") if told.summed else total
            share = _share(told.value, whole.value if whole else None)
            if share is None or share < 2:
                continue
            found += [(r, code) for r in self._course_of(lambda s, c=code: s.industry("output", c))]  # type: ignore[misc]
            power = self.industry("electricity", code)
            if power is not None and _wide(power.growth, told.growth):
                found.append(("power", code))
            found += self._behind(code, "industry", code)
        for unit in self.inbox.units:
            gone = unit["valid_to"] and unit["valid_to"][:7] < self.period
            if unit["parent"] == self.unit and not gone:
                below = self.at(unit=unit["code"])
                for key in ("value_added_growth", "output"):
                    found += [(r, unit["code"]) for r in self._course(below, key)]
                found += self._apart(below, unit["code"])
        return found

    @staticmethod
    def _apart(scene: Overview, name: str) -> list[tuple[str, str]]:
        wide = _wide(scene._speed("electricity"), scene._speed("output"))
        return [("power", name)] if wide else []

    def _behind(self, name: str, by: str, code: str) -> list[tuple[str, str]]:
        found = []
        for rule, indicator in (("orders", 1), ("next_month", 2)):
            ref = Ref("", self.unit, self.period, "month", "growth_yoy_pct", by, code)
            figure = self._same_month(ref, indicator)
            fall = rate(figure.value) if figure else None
            if fall is not None and fall < -5:
                found.append((rule, name))
        return found

    def _course(self, scene: Overview, indicator: str) -> list[str]:
        return scene._course_of(lambda s: s.told(indicator), is_rate=indicator in _RATES)

    def _course_of(
        self, take: Callable[[Overview], Told | None], *, is_rate: bool = False
    ) -> list[str]:
        """连续三期回落、由增转降:最近四期同一来源的读数."""
        rates: list[Decimal] = []
        period, kind = self.period, None
        for _ in range(4):
            told = take(self.at(period=period))
            value = (told.value if is_rate else told.growth) if told else None
            if told is None or value is None or (kind is not None and told.summed != kind):
                break
            kind = told.summed
            rounded = rate(value)
            assert rounded is not None
            rates.append(rounded)
            period = before(period)
        found = ["turned"] if len(rates) > 1 and rates[0] < 0 <= rates[1] else []
        falls = len(rates) == 4 and all(a < b for a, b in pairwise(rates))
        return [*found, "falling"] if falls else found

    # -- 增量构成 -----------------------------------------------------------------------
    @cached_property
    def bridge(self) -> Bridge:
        return build(self, self.at(period=last_year(self.period)))

    def _revenue_bridge(self, ref: Ref) -> Figure | None:
        found = self.bridge
        if ref.code == "former":
            return Figure(found.former, "万元")
        if ref.code == "comparable":
            return Figure(found.comparable, "万元")
        parts = [found.parts[ref.code]] if ref.by else list(found.parts.values())
        increase = sum((p.increase for p in parts), ZERO)
        match ref.statistic:
            case "value":
                return Figure(increase, "万元")
            case "base":
                return Figure(sum((p.base for p in parts), ZERO), "万元")
            case "pull_pp":
                return Figure(increase / found.comparable * 100, "百分点")
            case "nominal_pp":
                return Figure(found.nominal(*parts), "百分点")
            case "n":
                return Figure(Decimal(sum(p.firms for p in parts)), "户")
        return None


_OWN = (
    "price_index",
    "purchase_price_index",
    "price_gap",
    "industry_output_pull",
    "industry_growing_share",
    "output_gap",
    "revenue_gap",
    "growth_city_gap",
    "orders_same_firms",
    "next_month_output",
    "county_estimate",
    "county_estimate_error",
    "stopped_count",
    "stopped_output_share",
    "signal_count",
    "revenue_bridge",
)
_REGISTER = ("above_scale_count", "above_scale_net")


def _share(part: Money, whole: Money) -> Money:
    return None if part is None or not whole else part / whole * HUNDRED


def _implied(told: Told) -> Money:
    if told.value is None or told.growth is None:
        return None
    return told.value * HUNDRED / (HUNDRED + told.growth)


def _wide(one: Money, other: Money) -> bool:
    gap = points(one, other)
    return gap is not None and abs(gap) > 8


def _nth(speeds: list[Money], own: Money) -> int | None:
    if own is None:
        return None
    return 1 + sum(1 for s in speeds if s is not None and s > own)
