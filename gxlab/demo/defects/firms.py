"""企业明细的缺陷:名录 W04、分企业财务 W05、直报 W06."""

from __future__ import annotations

from dataclasses import replace

from gxlab.demo import months
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    PROBLEM,
    Outcome,
    Planted,
    edits,
    keep,
    picks,
    record,
    select,
    sheet_of,
    spot,
    swap,
)
from gxlab.demo.firms import Firm
from gxlab.demo.sheet import Book, Cell, Sheet
from gxlab.demo.world import World
from gxlab.demo.writers import direct

Item = tuple[str, str, Cell, tuple[str, str, str]]
COPIED, SWOLLEN, YUAN, VAGUE = 0, 1, 2, 3
_MONEY = (
    "output_month",
    "output",
    "output_base",
    "revenue",
    "revenue_base",
    "profit",
    "profit_base",
)


def register(world: World, book: Book) -> Outcome:
    """W04:代码存成数字、全角括号、曾用名、2月退出而无名单."""
    until = world.calendar.until
    if book.month == until:
        return _register_now(world, book)
    if book.month == months.january(until):
        return _vanished(world, book)
    return keep(book)


def _register_now(world: World, book: Book) -> Outcome:
    sheet = sheet_of(book)
    listed = world.listed(book.month)
    items: list[Item] = []
    for firm in [f for f in listed if f.code.isdigit()][:2]:
        lost = int(firm.code) // 1000 * 1000
        words = (
            "code_as_number",
            PROBLEM,
            "信用代码存成数字，只剩15位有效，末三位丢失：应拒收该行并请重报",
        )
        items.append((str(firm.index), "code", lost, words))
    for firm in [f for f in listed if "(" in world.identity(f, book.month).name][:3]:
        name = world.identity(firm, book.month).name.replace("(", "\uff08").replace(")", "\uff09")
        words = ("fullwidth_brackets", HANDLED, "企业名称用全角括号，与其他表的半角是同一户")
        items.append((str(firm.index), "name", name, words))
    changed = edits(book, "名录", items)
    found = list(changed.planted)
    for firm in listed:
        where = spot(sheet, str(firm.index), "note")
        if where is not None and "曾用名" in str(sheet.rows[where[0]][where[1]]):
            words = ("renamed_with_former_name", HANDLED, "更名，代码不变：不是一退一进")
            found.append(
                record(changed.books[0], sheet, where, sheet.rows[where[0]][where[1]], words)
            )
    return Outcome(changed.books, tuple(found))


def unlisted_exits(world: World) -> list[Firm]:
    """末年1—2月退出、却不在退库名单上的三户(小城市取一户)."""
    gone = [f for f in world.firms if f.left == months.january(world.calendar.until) + 1]
    return gone[: 3 if len(gone) > 5 else 1]


def _vanished(world: World, book: Book) -> Outcome:
    """登记在1月名录上:这几户2月起不见,退库名单也没有."""
    sheet = sheet_of(book)
    words = ("exits_without_list", CHECK, "2月名录中消失，退库名单里也没有：须向统计局核实")
    found = []
    for firm in unlisted_exits(world):
        where = spot(sheet, str(firm.index), "code")
        if where is not None:
            found.append(record(book, sheet, where, sheet.rows[where[0]][where[1]], words))
    return Outcome((book,), tuple(found))


def returns(world: World, book: Book) -> Outcome:
    """W05:一镇按万元填、基数重报、新企业无基数."""
    if book.month != world.calendar.until:
        return keep(book)
    period = book.month - 1
    # 取一个有两户以上、不含别的缺陷企业的镇
    spoiled = {(f.county, f.town) for f in picks(world)[:4]}
    listed = world.listed(period)
    towns = sorted({(f.county, f.town) for f in listed} - spoiled)
    chosen = next((t for t in towns if sum((f.county, f.town) == t for f in listed) > 1), None)
    items: list[Item] = []
    keys = [
        c
        for g in ("revenue", "cost", "profit", "tax", "assets", "liabilities")
        for c in (g, f"{g}_base")
    ]
    sheet = sheet_of(book)
    for firm in [f for f in listed if (f.county, f.town) == chosen]:
        for column in keys:
            where = spot(sheet, str(firm.index), column)
            value = None if where is None else sheet.rows[where[0]][where[1]]
            if isinstance(value, int):
                words = ("mixed_unit_rows", CHECK, "表头为千元，这个镇的行按万元填，小了十倍")
                items.append((str(firm.index), column, value / 10, words))
    changed = edits(book, "分企业", items)
    return Outcome(changed.books, changed.planted + _base_notes(world, changed.books[0], listed))


def _base_notes(world: World, book: Book, listed: list[Firm]) -> tuple[Planted, ...]:
    sheet = sheet_of(book)
    period = book.month - 1
    before = world.filed("revenue", period - 12).value
    reading = world.filed("revenue", period)
    found: list[Planted] = []
    for firm in listed:
        where = spot(sheet, str(firm.index), "revenue_base")
        if where is None:
            continue
        if not reading.has_base[firm.index]:
            words = ("new_firm_base_blank", HANDLED, "当年新建入库，没有上年同期，空白不是零")
            found.append(record(book, sheet, where, "", words))
        elif reading.base[firm.index] != before[firm.index] and before[firm.index]:
            words = ("base_restated", CHECK, "随表上年同期与上年所报不同：基数重报")
            found.append(record(book, sheet, where, int(before[firm.index]), words))
    return tuple(found)


def direct_report(world: World, book: Book) -> Outcome:
    """W06:迟报三分之一(上月)、照抄上月、本月=累计、以元填报、“约”字(当月)、几户未报."""
    until = world.calendar.until
    if book.month == until - 1 and months.number(until) > 2:
        return _late(world, book)
    if book.month == until:
        return _direct_now(world, book)
    return keep(book)


def _late(world: World, book: Book) -> Outcome:
    """主件缺三分之一,补报件补齐."""
    sheet = sheet_of(book)
    order = list(sheet.keys)
    late = {key for n, key in enumerate(order) if n % 3 == 2}
    main = swap(book, select(sheet, lambda key: key not in late))
    rest = swap(book, select(sheet, lambda key: key in late))
    rest = replace(rest, path=book.path.replace(".xlsx", "_补报.xlsx"), tag="补报")
    extra = sheet_of(rest)
    spot_of = (extra.first, extra.columns["code"])
    words = ("late_third", HANDLED, "三分之一企业迟报，另行补报：两件合起来才是全部")
    planted = record(rest, extra, spot_of, extra.rows[spot_of[0]][spot_of[1]], words)
    return Outcome((main, rest), (planted,))


def _direct_now(world: World, book: Book) -> Outcome:
    chosen = [str(f.index) for f in picks(world)[:4]]
    sheet = sheet_of(book)
    items = _copied(world, book.month, sheet, chosen[COPIED])
    items += _swollen(sheet, chosen[SWOLLEN])
    for column in _MONEY:
        value = _value(sheet, chosen[YUAN], column)
        if value is not None:
            words = ("yuan_instead_of_wan", PROBLEM, "表头为万元，这一户按元填报，大了一万倍")
            items.append((chosen[YUAN], column, round(value * 10_000), words))
    vague = _value(sheet, chosen[VAGUE], "revenue")
    if vague is not None:
        words = ("approximate_text", PROBLEM, "数字写成“约……”，不能入库，须退回重填")
        items.append((chosen[VAGUE], "revenue", f"约{round(vague)}", words))
    # 先去掉未报企业再改格子,登记的地址才与写出的一致
    silent = _silent(world, book.month)
    trimmed = swap(book, select(sheet, lambda key: key not in silent))
    changed = edits(trimmed, "直报", items)
    return Outcome(changed.books, changed.planted + _unreported(world, silent))


def _value(sheet: Sheet, key: str, column: str) -> float | None:
    where = spot(sheet, key, column)
    value = None if where is None else sheet.rows[where[0]][where[1]]
    return float(value) if isinstance(value, int | float) else None


def _copied(world: World, month: int, sheet: Sheet, key: str) -> list[Item]:
    if months.number(month) <= 2:
        return []
    earlier = direct.monthly(world, month - 1)
    words = ("copied_last_month", CHECK, "各项与上月所报完全相同：照抄上月")
    items: list[Item] = []
    for column in (*_MONEY, "orders", "capacity", "employees", "next_output"):
        where = spot(earlier, key, column)
        if where is not None and spot(sheet, key, column) is not None:
            items.append((key, column, earlier.rows[where[0]][where[1]], words))
    return items


def _swollen(sheet: Sheet, key: str) -> list[Item]:
    total = _value(sheet, key, "output")
    words = ("month_equals_cumulative", CHECK, "本月产值填成了累计")
    return [] if total is None else [(key, "output_month", total, words)]


def _silent(world: World, month: int) -> set[str]:
    """当月未报的企业:百分之一,至少一户,避开别的缺陷."""
    pool = picks(world)[20:] or picks(world)[-1:]
    count = max(1, len(world.listed(month)) // 100)
    return {str(f.index) for f in pool[:count]}


def _unreported(world: World, silent: set[str]) -> tuple[Planted, ...]:
    """未报没有格子可指:登记在当月名录上."""
    until = world.calendar.until
    path = f"{months.iso(until)}/规上工业名录{months.compact(until)}.xlsx"
    listed = world.listed(world.calendar.until)
    found = []
    for number, firm in enumerate(listed):
        if str(firm.index) in silent:
            code = world.identity(firm, world.calendar.until).code
            found.append(
                Planted(
                    "not_reported",
                    "W06",
                    path,
                    "名录",
                    f"B{number + 4}",
                    code,
                    code,
                    CHECK,
                    "在库而当月没有直报：分子、基数同时剔除，并在文中点名户数",
                )
            )
    return tuple(found)
