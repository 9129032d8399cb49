"""项目类表的缺陷:在库 W11、台账 W12、目录 W13、备案 W14."""

from __future__ import annotations

from dataclasses import replace

from gxlab.demo import codes, months
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    Defect,
    Outcome,
    Planted,
    chain,
    change,
    edits,
    keep,
    notes,
    record,
    sheet_of,
    spot,
    swap,
)
from gxlab.demo.sheet import Book, Cell, Row, Sheet, insert_row, put, text
from gxlab.demo.world import World
from gxlab.demo.writers.filings import exports

Item = tuple[str, str, Cell, tuple[str, str, str]]


def register(world: World, book: Book) -> Outcome:
    """W11:项目行业与业主不同、项目代码丢了连字符、上年竣工的不在表上、房地产业主."""
    until = world.calendar.until
    if book.month == until:
        return _register_now(world, book)
    if months.number(book.month) == 12 and months.year(book.month) == months.year(until) - 1:
        return _finished(world, book)
    return keep(book)


def _register_now(world: World, book: Book) -> Outcome:
    sheet = sheet_of(book)
    inside = [p for p in world.projects if str(p.index) in sheet.keys]
    words = ("hyphens_lost", HANDLED, "项目代码丢了连字符（20位数字），与带连字符的是同一个")
    items: list[Item] = [
        (str(p.index), "code", p.code.replace("-", ""), words) for p in inside[1:4]
    ]
    unit = world.counties[world.firms[inside[4].firm].county]
    name = f"{unit.name[:-1]}恒润房地产开发有限公司"
    code = codes.credit("91", unit.code, codes.organization_body(650_000))
    estate = ("real_estate_owner", CHECK, "业主是房地产公司，项目行业却是工业：须核实")
    items += [
        (str(inside[4].index), "owner", name, estate),
        (str(inside[4].index), "owner_code", code, estate),
    ]
    changed = edits(book, "在库项目", items)
    found = list(changed.planted)
    for project in inside:
        owner = world.firms[project.firm]
        where = spot(sheet, str(project.index), "industry")
        if project.industry != owner.industry and where is not None:
            words = (
                "industry_differs_from_owner",
                HANDLED,
                "项目行业按建成后的产品定，与业主行业不同，以项目行业为准",
            )
            found.append(record(changed.books[0], sheet, where, owner.industry, words))
    return Outcome(changed.books, tuple(found[:9]))


def _finished(world: World, book: Book) -> Outcome:
    sheet = sheet_of(book)
    words = ("finished_absent", HANDLED, "上年建成，今年的清单不再列：不能拿清单各行推算技改增速")
    found = []
    for project in world.projects:
        where = spot(sheet, str(project.index), "name")
        if project.finished is not None and project.finished <= book.month and where is not None:
            found.append(record(book, sheet, where, sheet.rows[where[0]][where[1]], words))
    return Outcome((book,), tuple(found[:2]))


def ledger(world: World, book: Book) -> Outcome:
    """W12:按县埋设,先改行序再改格子."""
    if book.month != world.calendar.until or not book.tag:
        return keep(book)
    county = [unit.name for unit in world.counties].index(book.tag)
    steps: dict[int, tuple[Defect, ...]] = {
        0: (_merged_owner, _ditto),
        1: (_subtotals, _overspent),
        2: (_loose_dates, _falls),
        3: (_yi,),
    }
    return chain(world, book, steps.get(county, ()))


def _merged_owner(world: World, book: Book) -> Outcome:
    """同一单位的两个项目挨着放,单位格合并,后一格为空."""
    del world
    sheet = sheet_of(book, "调度表")
    column = sheet.columns["owner"]
    rows = sorted(sheet.keys.values())
    seen: dict[str, int] = {}
    for row in rows:
        name = text(sheet.rows[row][column])
        if name in seen:
            return _join(book, sheet, seen[name], row)
        seen[name] = row
    return keep(book)


def _join(book: Book, sheet: Sheet, first: int, second: int) -> Outcome:
    column = sheet.columns["owner"]
    was = sheet.rows[second][column]
    order = list(range(len(sheet.rows)))
    order.remove(second)
    order.insert(order.index(first) + 1, second)
    place = {old: new for new, old in enumerate(order)}
    sheet = replace(
        sheet,
        rows=tuple(sheet.rows[k] for k in order),
        keys={key: place[row] for key, row in sheet.keys.items()},
        merges=(*sheet.merges, (first, column, first + 1, column)),
    )
    sheet = put(sheet, first + 1, column, None)
    words = ("merged_owner_cells", HANDLED, "同一单位的格子上下合并，下一行为空，应取上一行")
    book = swap(book, sheet)
    return Outcome((book,), (record(book, sheet, (first + 1, column), was, words),))


def _ditto(world: World, book: Book) -> Outcome:
    del world
    sheet = sheet_of(book, "调度表")
    column = sheet.columns["duty"]
    rows = sorted(sheet.keys.values())[3:6]
    words = ("ditto_marks", HANDLED, "“同上”取上一行的责任单位")
    found: list[Planted] = []
    for row in rows:
        book, sheet, entry = change(book, sheet, (row, column), "同上", words)
        found.append(entry)
    return Outcome((book,), tuple(found))


def _subtotals(world: World, book: Book) -> Outcome:
    """插一行小计、一行合计,都是各行之和,不得再加."""
    del world
    sheet = sheet_of(book, "调度表")
    rows = sorted(sheet.keys.values())
    half = rows[: len(rows) // 2]
    sheet = insert_row(sheet, half[-1] + 1, _sum_row(sheet, half, "小计"), "小计")
    rows = sorted(row for key, row in sheet.keys.items() if key != "小计")
    sheet = insert_row(sheet, len(sheet.rows) - 1, _sum_row(sheet, rows, "合计"), "合计")
    book = swap(book, sheet)
    column = sheet.columns["name"]
    words = ("subtotal_rows", HANDLED, "小计、合计行不是项目，不得与项目相加")
    return Outcome(
        (book,),
        tuple(record(book, sheet, (sheet.keys[k], column), "", words) for k in ("小计", "合计")),
    )


def _sum_row(sheet: Sheet, rows: list[int], label: str) -> Row:
    cells: list[Cell] = [None] * len(sheet.rows[rows[0]])
    cells[sheet.columns["name"]] = label
    for key in ("total", "plan", "before", "ytd", "month"):
        column = sheet.columns[key]
        values = [sheet.rows[row][column] for row in rows]
        cells[column] = sum(v for v in values if isinstance(v, int))
    return tuple(cells)


def _overspent(world: World, book: Book) -> Outcome:
    sheet = sheet_of(book, "调度表")
    project = next(
        p
        for p in world.projects
        if str(p.index) in sheet.keys and p.started is not None and p.finished is None
    )
    where = spot(sheet, str(project.index), "before")
    before = 0 if where is None else sheet.rows[where[0]][where[1]]
    assert isinstance(before, int)
    words = ("done_exceeds_total", CHECK, "累计完成大于总投资")
    value = project.total - before + project.total // 5
    return edits(book, "调度表", [(str(project.index), "ytd", value, words)])


def _loose_dates(world: World, book: Book) -> Outcome:
    """“3月底”:没有年份,按报告年理解."""
    sheet = sheet_of(book, "调度表")
    year = months.year(book.month)
    words = ("loose_dates", HANDLED, "开工时间写“×月底”，没有年份，指报告年")
    for project in world.projects:
        key = str(project.index)
        begun = project.started
        if (
            key in sheet.keys
            and begun is not None
            and months.year(begun) == year
            and begun <= book.month
        ):
            return edits(book, "调度表", [(key, "started", f"{months.number(begun)}月底", words)])
    return keep(book)


def _falls(world: World, book: Book) -> Outcome:
    """本年完成比上月还少."""
    sheet = sheet_of(book, "调度表")
    words = ("ytd_falls", CHECK, "本年累计完成小于上月所报")
    for project in reversed(world.projects):
        key = str(project.index)
        where = spot(sheet, key, "ytd")
        month = spot(sheet, key, "month")
        if where is None or month is None:
            continue
        total, current = sheet.rows[where[0]][where[1]], sheet.rows[month[0]][month[1]]
        if isinstance(total, int) and isinstance(current, int) and total > 2 * current > 0:
            return edits(book, "调度表", [(key, "ytd", total - 2 * current, words)])
    return keep(book)


def _yi(world: World, book: Book) -> Outcome:
    del world
    sheet = sheet_of(book, "调度表")
    column = len(sheet.rows[1]) - 1
    words = ("yi_county", HANDLED, "这个县按亿元填报，其他县为万元")
    return notes(book, "调度表", [((1, column), "单位:万元", words)])


def catalogue(world: World, book: Book) -> Outcome:
    """W13:目录里的项目名与调度表不同."""
    if months.year(book.month) != months.year(world.calendar.until) or "调整" in book.path:
        return keep(book)
    words = ("name_differs", CHECK, "项目名称与调度表不同，须按单位和相似度配对")
    items: list[Item] = []
    for sheet in book.sheets[:2]:
        for key in list(sheet.keys)[:2]:
            name = world.projects[int(key)].name
            short = name.replace("技术改造", "技改").replace("项目", "").replace("年产", "")
            items.append((key, "name", short, words))
    planted: tuple[Planted, ...] = ()
    for sheet in book.sheets[:2]:
        mine = [item for item in items if item[0] in sheet.keys]
        changed = edits(book, sheet.name, mine)
        book, planted = changed.books[0], planted + changed.planted
    return Outcome((book,), planted)


_CASES = {
    "withdrawn": ("withdrawn_and_refiled", "撤销后重新备案，只算一个"),
    "refiled": ("withdrawn_and_refiled", "与已撤销的备案为同一项目，只算一个"),
    "split": ("split_filings", "同一厂区分三期备案，疑似拆分"),
    "name_only": ("renovation_in_name_only", "名称含“技术改造”，实为新建"),
    "service_owner": ("service_owner_industrial_line", "服务业企业的工业项目，按项目行业仍属工业"),
}


def filings(world: World, book: Book) -> Outcome:
    """W14:这些都是备案里本来就有的,登记在最近一期上."""
    if book.tag != exports(world)[-1]:
        return keep(book)
    sheet = sheet_of(book)
    found: list[Planted] = []
    for filing in world.filings:
        if filing.case in _CASES and filing.code in sheet.keys:
            kind, note = _CASES[filing.case]
            column = "状态" if filing.case == "withdrawn" else "项目名称"
            at = (sheet.keys[filing.code], sheet.columns[column])
            found.append(record(book, sheet, at, sheet.rows[at[0]][at[1]], (kind, CHECK, note)))
    return Outcome((book,), tuple(found))
