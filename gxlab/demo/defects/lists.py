"""名单、计划和年报的缺陷:集群成员 W09、审核与退库 W18、指导计划 W19、年报 W20."""

from __future__ import annotations

from gxlab.demo import lists, months
from gxlab.demo.defects.firms import unlisted_exits
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    Outcome,
    Planted,
    edits,
    keep,
    notes,
    record,
    select,
    sheet_of,
    spot,
    swap,
)
from gxlab.demo.sheet import Book, Cell, insert_row
from gxlab.demo.world import World
from gxlab.demo.writers import direct


def members(world: World, book: Book) -> Outcome:
    """W09:一户两群、该有的终止月份空着、规下成员."""
    if book.month != world.calendar.until:
        return keep(book)
    planted: list[Planted] = []
    sheet = sheet_of(book, "成员")
    ended = next(
        (
            m
            for m in world.members
            if (at := spot(sheet, f"{m.cluster}:{m.firm}", "end")) is not None
            and sheet.rows[at[0]][at[1]] is not None
            and world.firms[m.firm].left is not None
        ),
        None,
    )
    if ended is not None:
        words = ("end_missing", CHECK, "企业已退库，终止月份空着")
        changed = edits(book, "成员", [(f"{ended.cluster}:{ended.firm}", "end", None, words)])
        book, planted = changed.books[0], list(changed.planted)
    book, entries = _second_cluster(world, book)
    planted += entries
    sheet = sheet_of(book, "成员")
    below = [
        m
        for m in world.members
        if m.active(book.month) and not world.firms[m.firm].listed(book.month)
    ]
    for member in below:
        at = spot(sheet, f"{member.cluster}:{member.firm}", "name")
        if at is not None:
            words = ("below_scale_member", HANDLED, "规下成员：只计入集群直报口径，不计入规上口径")
            planted.append(record(book, sheet, at, sheet.rows[at[0]][at[1]], words))
            break
    return Outcome((book,), tuple(planted))


def _second_cluster(world: World, book: Book) -> tuple[Book, list[Planted]]:
    """一户配套企业又列进另一集群:加在末行."""
    sheet = sheet_of(book, "成员")
    member = next(
        m
        for m in world.members
        if m.role == "配套"
        and m.active(book.month)
        and world.firms[m.firm].listed(book.month)
        and f"{m.cluster}:{m.firm}" in sheet.keys
    )
    others = [k for k, c in enumerate(lists.clusters()) if c.priority_from and k != member.cluster]
    other = lists.clusters()[others[0]]
    row = list(sheet.rows[sheet.keys[f"{member.cluster}:{member.firm}"]])
    row[sheet.columns["cluster"]] = other.name
    row[sheet.columns["segment"]] = other.segments[-1].name
    row[sheet.columns["head"]], row[sheet.columns["office"]] = other.chain_head, other.office
    at = len(sheet.rows) - 1
    sheet = insert_row(sheet, at, tuple(row), f"{others[0]}:{member.firm}:second")
    book = swap(book, sheet)
    words = ("firm_in_two_clusters", CHECK, "一户列入两个集群：分集群各计一次，合计只计一次")
    return book, [record(book, sheet, (at, sheet.columns["code"]), "", words)]


def audits(world: World, book: Book) -> Outcome:
    """W18:退回原因是自由文字;退库名单只有名称,且漏了几户."""
    until = world.calendar.until
    if book.tag == "审核结果" and months.year(book.month) == months.year(until):
        return _reasons(book)
    if book.tag == "退库名单" and book.month == months.january(until) + 1:
        missing = {str(f.index) for f in unlisted_exits(world)}
        sheet = select(sheet_of(book), lambda key: key not in missing)
        book = swap(book, sheet)
        at = (sheet.first, sheet.columns["name"])
        words = ("exit_by_name_only", HANDLED, "退库名单只有企业名称，须与名录按名称对上代码")
        return Outcome((book,), (record(book, sheet, at, sheet.rows[at[0]][at[1]], words),))
    return keep(book)


def _reasons(book: Book) -> Outcome:
    sheet = sheet_of(book)
    column = sheet.columns["reason"]
    words = ("free_text_reason", HANDLED, "退回原因是自由文字，照录并归类")
    for row in sorted(sheet.keys.values()):
        if sheet.rows[row][column]:
            return notes(book, "", [((row, column), sheet.rows[row][column], words)])
    return keep(book)


def plans(world: World, book: Book) -> Outcome:
    """W19:净增与新增同表、增速与总量混排、未设、年中调整."""
    sheet = sheet_of(book, "分县区")
    if book.tag == "调整":
        words = (
            "midyear_adjustment",
            HANDLED,
            "年中调整件：只列被调整的单位，自下发月起替换原目标",
        )
        return notes(book, "分县区", [((0, 0), sheet.rows[0][0], words)])
    if months.year(book.month) != months.year(world.calendar.until):
        return keep(book)
    last, first = world.counties[-1].name, world.counties[0].name
    items: list[tuple[tuple[int, int], Cell, tuple[str, str, str]]] = []
    for key, column, words in (
        (
            f"{first}:净增规上工业企业",
            "indicator",
            (
                "net_and_new_together",
                HANDLED,
                "新增（考核口径）与净增（名录口径）是两个目标，不得互换",
            ),
        ),
        (
            f"{first}:规上工业营业收入增速",
            "measure",
            ("rate_and_level_mixed", HANDLED, "增速目标与总量目标混排；增速目标没有完成率"),
        ),
        (
            f"{last}:制造业技改投资增速",
            "floor",
            ("blank_target", HANDLED, "空白为未设目标，不是零"),
        ),
    ):
        at = spot(sheet, key, column)
        if at is not None:
            items.append((at, sheet.rows[at[0]][at[1]], words))
    return notes(book, "分县区", items)


def annual(world: World, book: Book) -> Outcome:
    """W20:全年数与12月累计不同."""
    if book.month < world.calendar.until - 12:
        return keep(book)
    year = months.year(book.month) - 1
    december = year * 12 + 11
    if december < world.calendar.start:
        return keep(book)
    sheet, before = sheet_of(book), direct.monthly(world, december)
    words = ("differs_from_december", CHECK, "年报与12月直报累计不同：梯队和全年基数用年报")
    found: list[Planted] = []
    for key, row in sheet.keys.items():
        at = spot(before, key, "revenue")
        column = sheet.columns["revenue"]
        if at is not None and before.rows[at[0]][at[1]] != sheet.rows[row][column]:
            found.append(record(book, sheet, (row, column), before.rows[at[0]][at[1]], words))
    return Outcome((book,), tuple(found[:3]))
