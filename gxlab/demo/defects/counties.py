"""县区、乡镇报表的缺陷:预计 W07、集群月报 W08、培育台账 W17、情况说明 W21."""

from __future__ import annotations

from gxlab.demo import lists, months
from gxlab.demo.candidates import at as candidates_at
from gxlab.demo.defects.model import (
    CHECK,
    HANDLED,
    PROBLEM,
    Outcome,
    Planted,
    change,
    edits,
    keep,
    picks,
    record,
    sheet_of,
    spot,
    swap,
)
from gxlab.demo.figures import growth
from gxlab.demo.sheet import Book, Cell, Row, Sheet, insert_row, put
from gxlab.demo.world import World
from gxlab.demo.writers.cluster_monthly import returns

STALE, FRACTION = 0, 1
INSIDE = 10


def estimates(world: World, book: Book) -> Outcome:
    """W07:插列、上月的标题、少一县、增速写成小数."""
    until = world.calendar.until
    names = [unit.name for unit in world.counties]
    if book.month == until - 1 and book.tag == names[-1]:
        sheet = sheet_of(book)
        words = (
            "county_missing",
            CHECK,
            f"{book.tag}{months.number(until)}月的预计没有报来（此处指其上月的表）",
        )
        return Outcome((book,), (record(book, sheet, (0, 0), sheet.rows[0][0], words),))
    if book.month != until:
        return keep(book)
    if book.tag == names[-1]:
        return Outcome(())
    if book.tag == names[STALE]:
        return _stale(book)
    if book.tag == names[FRACTION]:
        return _fraction(book)
    return keep(book)


def _stale(book: Book) -> Outcome:
    sheet = sheet_of(book)
    now, before = months.chinese(book.month), months.chinese(book.month - 1)
    title = str(sheet.rows[0][0]).replace(now, before)
    words = ("stale_title", PROBLEM, "标题还是上月的，与文件名和编报月不符：须确认所属期")
    book, _, entry = change(book, sheet, (0, 0), title, words)
    return Outcome((book,), (entry,))


def _fraction(book: Book) -> Outcome:
    """县二:插入“上月实际”一列,营收增速写成0.062这样的小数."""
    sheet = sheet_of(book)
    found: list[Planted] = []
    if "past" in sheet.columns:
        at = (sheet.head[0], sheet.columns["past"])
        words = ("inserted_column", HANDLED, "自制表样，比标准样多一列“上月实际”")
        found.append(record(book, sheet, at, "", words))
    where = spot(sheet, "revenue", "growth")
    value = None if where is None else sheet.rows[where[0]][where[1]]
    if where is not None and isinstance(value, int | float) and value:
        words = ("growth_as_fraction", CHECK, "增速应为百分数，这里写成了小数")
        book, _, entry = change(book, sheet, where, round(value / 100, 4), words)
        found.append(entry)
    return Outcome((book,), tuple(found))


def cluster_monthly(world: World, book: Book) -> Outcome:
    """W08:增速与水平不符、集群用旧名、合计混入清单外集群."""
    if book.month != world.calendar.until or not book.tag:
        return keep(book)
    county = [unit.name for unit in world.counties].index(book.tag)
    present = returns(world, book.month - 1, county)
    outcome = keep(book)
    if county == 0:
        outcome = _renamed(book, lists.clusters()[present[0].cluster].code)
    elif county == 1:
        outcome = _mismatch(book, lists.clusters()[present[0].cluster].code)
    known = {r.cluster for r in present}
    everything = returns(world, book.month - 1, county, priority=False)
    extra = [r for r in everything if r.cluster not in known]
    if extra:
        added = _padded(outcome.books[0], [r.revenue for r in extra], [r.base for r in extra])
        outcome = Outcome(added.books, outcome.planted + added.planted)
    return outcome


def _renamed(book: Book, code: str) -> Outcome:
    former = next(c.former for c in lists.clusters() if c.code == code)
    words = ("cluster_renamed", HANDLED, "县里仍用集群旧名(集群清单的曾用名)")
    return edits(book, "月报", [(code, "name", former, words)] if former else [])


def _mismatch(book: Book, code: str) -> Outcome:
    sheet = sheet_of(book)
    where = spot(sheet, code, "growth")
    value = None if where is None else sheet.rows[where[0]][where[1]]
    words = ("growth_mismatch", CHECK, "填报增速与本年、上年同期两个数算出来的不一致")
    if not isinstance(value, int | float):
        return keep(book)
    return edits(book, "月报", [(code, "growth", round(value + 3.4, 1), words)])


def _padded(book: Book, revenue: list[int], base: list[int]) -> Outcome:
    sheet = sheet_of(book)
    where = spot(sheet, "合计", "revenue")
    under = spot(sheet, "合计", "base")
    if where is None or under is None:
        return keep(book)
    now, before = sheet.rows[where[0]][where[1]], sheet.rows[under[0]][under[1]]
    assert isinstance(now, int | float) and isinstance(before, int | float)
    label = str(sheet.rows[sheet.head[0]][sheet.columns["revenue"]])
    scale, places = (10, 1) if "万元" in label else (100_000, 2)
    total = round(now + sum(revenue) / scale, places)
    earlier = round(before + sum(base) / scale, places)
    words = ("total_includes_unlisted", CHECK, "合计大于各行之和：混入了不在省重点清单的集群")
    rate = growth(round(total * scale), round(earlier * scale))
    items = [
        ("合计", "revenue", total, words),
        ("合计", "base", earlier, words),
        ("合计", "growth", rate, words),
    ]
    return edits(book, "月报", items)


def cultivation(world: World, book: Book) -> Outcome:
    """W17:打钩的各种写法、两镇同报一户、已在库的还在培育库."""
    if book.month != world.calendar.until:
        return keep(book)
    outcome = _ticks(world, book)
    town = book.tag.partition("/")[2]
    for step in (_twice, _inside):
        added = step(world, outcome.books[0], town)
        outcome = Outcome(added.books, outcome.planted + added.planted)
    return outcome


def _ticks(world: World, book: Book) -> Outcome:
    """各镇写法不同:✓、有、1."""
    towns = [t.name for group in world.city.towns for t in group]
    town = book.tag.partition("/")[2]
    mark: Cell = ("√", "✓", "有", 1)[towns.index(town) % 4]
    if mark == "√":
        return keep(book)
    sheet, found = sheet_of(book), []
    columns = [sheet.columns[f"paper{k}"] for k in range(5)]
    words = ("tick_variants", HANDLED, "材料打钩写作“✓”“有”或1，都是有")
    for row in sorted(sheet.keys.values()):
        for column in columns:
            if sheet.rows[row][column] == "√":
                sheet = put(sheet, row, column, mark)
                found.append(record(book, sheet, (row, column), "√", words))
    return Outcome((swap(book, sheet),), tuple(found[:3]))


def _append(sheet: Sheet, row: Row, key: str) -> Sheet:
    """加在末行(注行之前),序号接上."""
    at = len(sheet.rows) - 1
    values = list(row)
    if "seq" in sheet.columns:
        values[sheet.columns["seq"]] = at - sheet.first + 1
    return insert_row(sheet, at, tuple(values), key)


def _twice(world: World, book: Book, town: str) -> Outcome:
    """首县的一户,邻镇又报了一遍."""
    other = [c for c in candidates_at(world, book.month) if c.firm.county == 0]
    if not other or not book.tag.startswith(world.counties[0].name):
        return keep(book)
    towns = world.city.towns[0]
    first = towns[other[0].firm.town].name
    if town != towns[(other[0].firm.town + 1) % len(towns)].name:
        return keep(book)
    firm, sheet = other[0].firm, sheet_of(book)
    values: dict[str, Cell] = {
        "name": firm.name,
        "code": firm.code,
        "pool": other[0].pool,
        "state": other[0].state,
        "last": other[0].last_revenue / 10,
        "invoiced": round(other[0].invoiced / 1_000_000, 1),
    }
    row = tuple(values.get(key) for key in sorted(sheet.columns, key=lambda k: sheet.columns[k]))
    sheet = _append(sheet, row, f"twice{firm.index}")
    at = (len(sheet.rows) - 2, sheet.columns["code"])
    words = ("same_firm_two_towns", CHECK, f"同一户{first}已报，两镇重复")
    return Outcome((swap(book, sheet),), (record(book, sheet, at, "", words),))


def _inside(world: World, book: Book, town: str) -> Outcome:
    """一户已在规上名录,仍留在培育库."""
    firm = picks(world)[INSIDE]
    unit = world.counties[firm.county]
    if book.tag != f"{unit.name}/{world.city.towns[firm.county][firm.town].name}":
        return keep(book)
    del town
    sheet = sheet_of(book)
    t = world.calendar.at(months.january(book.month) - 1)
    values: dict[str, Cell] = {
        "name": firm.name,
        "code": firm.code,
        "pool": "达规未入统",
        "state": "辅导",
        "last": int(world.truth.total["revenue"][firm.index, t]) / 10,
    }
    row = tuple(values.get(key) for key in sorted(sheet.columns, key=lambda k: sheet.columns[k]))
    sheet = _append(sheet, row, f"inside{firm.index}")
    at = (len(sheet.rows) - 2, sheet.columns["code"])
    words = ("already_in_register", CHECK, "已在规上名录，应移出培育库")
    return Outcome((swap(book, sheet),), (record(book, sheet, at, "", words),))


def commentary(world: World, book: Book) -> Outcome:
    """W21:与反馈不符的数、正增速误用“收窄”."""
    until = world.calendar.until
    if book.month != until or not book.path.endswith("集群营收.md"):
        return keep(book)
    county = [unit.name for unit in world.counties].index(book.tag)
    sheet = sheet_of(book)
    body = str(sheet.rows[3][0])
    mask = world.unit_masks(until)[county + 1][1] & world.register(until)
    value, base = world.fed_back("output", until)
    rate = growth(int(value[mask].sum()), int(base[mask].sum()))
    if rate is None or rate <= 0:
        return keep(book)
    if county == _first_growing(world, 0):
        wrong = body.replace(f"同比增长{rate}%", f"同比增长{round(rate + 1.3, 1)}%")
        words = ("figure_disagrees", CHECK, "文中的增速与统计局反馈不一致")
    elif county == _first_growing(world, 1) and months.number(until) > 2:
        earlier = months.span(until - 1)
        wrong = body.replace("。下拉", f",增速比{earlier}收窄0.6个百分点。下拉", 1)
        words = ("narrowing_wrong_word", CHECK, "增速为正，应写“回落”，“收窄”只用于降幅")
    else:
        return keep(book)
    book, _, entry = change(book, sheet, (3, 0), wrong, words)
    return Outcome((book,), (entry,))


def _first_growing(world: World, place: int) -> int:
    """第 place 个产值为正增长的县."""
    until = world.calendar.until
    value, base = world.fed_back("output", until)
    found = []
    for k in range(len(world.counties)):
        mask = world.unit_masks(until)[k + 1][1] & world.register(until)
        if int(value[mask].sum()) > int(base[mask].sum()) * 1.001:
            found.append(k)
    return found[place] if place < len(found) else -1
