"""统计反馈四种表的缺陷:W01、W02、W03、W10."""

from __future__ import annotations

from dataclasses import replace

from gxlab.demo import city, months
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    Outcome,
    Planted,
    edits,
    keep,
    notes,
    record,
    sheet_of,
)
from gxlab.demo.figures import wan
from gxlab.demo.sheet import Book, Cell
from gxlab.demo.world import World

Note = tuple[tuple[int, int], Cell, tuple[str, str, str]]


def main_indicators(world: World, book: Book) -> Outcome:
    """W01:两行合并表头、全市行在前、其中行、持平、1.6倍、未设目标的“-”."""
    if book.month != world.calendar.until:
        return keep(book)
    sheet = sheet_of(book)
    first, last = sheet.first, sheet.keys[f"其中:{city.ZONE_NAME}"]
    items: list[Note] = [
        (
            (sheet.head[0], sheet.columns["output"]),
            "规上工业总产值",
            ("two_row_header", HANDLED, "两行合并表头，“总量”要与上一行的指标合读"),
        ),
        ((first, 0), "全市", ("city_row_first", HANDLED, "全市行在前，是合计，不得与县区相加")),
        ((last, 0), city.ZONE_NAME, ("zone_of_which", HANDLED, "开发区写作“其中”，已含在县区内")),
        (
            (last, sheet.columns["va_target"]),
            "",
            ("dash_no_target", HANDLED, "“-”为未设目标，不是零"),
        ),
    ]
    for row in range(first, last + 1):
        for column, value in enumerate(sheet.rows[row]):
            if value == "持平":
                items.append(((row, column), "0", ("flat_text", HANDLED, "“持平”即增长0%")))
            elif isinstance(value, str) and value.endswith("倍"):
                was = f"{float(value[:-1]) * 100:.0f}"
                items.append(
                    ((row, column), was, ("times_text", HANDLED, "“1.6倍”是增长1.6倍，即增长160%"))
                )
    return notes(book, "", items)


def by_industry(world: World, book: Book) -> Outcome:
    """W02:06 存成 6、其中行、无数字的小标题."""
    if book.month != world.calendar.until:
        return keep(book)
    changed = edits(
        book,
        "分行业",
        [("06", "code", 6, ("leading_zero_lost", HANDLED, "大类代码06被存成数字6"))],
    )
    book = changed.books[0]
    sheet = sheet_of(book)
    items: list[Note] = [
        (
            (sheet.keys[key], 1),
            sheet.rows[sheet.keys[key]][1],
            ("caption_without_figures", HANDLED, "小标题行，没有数字，不是行业"),
        )
        for key in ("caption1", "caption2")
    ]
    for key in ("141", "345", "383"):
        if key in sheet.keys:
            row = sheet.keys[key]
            was = str(sheet.rows[row][1]).removeprefix("其中:")
            words = ("of_which_rows", HANDLED, "其中行是上面大类的一部分，不得再加")
            items.append(((row, 1), was, words))
    noted = notes(book, "", items)
    return Outcome(noted.books, changed.planted + noted.planted)


def finance(world: World, book: Book) -> Outcome:
    """W03:文件名比所属期晚一个月、亏损面增减是百分点、上年同期为可比口径."""
    if book.month != world.calendar.until:
        return keep(book)
    renamed = f"{months.chinese(book.month)}财务反馈.xls"
    folder, _, old = book.path.partition("/")
    book = replace(book, path=f"{folder}/{renamed}")
    sheet = sheet_of(book, "分县区")
    title = Planted(
        "file_name_month_off",
        "W03",
        book.path,
        sheet.name,
        "A1",
        old,
        str(sheet.rows[0][0]),
        HANDLED,
        f"文件名写{months.number(book.month)}月，"
        f"表内是{months.span(book.month - 1)}：以表内标题为准",
    )
    row = sheet.first
    share = (row, sheet.columns["loss_share_growth"])
    base = (row, sheet.columns["revenue_base"])
    earlier = world.fed_back("revenue", book.month - 13)[0]
    published = wan(int(earlier[world.register(book.month - 13)].sum()))
    words = ("share_change_in_points", HANDLED, "亏损面在“增减(%)”栏里是百分点，不是%")
    gap = (
        "comparable_base_differs",
        CHECK,
        "随表上年同期与上年公布的本年数不同，系可比口径，不得改用上年公布数",
    )
    return Outcome(
        (book,),
        (
            title,
            record(book, sheet, share, f"{sheet.rows[share[0]][share[1]]}个百分点", words),
            record(book, sheet, base, published, gap),
        ),
    )


def investment(world: World, book: Book) -> Outcome:
    """W10:县区额空白、-100%、表下口径注."""
    if book.month != world.calendar.until:
        return keep(book)
    sheet = sheet_of(book)
    zone = sheet.keys[f"其中:{city.ZONE_NAME}"]
    items: list[Note] = [
        (
            (sheet.first + 1, sheet.columns["renovation"]),
            "",
            ("level_blank_by_policy", HANDLED, "县区只反馈增速不反馈额，空白属正常，不是缺报"),
        ),
        (
            (len(sheet.rows) - 1, 0),
            sheet.rows[-1][0],
            ("footnote_definition", HANDLED, "表下是口径说明，不是数据行"),
        ),
    ]
    if sheet.rows[zone][sheet.columns["renovation_growth"]] == -100:
        items.append(
            (
                (zone, sheet.columns["renovation_growth"]),
                -100,
                ("minus_hundred", HANDLED, "上年项目全部竣工、今年没有新入库，增速为-100%属实"),
            )
        )
    return notes(book, "", items)
