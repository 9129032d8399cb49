"""培育库台账 W17、入库审核结果与退库名单 W18."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxlab.demo import candidates, lists, months
from gxlab.demo.candidates import Candidate
from gxlab.demo.figures import wan
from gxlab.demo.firms import MONTHLY_DOOR, Firm
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers.variants import Form, arrange, form_of, titles_of

_PAPERS = ("营业执照", "利润表", "纳税申报表", "现场照片", "项目备案")
_SHORT = ("执照", "利润表", "申报表", "照片", "备案证明")
COLUMNS = (
    Column("seq", "序号", width=6),
    Column("name", "企业名称", width=34),
    Column("code", "统一社会信用代码", width=22),
    Column("pool", "所属池", width=18),
    Column("product", "主导产品", width=12),
    Column("last", "上年营业收入"),
    Column("invoiced", "本年累计开票"),
    Column("began", "投产时间", width=10),
    Column("nature", "备案性质", width=10),
    *[Column(f"paper{k}", "申报材料", label, 9) for k, label in enumerate(_PAPERS)],
    Column("state", "状态", width=10),
    Column("helper", "帮扶人", width=10),
    Column("trouble", "存在困难", width=28),
)
_MOVED = (
    "seq",
    "name",
    "code",
    "pool",
    "state",
    "helper",
    "product",
    "last",
    "invoiced",
    "began",
    "nature",
    *[f"paper{k}" for k in range(5)],
    "trouble",
)


def _synonyms(month: int) -> dict[str, str]:
    year, n = months.year(month), months.number(month)
    return {
        "name": "单位名称",
        "code": "信用代码",
        "pool": "培育类别",
        "helper": "包联干部",
        "product": "主要产品",
        "last": f"{year - 1}年营业收入",
        "invoiced": f"1—{n}月开票销售",
        "began": "投产日期",
        "trouble": "困难问题",
        **{f"paper{k}": "材料准备" for k in range(5)},
        **{f"paper{k}/sub": label for k, label in enumerate(_SHORT)},
    }


def books(world: World) -> Iterator[Book]:
    """W17 每月(含1月);W18 有批次的月份."""
    for month in world.report_months:
        yield from _ledgers(world, month)
    yield from _audits(world)


def _ledgers(world: World, month: int) -> Iterator[Book]:
    folder, back = months.iso(month), world.calendar.until - month
    everyone = candidates.at(world, month)
    if back >= 3:
        path = f"{folder}/培育库台账_全市.xlsx"
        yield Book("W17", month, path, (_city(world, month, everyone),))
        return
    for k, unit in enumerate(world.counties):
        local = [c for c in everyone if c.firm.county == k]
        if back:
            sheet = _sheet(world, month, k, local, f"{unit.name}", with_town=True)
            yield Book("W17", month, f"{folder}/培育库台账_{unit.name}.xlsx", (sheet,), unit.name)
            continue
        for j, town in enumerate(world.city.towns[k]):
            inside = [c for c in local if c.firm.town == j]
            sheet = _sheet(world, month, k, inside, town.name, with_town=False)
            path = f"{folder}/培育库台账_{town.name}.xlsx"
            yield Book("W17", month, path, (sheet,), f"{unit.name}/{town.name}")


def _row(candidate: Candidate, number: int) -> Row:
    firm = candidate.firm
    began = months.iso(firm.began) if firm.began is not None else None
    nature = "新建" if firm.began is not None else "技术改造" if firm.index % 3 else "—"
    papers = tuple("√" if done else None for done in candidate.papers)
    return (
        number,
        firm.name,
        firm.code,
        candidate.pool,
        lists.industries()[firm.industry].product,
        wan(candidate.last_revenue),
        round(candidate.invoiced / 1_000_000, 1),
        began,
        nature,
        *papers,
        candidate.state,
        candidate.helper,
        candidate.trouble or None,
    )


def _city(world: World, month: int, everyone: Sequence[Candidate]) -> Sheet:
    extra = (Column("county", "县(市、区)"), Column("town", "乡镇(街道)"))
    columns = (COLUMNS[0], *extra, *COLUMNS[1:])
    records: list[tuple[str, Row]] = []
    for number, candidate in enumerate(everyone, 1):
        row = _row(candidate, number)
        who = world.identity(candidate.firm, month)
        place = (world.counties[who.county].name, world.town_name(who, month))
        records.append((str(candidate.firm.index), (row[0], *place, *row[1:])))
    titles = [
        {0: "示例市规上工业企业培育库台账"},
        {0: f"截至{months.chinese(month)}末", -1: "单位:万元"},
    ]
    return table("台账", titles, columns, records)


def _sheet(
    world: World, month: int, k: int, inside: Sequence[Candidate], title: str, *, with_town: bool
) -> Sheet:
    form = form_of(k)
    columns: tuple[Column, ...] = COLUMNS
    order: tuple[str, ...] = _MOVED
    records = [(str(c.firm.index), _row(c, n)) for n, c in enumerate(inside, 1)]
    if form is Form.INSERTED:
        columns = (*columns[:5], Column("industry", "所属行业", width=18), *columns[5:])
        records = [
            (key, (*row[:5], lists.industries()[c.firm.industry].name, *row[5:]))
            for (key, row), c in zip(records, inside, strict=True)
        ]
    if with_town:
        columns = (columns[0], Column("town", "乡镇(街道)"), *columns[1:])
        order = (_MOVED[0], "town", *_MOVED[1:])
        towns = [world.town_name(world.identity(c.firm, month), month) for c in inside]
        records = [
            (key, (row[0], town, *row[1:])) for (key, row), town in zip(records, towns, strict=True)
        ]
    if form is Form.MOVED:
        columns, records = arrange(columns, records, order, _synonyms(month))
    second = {0: f"截至{months.chinese(month)}末", -1: "单位:万元"}
    plain = [{0: f"{title}规上工业企业培育库台账"}, second]
    other = [{0: f"{title}“小升规”培育企业情况表"}, second, {}]
    return table("台账", titles_of(form, plain, other), columns, records)


_AUDIT = (
    ("seq", "序号", 6),
    ("name", "企业名称", 34),
    ("code", "统一社会信用代码", 22),
    ("county", "县(市、区)", 11),
    ("kind", "类型", 10),
    ("result", "审核结果", 10),
    ("reason", "退回原因", 36),
    ("effective", "生效期", 16),
)
_REASONS = (
    "利润表与纳税申报表收入差异超过10%，无说明",
    "收入不足2000万",
    "照片看不清铭牌",
    "备案性质为技改，不属新建，请走年度批次",
)


def _audits(world: World) -> Iterator[Book]:
    for month in world.report_months:
        entered = [f for f in world.firms if f.entered == month]
        year, folder = months.year(month), months.iso(month)
        if months.number(month) == 2:
            label = f"{year - 1}年年度批"
            yield Book(
                "W18",
                month,
                f"{folder}/入库审核结果_{label}.xls",
                (_audit(world, label, entered, month),),
                "审核结果",
            )
        elif entered:
            label = f"{months.chinese(month - 1)}批"
            yield Book(
                "W18",
                month,
                f"{folder}/入库审核结果_{label}.xls",
                (_audit(world, label, entered, month),),
                "审核结果",
            )
        gone = [f for f in world.firms if f.left == month]
        if gone:
            label = f"{year}年" if months.number(month) == 2 else months.chinese(month)
            yield Book(
                "W18",
                month,
                f"{folder}/退库名单_{label}.xls",
                (_exits(world, label, gone, month),),
                "退库名单",
            )


def _kind(firm: Firm) -> str:
    return "新建投产" if firm.door == MONTHLY_DOOR else firm.door[3:-1]


def _audit(world: World, label: str, entered: Sequence[Firm], month: int) -> Sheet:
    columns = [Column(key, text, width=width) for key, text, width in _AUDIT]
    records: list[tuple[str, Row]] = []
    rows: list[tuple[Firm, str, Cell, Cell]] = [
        (f, "通过", None, months.effective(month)) for f in entered
    ]
    waiting = [c for c in candidates.at(world, month) if c.state in ("退回", "市审")]
    for k, candidate in enumerate(waiting[: 2 + len(entered) // 12]):
        rows.append((candidate.firm, "退回", _REASONS[(k + month) % 4], None))
    for number, (firm, result, reason, effective) in enumerate(rows, 1):
        who = world.identity(firm, month)
        kind = _kind(firm) if result == "通过" else _returned_kind(firm)
        place = world.counties[who.county].name
        row = (number, who.name, who.code, place, kind, result, reason, effective)
        records.append((str(firm.index), row))
    title = f"规模以上工业企业入库审核结果({label})"
    return table("审核结果", [{0: title}], columns, records)


def _returned_kind(firm: Firm) -> str:
    pools = {"当年新建投产": "新建投产", "退统待再入": "再入统", "转专业": "转专业"}
    return pools.get(candidates.pool_of(firm), "小升规")


def _exits(world: World, label: str, gone: Sequence[Firm], month: int) -> Sheet:
    columns = [
        Column("seq", "序号", width=6),
        Column("name", "企业名称", width=34),
        Column("county", "县(市、区)"),
        Column("reason", "退库原因", width=16),
        Column("effective", "生效期", width=16),
    ]
    absorbed = {c.partner: world.firms[c.firm].name for c in world.changes if c.kind == "merge"}
    records: list[tuple[str, Row]] = []
    for number, firm in enumerate(gone, 1):
        reason = firm.exit_reason
        if firm.index in absorbed:
            reason = f"注销(被{absorbed[firm.index]}吸收合并)"
        place = world.counties[firm.county].name
        row = (number, firm.name, place, reason, months.effective(month))
        records.append((str(firm.index), row))
    title = f"{label}规模以上工业企业退库名单"
    return table("退库名单", [{0: title}], columns, records)
