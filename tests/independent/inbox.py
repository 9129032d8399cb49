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

from tests.independent.workbooks import Cell, grid, number, sheet_names, table, text

Money = Decimal | None
InvoiceRow = tuple[Money, Money, Money, Money]


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


@dataclass(frozen=True)
class Candidate:
    """培育库的一户;``papers`` 五件材料有无."""

    code: str
    name: str
    county: str
    town: str
    pool: str
    revenue: Money
    invoiced: Money
    started: str
    nature: str
    papers: tuple[bool, ...]
    state: str
    helper: str
    problem: str


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
        self._annual: dict[int, dict[str, Decimal]] = {}
        self._places: dict[str, dict[str, tuple[str, str]]] = {}
        self._invoices: dict[str, dict[str, InvoiceRow]] = {}
        self._candidates: dict[str, list[Candidate]] = {}
        self._power: dict[str, dict[str, tuple[Decimal, Decimal]]] = {}
        self.shared: dict[str, object] = {}
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

    @cached_property
    def lineage(self) -> dict[str, str]:
        """名录变更说明里写明的:原代码、被吸收合并方 → 现代码."""
        found: dict[str, str] = {}
        by_name: dict[str, str] = {}
        for month in self.months:
            for row in self.register(month).values():
                by_name.setdefault(row.name, row.code)
                if old := re.search(r"原代码[::]?(\w{18})", row.note):
                    found[old[1]] = row.code
                if merged := re.search(r"吸收合并(.+?公司)", row.note):
                    found[by_name[plain_name(merged[1])]] = row.code
        return found

    def present(self, code: str) -> str:
        """今天的代码."""
        while code in self.lineage:
            code = self.lineage[code]
        return code

    def places(self, month: str) -> dict[str, tuple[str, str]]:
        """企业 → (县, 镇),规下在内:名录最后一次的属地;从未在库的看培育库台账由谁报送."""
        if month not in self._places:
            listed: dict[str, tuple[str, str]] = {}
            known: dict[str, tuple[str, str]] = {}
            for past in (m for m in self.months if m <= month):
                known |= {c: (r.county, r.town) for c, r in self.candidates(past).items()}
                listed |= {c: (r.county, r.town) for c, r in self.register(past).items()}
            self._places[month] = known | listed
        return self._places[month]

    def located(self, month: str, unit: dict[str, str]) -> set[str]:
        """单元内的企业,规下在内."""
        place = self.places(month)
        if unit["kind"] == "zone":
            return self.zone_codes(month)
        if unit["kind"] == "county":
            return {c for c, (county, _) in place.items() if county == unit["name"]}
        above = next(u["name"] for u in self.units if u["code"] == unit["parent"])
        return {c for c, at in place.items() if at == (above, unit["name"])}

    def zone_codes(self, month: str) -> set[str]:
        """开发区企业名单当月有效的."""
        return {
            z["统一社会信用代码"]
            for z in self.zone
            if z["起始月份"] <= month and (not z["终止月份"] or month <= z["终止月份"])
        }

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
    def invoice_rows(self, month: str) -> dict[str, InvoiceRow]:
        """代码 → (当月, 本年累计, 上年同期累计, 上年全年),元."""
        if month not in self._invoices:
            path = self.root / month / f"企业开票销售_{int(month[5:])}月.xlsx"
            columns = ("本月开票销售额", "本年累计", "上年同期累计", "上年全年")
            self._invoices[month] = {
                text(cells["纳税人识别号"]): (
                    number(cells[columns[0]]),
                    number(cells[columns[1]]),
                    number(cells[columns[2]]),
                    number(cells[columns[3]]),
                )
                for _, cells in self._rows(path, "开票销售", "序号", 1)
            }
        return self._invoices[month]

    def invoices(self, month: str) -> dict[str, tuple[Money, Money, Money]]:
        """代码 → (本年累计, 上年同期累计, 上年全年),元."""
        return {code: row[1:] for code, row in self.invoice_rows(month).items()}

    def electricity(self, month: str) -> dict[str, tuple[Decimal, Decimal]]:
        """代码 → (本年累计, 上年同期累计),千瓦时;按户号对照的起止归到企业."""
        if month not in self._power:
            self._power[month] = self._electricity(month)
        return self._power[month]

    def _electricity(self, month: str) -> dict[str, tuple[Decimal, Decimal]]:
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

    # -- 培育库 -------------------------------------------------------------------------
    def candidates(self, month: str) -> dict[str, Candidate]:
        """培育库台账按代码;重复的后报为准."""
        return {item.code: item for item in self.candidate_rows(month)}

    def candidate_rows(self, month: str) -> list[Candidate]:
        """培育库台账逐行(各镇、各县、全市三种报送方式,四种样式)."""
        if month not in self._candidates:
            self._candidates[month] = [
                item
                for path in sorted((self.root / month).glob("培育库台账_*.xlsx"))
                for item in _candidates(path, self._place(path.stem.partition("_")[2]))
            ]
        return self._candidates[month]

    def _place(self, name: str) -> tuple[str, str]:
        """报送单位 → (县, 镇)."""
        unit = next(u for u in self.units if name in (u["name"], *u["aliases"].split(";")))
        if unit["kind"] == "city":
            return "", ""
        if unit["kind"] == "county":
            return unit["name"], ""
        return next(u["name"] for u in self.units if u["code"] == unit["parent"]), unit["name"]

    # -- 年报、计划 ---------------------------------------------------------------------
    def annual(self, year: int) -> dict[str, Decimal]:
        """年报营业收入,万元:代码 → 数."""
        if year not in self._annual:
            self._annual[year] = self._read_annual(year)
        return self._annual[year]

    def _read_annual(self, year: int) -> dict[str, Decimal]:
        path = self.root / f"{year + 1}-04" / f"{year}年全年分企业(年报).xlsx"
        rows = self._rows(path, "年报", "序号", 1)
        values = {text(c["统一社会信用代码"]): number(c["营业收入"]) for _, c in rows}
        return {code: value for code, value in values.items() if value is not None}

    def plan(self, year: int, sheet: str) -> dict[tuple[str, str], dict[str, Money]]:
        """指导计划:(单位或集群, 指标) → 各栏;年中调整的替换原来的."""
        found: dict[tuple[str, str], dict[str, Money]] = {}
        names = (f"{year}年工业经济指导计划.xlsx", f"{year}年工业经济指导计划(年中调整).xlsx")
        for name in names:
            for path in sorted(self.root.glob(f"{year}-*/{name}")):
                if sheet not in sheet_names(path):
                    continue
                first = "单位" if sheet == "分县区" else "集群"
                for _, cells in self._rows(path, sheet, first, 2):
                    key = (text(cells[first]), text(cells["指标"]))
                    found[key] = {k: number(v) for k, v in cells.items() if "/" in k}
        return found


_CANDIDATE = {
    "code": ("统一社会信用代码", "信用代码"),
    "name": ("企业名称", "单位名称"),
    "pool": ("所属池", "培育类别"),
    "started": ("投产时间", "投产日期"),
    "nature": ("备案性质",),
    "state": ("状态",),
    "helper": ("帮扶人", "包联干部"),
    "problem": ("存在困难", "困难问题"),
}
_ABSENT = {"", "无", "否", "×", "0", "缺"}


def _candidates(path: Path, place: tuple[str, str]) -> Iterable[Candidate]:
    for _, cells in table(path, "台账", "序号", 2):
        if not isinstance(cells["序号"], Decimal):
            continue
        own = {
            k: text(next((cells[n] for n in v if n in cells), None)) for k, v in _CANDIDATE.items()
        }
        revenue = next(v for k, v in cells.items() if re.search(r"上年营业收入|年营业收入$", k))
        invoiced = next(v for k, v in cells.items() if re.search(r"累计开票|开票销售$", k))
        papers = [v for k, v in cells.items() if re.match(r"申报材料/|材料准备/", k)]
        yield Candidate(
            own["code"],
            own["name"],
            place[0] or text(cells.get("县(市、区)")),
            place[1] or text(cells.get("乡镇(街道)")),
            own["pool"],
            number(revenue),
            number(invoiced),
            own["started"],
            own["nature"],
            tuple(text(p) not in _ABSENT for p in papers),
            own["state"],
            own["helper"],
            own["problem"],
        )


def table_title(path: Path) -> Cell:
    """第一格:标题."""
    return grid(path)[0][0]
