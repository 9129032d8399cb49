"""县区情况说明 W21(md):原因、问题、建议,文中的数取自反馈表."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from gxlab.demo import candidates, lists, months
from gxlab.demo.figures import growth, yi
from gxlab.demo.sheet import Book, Sheet
from gxlab.demo.world import World
from gxlab.demo.writers.counties import whole

REPORTS = ("集群营收", "技改投资", "规上培育", "运行分析")


def books(world: World) -> Iterator[Book]:
    """最近三个月,每县每报告一份."""
    for month in range(
        max(world.calendar.start, world.calendar.until - 2), world.calendar.until + 1
    ):
        if months.number(month) == 1:
            continue
        for k, unit in enumerate(world.counties):
            for report, body in zip(REPORTS, _bodies(world, month, k), strict=True):
                path = f"情况说明/{months.iso(month)}/{unit.name}_{report}.md"
                yield Book("W21", month, path, (_page(world, month, k, report, body),), unit.name)


def _page(world: World, month: int, k: int, report: str, body: tuple[str, str, str]) -> Sheet:
    unit = world.counties[k]
    words = lists.words()
    clerk = words.surnames[k * 3 % 30] + words.given[k * 5 % len(words.given)]
    following = months.chinese(month + 1)
    lines = [
        f"# {unit.name}{months.chinese(month)}{report}情况说明",
        f"填报人：{clerk}  日期：{following}10日（演示数据）",
        "## 原因",
        body[0],
        "## 问题",
        body[1],
        "## 建议",
        body[2],
    ]
    return Sheet("正文", tuple((line,) for line in lines))


def _bodies(world: World, month: int, k: int) -> list[tuple[str, str, str]]:
    return [
        _revenue(world, month, k),
        _renovation(world, month, k),
        _cultivation(world, month, k),
        _running(world, month, k),
    ]


def rate_words(rate: float | None) -> str:
    """“同比增长x%”“同比下降x%”“同比持平”."""
    if rate is None:
        return "同比无基数"
    if rate == 0:
        return "同比持平"
    return f"同比增长{rate}%" if rate > 0 else f"同比下降{abs(rate)}%"


def _revenue(world: World, month: int, k: int) -> tuple[str, str, str]:
    mask = world.unit_masks(month)[k + 1][1] & world.register(month)
    value, base = world.fed_back("output", month)
    total, before = int(value[mask].sum()), int(base[mask].sum())
    gaps = np.where(mask, value - base, 0)
    down = world.firms[int(np.argmin(gaps))]
    span = months.span(month)
    cause = (
        f"{span}，{whole(world, k)}规上工业总产值{yi(total)}亿元，"
        f"{rate_words(growth(total, before))}。"
        f"下拉较大的是{world.identity(down, month).name}，减少{abs(int(gaps.min())) // 10}万元，"
        "主要是订单不足。"
    )
    return cause, "部分企业流动资金紧张，用工缺口较大。", "建议组织银企对接，协调重点企业用电保障。"


def _renovation(world: World, month: int, k: int) -> tuple[str, str, str]:
    rows = [p for p in world.projects if p.in_ledger(months.year(month))]
    rows = [p for p in rows if world.firms[p.firm].county == k]
    waiting = [p for p in rows if p.started is None or p.started > month]
    cause = f"列入台账项目{len(rows)}个，未开工{len(waiting)}个。"
    if waiting:
        cause += f"{waiting[0].name}因{waiting[0].delay or '前期手续'}原因尚未开工。"
    return cause, "设备交货周期长，部分项目资金到位慢。", "建议市级协调用地指标和项目贷款。"


def _cultivation(world: World, month: int, k: int) -> tuple[str, str, str]:
    inside = [c for c in candidates.at(world, month) if c.firm.county == k]
    ready = [c for c in inside if all(c.papers)]
    cause = f"培育库在库{len(inside)}户，材料齐备{len(ready)}户。"
    return cause, "部分企业财务核算不规范，入统意愿不强。", "建议市里组织统计业务培训。"


def _running(world: World, month: int, k: int) -> tuple[str, str, str]:
    mask = world.unit_masks(month)[k + 1][1] & world.register(month)
    value, base = world.fed_back("output", month)
    total, before = int(value[mask].sum()), int(base[mask].sum())
    gaps = np.where(mask, value - base, 0)
    up = world.firms[int(np.argmax(gaps))]
    cause = (
        f"{months.span(month)}，{whole(world, k)}规上工业总产值{yi(total)}亿元，"
        f"{rate_words(growth(total, before))}。"
        f"增产较多的是{world.identity(up, month).name}，增加{int(gaps.max()) // 10}万元，"
        "主要是新线满产。"
    )
    return cause, "部分企业后续订单不足，原料价格波动较大。", "建议加强产销对接，逐户跟踪下月排产。"
