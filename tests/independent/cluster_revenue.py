"""集群营收月报的每个数,从工作簿另算一遍."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from tests.independent.firms import ZERO, Scene, Sum, points
from tests.independent.inbox import Inbox, Member, before
from tests.independent.ref import Figure, NotCovered, Ref


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
    def members(self) -> list[Member]:
        """期末在群、在清单、在库(本单元)的成员."""
        return [
            m
            for m in self.inbox.members
            if m.cluster in self.listed
            and m.start <= self.period
            and (not m.end or self.period <= m.end)
            and m.code in self.register
        ]

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

    def group(self, ref: Ref) -> set[str]:
        if ref.by == "":
            return set(self.register)
        if ref.by == "cluster":
            return self.of(ref.code)
        if ref.by == "cluster_list":
            return self.all
        if ref.by == "enterprise":
            return {ref.code}
        if ref.by == "role":
            return self.role(ref.code)
        raise NotCovered(ref.by)

    # -- 逐个指标 -----------------------------------------------------------------------
    def figure(self, ref: Ref) -> Figure:
        made = getattr(self, f"_{ref.indicator}", None)
        if made is None:
            raise NotCovered(ref.indicator)
        found = made(ref)
        if not isinstance(found, Figure):
            raise NotCovered(ref.statistic)
        return found

    def _cluster_member_revenue(self, ref: Ref) -> Figure | None:
        codes = self.group(ref) if ref.by else self.all
        own = self.sum(codes, "revenue")
        # 分集群、分企业的占比和拉动相对集群合计;集群合计的相对规上工业
        against = self.total if ref.by else self.whole
        return self._common(ref, own, against)

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
        return Figure(points(self.total.growth, self.whole.growth), "百分点")

    def _cluster_revenue_without(self, ref: Ref) -> Figure | None:
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
    def _of_pairs(
        ref: Ref, pairs: list[tuple[Decimal | None, Decimal | None]]
    ) -> Figure | None:
        both = [(n, t) for n, t in pairs if n is not None and t is not None]
        now = sum((n for n, _ in both), ZERO)
        then = sum((t for _, t in both), ZERO)
        if ref.statistic != "growth_yoy_pct":
            return None
        return Figure((now - then) / then * 100 if then > 0 else None, "%")
