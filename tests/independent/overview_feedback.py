"""运行月报另用的表:主要指标、分行业、财务分行业、投资、县区预计、直报的订单和下月预计."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from tests.independent.inbox import Inbox, Money, table_title
from tests.independent.workbooks import Cell, grid, number, table, text

Rows = dict[str, dict[str, Cell]]


def main_indicators(inbox: Inbox, period: str) -> Rows:
    """W01:单位 → 各栏;开发区写作“其中:…”."""
    year, month = int(period[:4]), int(period[5:])
    return _by_unit(inbox.root / period / f"{year}年{month}月主要指标(反馈).xls")


def investment(inbox: Inbox, period: str) -> Rows:
    """W10:单位 → 各栏."""
    return _by_unit(inbox.root / period / "工业投资反馈.xls")


@lru_cache(maxsize=64)
def _by_unit(path: Path) -> Rows:
    if not path.exists():
        return {}
    rows = table(path, None, "单位", 2)
    return {re.sub(r"^其中[::]", "", text(cells["单位"])): cells for _, cells in rows}


def prices(inbox: Inbox, period: str) -> dict[str, Cell]:
    """W23:全市一行;没有这张表为空."""
    return _by_unit(inbox.root / period / "工业生产者价格指数.xls").get("全市", {})


def industries(inbox: Inbox, period: str) -> dict[str, dict[str, Money]]:
    """W02:大类 → 产值、同比、增加值增速;门类、小标题和“其中”行不要,6 就是 06."""
    path = inbox.root / period / "分行业产值增速.xls"
    found: dict[str, dict[str, Money]] = {}
    if not path.exists():
        return found
    for _, cells in table(path, None, "代码", 2):
        code = text(cells["代码"])
        if re.fullmatch(r"\d{1,2}", code) and not text(cells["行业名称"]).startswith("其中"):
            level = next(v for k, v in cells.items() if re.match(r"工业总产值/1—\d+月", k))
            found[code.zfill(2)] = {
                "value": number(level),
                "growth": number(cells["工业总产值/同比增长(%)"]),
                "value_added": number(cells["增加值增速(%)/累计"]),
            }
    return found


def finance_industries(inbox: Inbox, period: str) -> Rows:
    """W03 分行业:所属期为 ``period`` 的那份."""
    label = f"{int(period[:4])}年1—{int(period[5:])}月"
    for path in sorted(inbox.root.glob("20*/*财务反馈.xls")):
        if label in text(table_title(path)):
            rows = table(path, "分行业", "代码", 2)
            return {text(c["代码"]).zfill(2): c for _, c in rows if text(c["代码"])}
    return {}


_ESTIMATED = {
    "规上工业增加值增速": "value_added_growth",
    "规模以上工业增加值增速": "value_added_growth",
    "规上工业总产值": "output",
    "规模以上工业总产值": "output",
    "工业技改投资增速": "renovation_investment_growth",
    "技改投资增速": "renovation_investment_growth",
}
_TOGETHER = {
    "value_added_growth": "增加值增速(%)/累计",
    "output": "规上工业总产值/增速(%)",
    "renovation_investment_growth": "工业技改投资增速(%)",
}


@lru_cache(maxsize=4)
def estimates(inbox: Inbox) -> dict[tuple[str, str, str], Money]:
    """W07:(县区, 所属期, 指标) → 预计增速.所属期看表题;同一县区同一期后报的整份替换先报的."""
    found: dict[tuple[str, str, str], Money] = {}
    for month in inbox.months:
        for path in sorted((inbox.root / month).glob("分县区预计汇总_*.xlsx")):
            for county, cells in _by_unit(path).items():
                for key, column in _TOGETHER.items():
                    found[county, month, key] = number(cells[column])
        for path in sorted((inbox.root / month).glob("*上报_*(预计).xlsx")):
            county, period = path.stem.split("上报")[0], _titled(path)
            if period != month:
                continue  # 表题还是上月的:退回重报,哪个月的都不算
            found = {k: v for k, v in found.items() if k[:2] != (county, period)}
            found |= {(county, period, k): v for k, v in _one(path).items()}
    return found


def _titled(path: Path) -> str:
    said = re.search(r"(\d{4})年(\d{1,2})月", text(table_title(path)))
    assert said, path
    return f"{said[1]}-{int(said[2]):02d}"


def _one(path: Path) -> dict[str, Money]:
    """四种样式:指标、累计、增速各有几种叫法;率的预计写在累计一栏."""
    rows = grid(path)
    top = next(n for n, row in enumerate(rows) if {"计量单位", "单位"} & {text(c) for c in row})
    heads = [text(cell) for cell in rows[top]]
    at = {
        key: next(n for n, head in enumerate(heads) if re.fullmatch(pattern, head))
        for key, pattern in (
            ("name", "指标名称|指标|主要指标"),
            ("ytd", r"1—本月预计|累计预计|1—\d+月预计累计"),
            ("growth", r"累计增速\(%\)|同比增长%|比上年同期增长\(%\)"),
        )
    }
    found = {}
    for row in rows[top + 1 :]:
        key = _ESTIMATED.get(text(row[at["name"]]))
        if key:
            found[key] = number(row[at["growth" if key == "output" else "ytd"]])
    return found


@lru_cache(maxsize=64)
def filed(inbox: Inbox, period: str) -> dict[str, tuple[Money, Money, Money]]:
    """直报:代码 → (本月产值, 本月新增订单, 下月预计产值);退回、搁置的企业不要."""
    found: dict[str, tuple[Money, Money, Money]] = {}
    usable = inbox.returns(period)
    month = int(period[5:])
    for name in (f"规上企业直报_{month}月.xlsx", f"规上企业直报_{month}月_补报.xlsx"):
        path = inbox.root / period / name
        if not path.exists():
            continue
        for _, cells in table(path, "直报", "序号", 2):
            code = text(cells["统一社会信用代码"])
            if code in usable:
                found[code] = (
                    number(cells["工业总产值/本月"]),
                    number(cells["本月新增订单"]),
                    number(cells["下月预计产值"]),
                )
    return found


def tenth(cell: Cell, factor: int = 1) -> Decimal | None:
    """一格数乘以单位换算."""
    value = number(cell)
    return None if value is None else value * factor
