"""读数:从真值取“累计/上年同期”的报送口径——统计反馈与企业直报略有出入,基数按随表口径."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gxlab.demo import months
from gxlab.demo.changes import Change
from gxlab.demo.firms import Firm
from gxlab.demo.truth import Grid, Truth

GAP_COUNTY = 1
GAP_FACTOR = 1.012


@dataclass(frozen=True)
class Reading:
    """一期一指标:value 累计,base 随表上年同期,has_base 有无基数(月度新建企业当年无)."""

    value: Grid
    base: Grid
    has_base: NDArray[np.bool_]


def filed(
    truth: Truth, firms: tuple[Firm, ...], found: tuple[Change, ...], name: str, month: int
) -> Reading:
    """统计报表口径(分企业):合并企业含被吸收方;个别企业基数经重报."""
    t = truth.calendar.at(month)
    value = _merged(truth, found, name, month, t)
    base = _merged(truth, found, name, month, t - 12)
    column = months.year(month) % 8
    base = np.rint(base * truth.restated[:, column]).astype(np.int64)
    has_base = _door_year(firms) != months.year(month)
    return Reading(value, np.where(has_base, base, 0), has_base)


def direct(
    truth: Truth, firms: tuple[Firm, ...], found: tuple[Change, ...], name: str, month: int
) -> Reading:
    """企业直报(快报)口径:本年数有小的估计差,基数与统计相同."""
    final = filed(truth, firms, found, name, month)
    t = truth.calendar.at(month)
    value = np.rint(final.value * (1 + truth.revised[:, t])).astype(np.int64)
    return Reading(value, final.base, final.has_base)


def fed_back_base(truth: Truth, reading: Reading, month: int) -> Grid:
    """反馈口径的基数:某县上年数经执法核实上调,使反馈增速低于企业汇总."""
    t = truth.calendar.at(month)
    gap = truth.county[:, t] == GAP_COUNTY
    raised = np.rint(reading.base * GAP_FACTOR).astype(np.int64)
    return np.where(gap, raised, reading.base)


def stock(truth: Truth, found: tuple[Change, ...], name: str, month: int) -> tuple[Grid, Grid]:
    """期末存量:本年与上年同期(同一批企业)."""
    t = truth.calendar.at(month)
    now, before = _column(truth.stock[name], t), _column(truth.stock[name], t - 12)
    for change in found:
        if change.kind == "merge" and change.month <= month < change.month + 12:
            before[change.firm] += _column(truth.stock[name], t - 12)[change.partner]
    return now, before


def month_value(truth: Truth, found: tuple[Change, ...], name: str, month: int) -> Grid:
    """当月值(合并企业含被吸收方)."""
    t = truth.calendar.at(month)
    values = truth.flow[name][:, t].copy()
    for change in found:
        if change.kind == "merge" and month >= change.month:
            values[change.firm] += truth.flow[name][change.partner, t]
    return values


def _column(values: Grid, t: int) -> Grid:
    """第 t 列的副本;序列起点以前为零(负下标不得绕到末尾)."""
    return np.zeros(len(values), np.int64) if t < 0 else values[:, t].copy()


def _merged(truth: Truth, found: tuple[Change, ...], name: str, month: int, t: int) -> Grid:
    values = _column(truth.total[name], t)
    for change in found:
        if change.kind == "merge" and month >= change.month:
            values[change.firm] += _column(truth.total[name], t)[change.partner]
    return values


def _door_year(firms: tuple[Firm, ...]) -> NDArray[np.int64]:
    """经月度入库(新建投产)的年份,其余为零;当年没有上年同期."""
    return np.array(
        [
            months.year(f.entered) if f.began is not None and f.entered is not None else 0
            for f in firms
        ]
    )
