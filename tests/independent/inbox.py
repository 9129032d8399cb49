"""收件目录按表样读成普通的行:名录、直报、成员、开票、用电……(表样见 docs/forms.md).

产品应当退回或搁置的行在这里按同样的业务道理自行剔除,另由测试与产品的退回清单对数.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path

from tests.independent.workbooks import Cell, grid, number, table, text

Money = Decimal | None


@dataclass(frozen=True)
class Registered:
    """名录里的一户."""

    code: str
    name: str
    industry: str
    county: str
    town: str
    door: str
    entered: str
    state: str
    note: str


@dataclass(frozen=True)
class Returned:
    """直报里的一户,累计数,万元."""

    code: str
    name: str
    figures: dict[str, Money]
    cause: str
    words: str


@dataclass(frozen=True)
class Member:
    """集群成员的一段:起、止都含在内,止空为至今."""

    cluster: str
    segment: str
    name: str
    code: str
    role: str
    start: str
    end: str


def before(period: str) -> str:
    """上一期:2月期没有上一期(1月免报),给上年12月."""
    year, month = map(int, period.split("-"))
    return f"{year - 1}-12" if month <= 2 else f"{year}-{month - 1:02d}"


def last_year(period: str) -> str:
    """上年同期."""
    year, month = map(int, period.split("-"))
    return f"{year - 1}-{month:02d}"


def plain_name(name: str) -> str:
    """全角括号与半角括号是同一个字."""
    return name.replace("（", "(").replace("）", ")").strip()


class Inbox:
    """一个收件目录."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._registers: dict[str, dict[str, Registered]] = {}
        self._returns: dict[str, dict[str, Returned]] = {}
        self.refused: set[tuple[str, int]] = set()
        """(文件, 行号):本模块判定不能用的整行."""
        self.held: set[tuple[str, int]] = set()
        """(文件, 行号):疑似计量单位填错、暂不汇总的行."""

    @cached_property
    def months(self) -> list[str]:
        return sorted(p.name for p in self.root.iterdir() if re.fullmatch(r"\d{4}-\d\d", p.name))

    def _rows(
        self, path: Path, sheet: str | None, first: str, depth: int
    ) -> list[tuple[int, dict[str, Cell]]]:
        return table(path, sheet, first, depth)

    # -- 名录 ---------------------------------------------------------------------------
    def register(self, month: str) -> dict[str, Registered]:
        """月末在库企业,按代码;代码按数字存放的行不能用."""
        if month not in self._registers:
            self._registers[month] = dict(self._register(month))
        return self._registers[month]

    def _register(self, month: str) -> Iterable[tuple[str, Registered]]:
        path = self.root / month / f"规上工业名录{month.replace('-', '')}.xlsx"
        for row, cells in self._rows(path, "名录", "序号", 1):
            code = cells["统一社会信用代码"]
            if not isinstance(code, str):
                self.refused.add((path.name, row))
                continue
            yield (
                code,
                Registered(
                    code,
                    plain_name(text(cells["单位详细名称"])),
                    text(cells["行业代码"]),
                    text(cells["县(市、区)"]),
                    text(cells["乡镇(街道)"]),
                    text(cells["入库类型"]),
                    text(cells["入库时间"]),
                    text(cells["运行状态"]),
                    text(cells["变更说明"]),
                ),
            )

    # -- 直报 ---------------------------------------------------------------------------
    def returns(self, month: str) -> dict[str, Returned]:
        """企业直报的累计数;补报件接在后面.约数整行不用,疑似元填成万元的不汇总."""
        if month not in self._returns:
            found: dict[str, Returned] = {}
            number_ = int(month[5:])
            for name in (f"规上企业直报_{number_}月.xlsx", f"规上企业直报_{number_}月_补报.xlsx"):
                path = self.root / month / name
                if path.exists():
                    for row, item in self._return_rows(path):
                        if self._too_large(item):
                            self.held.add((path.name, row))
                        else:
                            found[item.code] = item
            self._returns[month] = found
        return self._returns[month]

    @staticmethod
    def _too_large(item: Returned) -> bool:
        """本期与随表上年同期差百倍以上:把元填进了万元表(有基数的企业)."""
        now, then = item.figures["revenue"], item.figures["revenue_base"]
        return bool(now and then and then > 0 and now / then > 100) or bool(
            now and item.figures["employees"] and now / item.figures["employees"] > 100_000
        )

    def _return_rows(self, path: Path) -> Iterable[tuple[int, Returned]]:
        columns = {
            "output_month": "工业总产值/本月",
            "output": "工业总产值/1—本月",
            "output_base": "工业总产值/上年同期",
            "revenue": "营业收入/1—本月",
            "revenue_base": "营业收入/上年同期",
            "profit": "利润总额/1—本月",
            "profit_base": "利润总额/上年同期",
            "employees": "期末用工人数",
        }
        for row, cells in self._rows(path, "直报", "序号", 2):
            code = cells["统一社会信用代码"]
            if code == "乙":
                continue
            try:
                figures = {key: number(cells[label]) for key, label in columns.items()}
            except ArithmeticError:
                self.refused.add((path.name, row))
                continue
            yield (
                row,
                Returned(
                    text(code),
                    text(cells["企业名称"]),
                    figures,
                    text(cells["增减原因/类别"]),
                    text(cells["增减原因/说明"]),
                ),
            )

    # -- 底册 ---------------------------------------------------------------------------
    @cached_property
    def units(self) -> list[dict[str, str]]:
        path = self.root / "00底册" / "统计单位.xlsx"
        rows = self._rows(path, "统计单位", "code", 1)
        return [{k: text(v) for k, v in cells.items()} for _, cells in rows]

    @cached_property
    def zone(self) -> list[dict[str, str]]:
        path = self.root / "00底册" / "开发区企业.xlsx"
        rows = self._rows(path, "开发区企业", "开发区代码", 1)
        return [{k: text(v) for k, v in cells.items()} for _, cells in rows]

    @cached_property
    def cluster_list(self) -> list[dict[str, str]]:
        path = self.root / "00底册" / "集群清单.xlsx"
        return [
            {k: text(v) for k, v in cells.items()}
            for _, cells in self._rows(path, "集群", "集群编号", 1)
        ]

    @cached_property
    def segments(self) -> list[dict[str, str]]:
        path = self.root / "00底册" / "集群清单.xlsx"
        return [
            {k: text(v) for k, v in cells.items()}
            for _, cells in self._rows(path, "环节", "集群名称", 1)
        ]

    @cached_property
    def members(self) -> list[Member]:
        """最后一次整份重报的成员名单."""
        path = max(self.root.glob("20*/集群成员与链图.xlsx"))
        found = []
        for _, cells in self._rows(path, "成员", "集群名称", 1):
            found.append(
                Member(
                    *(
                        text(cells[k])
                        for k in (
                            "集群名称", "环节", "企业名称", "统一社会信用代码",
                            "角色", "起始月份", "终止月份",
                        )
                    )
                )
            )  # fmt: skip
        return found

    @cached_property
    def meters(self) -> list[dict[str, str]]:
        path = self.root / "00底册" / "户号对照.xlsx"
        return [
            {k: text(v) for k, v in cells.items()}
            for _, cells in self._rows(path, "户号对照", "户号", 1)
        ]

    # -- 开票、用电 ---------------------------------------------------------------------
    def invoices(self, month: str) -> dict[str, tuple[Money, Money, Money]]:
        """代码 → (本年累计, 上年同期累计, 上年全年),元."""
        path = self.root / month / f"企业开票销售_{int(month[5:])}月.xlsx"
        return {
            text(cells["纳税人识别号"]): (
                number(cells["本年累计"]),
                number(cells["上年同期累计"]),
                number(cells["上年全年"]),
            )
            for _, cells in self._rows(path, "开票销售", "序号", 1)
        }

    def electricity(self, month: str) -> dict[str, tuple[Decimal, Decimal]]:
        """代码 → (本年累计, 上年同期累计),千瓦时;按户号对照的起止归到企业."""
        path = self.root / month / f"工业用电_{int(month[5:])}月.xls"
        owner = {
            m["户号"]: m["统一社会信用代码"]
            for m in self.meters
            if m["起始月份"] <= month and (not m["终止月份"] or month <= m["终止月份"])
        }
        found: dict[str, tuple[Decimal, Decimal]] = {}
        for _, cells in self._rows(path, "用电", "序号", 1):
            code = owner.get(text(cells["户号"]))
            if code:
                now, then = found.get(code, (Decimal(0), Decimal(0)))
                now += number(cells["本年累计"]) or 0
                then += number(cells["上年同期累计"]) or 0
                found[code] = (now, then)
        return found

    # -- 反馈 ---------------------------------------------------------------------------
    def finance(self, period: str) -> dict[str, dict[str, Cell]]:
        """W03 分县区:所属期为 ``period`` 的那份(文件名可能写错,看标题)."""
        label = f"{int(period[:4])}年1—{int(period[5:])}月"
        for path in sorted(self.root.glob("20*/*财务反馈.xls")):
            title = text(table_title(path))
            if label in title:
                rows = self._rows(path, "分县区", "单位", 2)
                return {text(cells["单位"]): cells for _, cells in rows}
        return {}


def table_title(path: Path) -> Cell:
    """第一格:标题."""
    return grid(path)[0][0]

