"""真值:每户每月的收入、产值、利润、用电、开票,全部是整数(千元、千瓦时、分、人).

路径 = 规模 × 趋势 × 季节 × 年度冲击 × 月度扰动 × 投产爬坡 × 停产;
其余指标由收入和产值派生,彼此勾稽。
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import lists, months
from gxlab.demo.changes import Change
from gxlab.demo.firms import Calendar, Firm
from gxlab.demo.members import Member

Grid = NDArray[np.int64]
Real = NDArray[np.float64]
FLOWS = ("revenue", "output", "sales", "export", "profit", "cost", "tax", "electricity", "invoice")
STOCKS = ("assets", "liabilities", "receivables", "inventory", "employees")
_SEASON = (0.84, 0.66, 1.05, 1.0, 1.01, 1.10, 0.96, 0.98, 1.05, 1.0, 1.06, 1.29)
_FOOD = (1.12, 0.74, 0.92, 0.90, 0.95, 0.98, 0.97, 1.02, 1.14, 1.0, 1.04, 1.22)
_HEAT = (2.6, 2.2, 1.6, 0.4, 0.2, 0.2, 0.2, 0.2, 0.2, 0.4, 1.5, 2.5)


@dataclass(frozen=True)
class Truth:
    """月值 flow(企业×月)与其年内累计 total,期末值 stock,名录 listed,所在县 county.

    unit:金额千元,electricity 千瓦时,invoice 分,employees 人。
    """

    calendar: Calendar
    flow: dict[str, Grid]
    total: dict[str, Grid]
    stock: dict[str, Grid]
    listed: NDArray[np.bool_]
    county: Grid
    restated: Real
    revised: Real


def build(
    all_firms: tuple[Firm, ...],
    found: tuple[Change, ...],
    members: tuple[Member, ...],
    calendar: Calendar,
    seed: int,
) -> Truth:
    """生成全部真值."""
    rng = np.random.default_rng([seed, 4])
    revenue = _revenue(all_firms, members, calendar, rng)
    flow, stock = _derive(all_firms, revenue, calendar, rng)
    _surge_export(flow, all_firms, calendar)
    total = {name: _accumulate(values, calendar) for name, values in flow.items()}
    _merge(flow, total, stock, found, calendar)
    size, length = revenue.shape
    restated = np.where(rng.random((size, 8)) < 0.04, rng.uniform(0.94, 1.06, (size, 8)), 1.0)
    revised = np.where(rng.random((size, 1)) < 0.2, rng.normal(0, 0.004, (size, length)), 0.0)
    return Truth(
        calendar,
        flow,
        total,
        stock,
        _listed(all_firms, calendar),
        _counties(all_firms, found, calendar),
        restated,
        revised,
    )


def _reference_year(firm: Firm, calendar: Calendar) -> int:
    """annual 是哪一年的收入:年度批次为入库前一年,退出企业为退出前一年,其余为上年."""
    if firm.left is not None:
        return months.year(firm.left) - 1
    if firm.entered is not None and firm.began is None and firm.entered >= calendar.first:
        return months.year(firm.entered) - 1
    return months.year(calendar.until) - 1


def _revenue(
    all_firms: tuple[Firm, ...],
    members: tuple[Member, ...],
    calendar: Calendar,
    rng: np.random.Generator,
) -> Grid:
    size, length = len(all_firms), calendar.length
    time = np.arange(calendar.first, calendar.until + 1)
    year = time // 12
    level = np.array([f.annual * 10 / 12 for f in all_firms])[:, None]
    reference = np.array([_reference_year(f, calendar) for f in all_firms])[:, None]
    growth = np.array([f.growth for f in all_firms])[:, None]
    middle = reference * 12 + 5.5
    path = level * np.exp(growth * np.clip((time[None, :] - middle) / 12, -3, 3))
    path *= np.exp(_cluster_drift(size, members, calendar))
    path *= _season(all_firms, time)
    path *= _yearly(size, year, reference, rng)
    noise = rng.normal(0, 0.045, (size, length))
    path *= np.exp(noise + 0.5 * np.roll(noise, 1, axis=1))
    path *= _steps(all_firms, time, reference)
    return np.asarray(np.rint(path), dtype=np.int64)


def _cluster_drift(size: int, members: tuple[Member, ...], calendar: Calendar) -> Real:
    """集群景气:自上年年中起按各自的 trend 逐月偏离."""
    drift = np.zeros((size, calendar.length))
    time = np.arange(calendar.first, calendar.until + 1)
    months_on = np.clip(time - (months.january(calendar.until) - 6), 0, None) / 12
    for member in members:
        drift[member.firm] = lists.clusters()[member.cluster].trend / 100 * months_on
    return drift


def _season(all_firms: tuple[Firm, ...], time: NDArray[np.int64]) -> Real:
    table = {"13": _FOOD, "14": _FOOD, "44": _HEAT}
    rows = [np.array(table.get(f.industry[:2], _SEASON))[time % 12] for f in all_firms]
    return np.vstack(rows)


def _yearly(size: int, year: NDArray[np.int64], reference: Grid, rng: np.random.Generator) -> Real:
    """年度冲击,参照年不动(保证年度批次企业确实过线)."""
    first = int(year[0])
    shocks = rng.normal(0, 0.09, (size, int(year[-1]) - first + 1))
    picked = shocks[:, year - first]
    return np.asarray(np.exp(np.where(year[None, :] == reference, 0.0, picked)))


def _steps(all_firms: tuple[Firm, ...], time: NDArray[np.int64], reference: Grid) -> Real:
    """投产爬坡、停产、年度批次企业入库前一年以前的低位."""
    factor = np.ones((len(all_firms), len(time)))
    ramp = np.array([0.4, 0.65, 0.85])
    for row, firm in zip(factor, all_firms, strict=True):
        if firm.began is not None:
            row[time < firm.began] = 0
            for k, share in enumerate(ramp):
                row[time == firm.began + k] = share
        crossed = firm.pool == "达规未入统" or (firm.door and firm.began is None)
        if crossed and (firm.entered is None or firm.entered > int(time[0])):
            row[time // 12 < reference[firm.index, 0]] *= 0.62
        if firm.halted is not None:
            row[(time >= firm.halted[0]) & (time < firm.halted[1])] = 0
    return factor


def _derive(
    all_firms: tuple[Firm, ...], revenue: Grid, calendar: Calendar, rng: np.random.Generator
) -> tuple[dict[str, Grid], dict[str, Grid]]:
    size, length = revenue.shape
    table = lists.industries()
    r = revenue.astype(np.float64)
    wobble = rng.normal(0, 0.02, (size, length))
    output = r * (1 + wobble) * rng.uniform(0.97, 1.05, (size, 1))
    sales = output * np.clip(rng.normal(0.985, 0.015, (size, length)), 0.9, 1.04)
    exports = rng.random((size, 1)) < 0.2
    export = sales * np.where(exports, rng.uniform(0.04, 0.5, (size, 1)), 0)
    margin = np.array([[table[f.industry].margin / 100] for f in all_firms])
    margin = margin + rng.normal(0, 0.045, (size, 1)) + rng.normal(0, 0.012, (size, length))
    monthly = np.array([[f.annual * 10 / 12] for f in all_firms])
    idle = np.where((revenue == 0) & (np.cumsum(revenue, axis=1) > 0), monthly * 0.02, 0)
    profit = r * margin - idle
    cost = r * np.clip(1 - margin - rng.uniform(0.06, 0.1, (size, 1)), 0.5, 0.99)
    kwh = np.array([[table[f.industry].kwh / 10] for f in all_firms])
    power = output * kwh * rng.uniform(0.8, 1.2, (size, 1)) + monthly * kwh * 0.03 * (
        np.cumsum(revenue, axis=1) > 0
    )
    power = power * (1 + rng.normal(0, 0.02, (size, length)))
    late = np.concatenate([r[:, :1], r[:, :-1]], axis=1)
    invoice = (0.88 * r + 0.12 * late) * np.exp(rng.normal(0.01, 0.03, (size, length)))
    flow = {
        "revenue": r,
        "output": output,
        "sales": sales,
        "export": export,
        "profit": profit,
        "cost": cost,
        "tax": r * rng.uniform(0.015, 0.045, (size, 1)),
        "electricity": power,
        "invoice": invoice * 100_000,
    }
    return {k: np.rint(v).astype(np.int64) for k, v in flow.items()}, _stocks(r, monthly, rng)


def _stocks(r: Real, monthly: Real, rng: np.random.Generator) -> dict[str, Grid]:
    size, length = r.shape
    drift = np.exp(np.cumsum(rng.normal(0.003, 0.006, (size, length)), axis=1))
    alive = np.cumsum(r, axis=1) > 0
    assets = monthly * 12 * rng.uniform(0.55, 1.5, (size, 1)) * drift
    staff = monthly * 1.2 / rng.uniform(75, 160, (size, 1)) * drift**0.3
    stocks = {
        "assets": assets,
        "liabilities": assets * rng.uniform(0.3, 0.78, (size, 1)),
        "receivables": assets * rng.uniform(0.08, 0.26, (size, 1)),
        "inventory": assets * rng.uniform(0.02, 0.09, (size, 1)),
        "employees": np.maximum(staff, 8),
    }
    return {k: np.where(alive, np.rint(v), 0).astype(np.int64) for k, v in stocks.items()}


def _surge_export(flow: dict[str, Grid], all_firms: tuple[Firm, ...], calendar: Calendar) -> None:
    """让出口最少的县今年来一个大出口商:全县出口交货值增长约1.6倍(“1.6倍”的写法由此而来)."""
    january, end = calendar.at(months.january(calendar.until)), calendar.length
    firms = [f for f in all_firms if f.listed(calendar.until) and f.left is None]
    exports = flow["export"]
    by_county: dict[int, int] = {}
    for firm in firms:
        last_year = int(exports[firm.index, january - 12 : end - 12].sum())
        by_county[firm.county] = by_county.get(firm.county, 0) + last_year
    county = min(by_county, key=lambda k: (by_county[k], k))
    local = [f for f in firms if f.county == county]
    newcomer = max(local, key=lambda f: int(flow["sales"][f.index, january:end].sum()))
    others = sum(int(exports[f.index, january:end].sum()) for f in local if f is not newcomer)
    need = 2.62 * by_county[county] - others
    sales = flow["sales"][newcomer.index, january:end]
    share = min(0.85, max(0.0, need / max(1, int(sales.sum()))))
    exports[newcomer.index, january:end] = np.rint(sales * share).astype(np.int64)


def _accumulate(values: Grid, calendar: Calendar) -> Grid:
    """年内累计:每年1月起重新加."""
    total = values.copy()
    for t in range(1, calendar.length):
        if (calendar.first + t) % 12:
            total[:, t] += total[:, t - 1]
    return total


def _merge(
    flow: dict[str, Grid],
    total: dict[str, Grid],
    stock: dict[str, Grid],
    found: tuple[Change, ...],
    calendar: Calendar,
) -> None:
    """吸收合并:自合并月起,被吸收方的存量并入;流量的累计和基数由 readings 相加."""
    for change in found:
        if change.kind == "merge":
            at = calendar.at(change.month)
            for values in stock.values():
                values[change.firm, at:] += values[change.partner, at:]


def _listed(all_firms: tuple[Firm, ...], calendar: Calendar) -> NDArray[np.bool_]:
    span = range(calendar.first, calendar.until + 1)
    return np.array([[f.listed(month) for month in span] for f in all_firms])


def _counties(all_firms: tuple[Firm, ...], found: tuple[Change, ...], calendar: Calendar) -> Grid:
    grid = np.repeat(np.array([[f.county] for f in all_firms]), calendar.length, axis=1)
    for change in found:
        grid[change.firm, : calendar.at(change.month)] = change.old_county
    return grid.astype(np.int64)
