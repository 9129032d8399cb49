"""税务、供电的缺陷:开票 W15、用电 W16 与户号对照."""

from __future__ import annotations

from gxlab.demo import city, months, power
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    Outcome,
    change,
    edits,
    keep,
    notes,
    picks,
    record,
    sheet_of,
    spot,
    swap,
)
from gxlab.demo.sheet import Book, Cell, Sheet, insert_row
from gxlab.demo.world import World

Item = tuple[str, str, Cell, tuple[str, str, str]]
RED, HEAD, BRANCHES, TENANT, SHIFTED = 4, 5, (6, 7), 8, 9


def invoices(world: World, book: Book) -> Outcome:
    """W15:红字负数、集团汇总在总部、商贸户、1月有数."""
    until = world.calendar.until
    if book.month == months.january(until):
        words = ("january_present", HANDLED, "开票有1月数，不同于产值、财务")
        return notes(book, "", [((1, 0), months.chinese(book.month), words)])
    if book.month != until:
        return keep(book)
    chosen = picks(world)
    sheet = sheet_of(book)
    items = _red(sheet, str(chosen[RED].index))
    items += _pooled(sheet, str(chosen[HEAD].index), [str(chosen[k].index) for k in BRANCHES])
    changed = edits(book, "开票销售", items)
    where = (sheet.keys["trader0"], sheet.columns["name"])
    words = ("trade_firm", CHECK, "商贸企业，开票大而不耗电、不在名录：不能据此认定达规未入统")
    entry = record(changed.books[0], sheet, where, sheet.rows[where[0]][where[1]], words)
    return Outcome(changed.books, (*changed.planted, entry))


def _numbers(sheet: Sheet, key: str) -> list[float]:
    row = sheet.rows[sheet.keys[key]]
    return [float(v or 0) for v in row[sheet.columns["month"] :] if not isinstance(v, str)]


def _red(sheet: Sheet, key: str) -> list[Item]:
    """上月开票本月红冲:本月为负,累计相应减少."""
    month, total, *_ = _numbers(sheet, key)
    red = -round(month * 0.4, 2)
    words = ("red_invoice_negative", HANDLED, "红字冲销，本月为负属实，照数入库")
    return [(key, "month", red, words), (key, "ytd", round(total - month + red, 2), words)]


def _pooled(sheet: Sheet, head: str, branches: list[str]) -> list[Item]:
    """两户子公司的票开在总部名下."""
    words = (
        "group_invoice_at_headquarters",
        CHECK,
        "集团统一由总部开票，子公司为零：开票与营收对不上",
    )
    items: list[Item] = []
    sums = _numbers(sheet, head)
    columns = ("month", "ytd", "base", "last")
    for key in branches:
        sums = [a + b for a, b in zip(sums, _numbers(sheet, key), strict=True)]
        items += [(key, column, 0, words) for column in columns]
    return items + [
        (head, column, round(value, 2), words) for column, value in zip(columns, sums, strict=True)
    ]


def electricity(world: World, book: Book) -> Outcome:
    """W16:一企多户号、户名不是法人名称、抄表日移动(上月多、本月少)."""
    until = world.calendar.until
    if book.month not in (until - 1, until):
        return keep(book)
    sheet = sheet_of(book)
    chosen = picks(world)
    meter = next(m for m in power.meters(world) if m.firm == chosen[SHIFTED].index)
    earlier = world.truth.flow["electricity"][:, world.calendar.at(until - 1)]
    moved = power.split(meter, earlier) // 4
    changed = _shift(book, sheet, meter.number, moved if book.month == until else -moved)
    if book.month != until:
        return changed
    several = next(
        m for m in power.meters(world) if m.of > 1 and m.slot == 1 and m.number in sheet.keys
    )
    alias = next(
        m
        for m in power.meters(world)
        if m.slot == 0
        and m.firm % 9 == 4
        and m.number in sheet.keys
        and m.user != world.firms[m.firm].name
    )
    items = []
    for found, words in (
        (several, ("several_meters", HANDLED, "一户企业多个户号，按户号对照汇总")),
        (alias, ("user_not_legal_name", HANDLED, "户名不是法人名称，以户号对照为准")),
    ):
        where = spot(sheet, found.number, "user")
        if where is not None:
            items.append((where, world.firms[found.firm].name, words))
    noted = notes(changed.books[0], "", items)
    return Outcome(noted.books, changed.planted + noted.planted)


def _shift(book: Book, sheet: Sheet, number: str, moved: int) -> Outcome:
    """抄表日移动约八天:上月少抄(moved 为负,累计同减),本月如数补上(累计复原)."""
    where = spot(sheet, number, "month")
    if where is None:
        return keep(book)
    row = sheet.rows[where[0]]
    month, total = row[sheet.columns["month"]], row[sheet.columns["ytd"]]
    assert isinstance(month, int) and isinstance(total, int)
    words = ("reading_day_shifted", CHECK, "抄表日移动，上月少计约八天，本月补计，两月合看才正常")
    items: list[Item] = [(number, "month", month + moved, words)]
    if moved < 0:
        items.append((number, "ytd", total + moved, words))
    return edits(book, "用电", items)


def meter_map(world: World, book: Book) -> Outcome:
    """户号对照:一个户号自某月起转租给另一户."""
    chosen = picks(world)
    owner, tenant = chosen[TENANT], chosen[TENANT + 1]
    meter = next(m for m in power.meters(world) if m.firm == owner.index)
    sheet = sheet_of(book)
    where = spot(sheet, meter.number, "end")
    if where is None:
        return keep(book)
    last = months.january(world.calendar.until) + min(1, months.number(world.calendar.until) - 1)
    words = ("meter_moved_to_tenant", HANDLED, "户号转给承租企业，按起止月份归户")
    book, sheet, entry = change(book, sheet, where, months.iso(last), words)
    row: tuple[Cell, ...] = (
        meter.number,
        meter.user,
        tenant.code,
        tenant.name,
        months.iso(last + 1),
        None,
        f"厂房出租({city.CITY_NAME}供电公司登记)",
    )
    sheet = insert_row(sheet, where[0] + 1, row)
    return Outcome((swap(book, sheet),), (entry,))
