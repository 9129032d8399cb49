"""底册类:统计单位、开发区企业、集群清单(00底册)与规上工业名录 W04."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.demo import changes, city, lists, months
from gxlab.demo.firms import Firm
from gxlab.demo.sheet import NOTE, Book, Column, Row, Sheet, table
from gxlab.demo.world import World

BASE = "00底册"
W04_COLUMNS = (
    Column("seq", "序号", width=6),
    Column("code", "统一社会信用代码", width=22),
    Column("name", "单位详细名称", width=34),
    Column("industry", "行业代码", width=9),
    Column("industry_name", "行业小类名称", width=20),
    Column("county", "县(市、区)"),
    Column("town", "乡镇(街道)"),
    Column("size", "企业规模", width=9),
    Column("door", "入库类型", width=16),
    Column("entered", "入库时间", width=9),
    Column("state", "运行状态", width=9),
    Column("note", "变更说明", width=40),
)


def books(world: World) -> Iterator[Book]:
    """底册三份,名录每月末一份."""
    start = world.calendar.start
    yield Book("B01", start, f"{BASE}/统计单位.xlsx", (_units(world),))
    yield Book("B02", start, f"{BASE}/开发区企业.xlsx", (_zone(world),))
    yield Book("B03", start, f"{BASE}/集群清单.xlsx", _clusters(world))
    for month in world.report_months:
        path = f"{months.iso(month)}/规上工业名录{months.compact(month)}.xlsx"
        yield Book("W04", month, path, (register(world, month),))


def _units(world: World) -> Sheet:
    head = (
        "code",
        "name",
        "parent",
        "kind",
        "in_county_total",
        "valid_from",
        "valid_to",
        "aliases",
    )
    rows: list[Row] = [head]
    for unit in world.city.units:
        rows.append(
            (
                unit.code,
                unit.name,
                unit.parent or None,
                unit.kind,
                "TRUE",
                unit.valid_from,
                unit.valid_to or None,
                ";".join(unit.aliases) or None,
            )
        )
    return Sheet("统计单位", tuple(rows), head=(0, 1), widths=(12, 16, 10, 9, 16, 12, 12, 28))


def _zone(world: World) -> Sheet:
    columns = tuple(
        Column(k, k, width=w)
        for k, w in zip(
            ("开发区代码", "开发区名称", "统一社会信用代码", "企业名称", "起始月份", "终止月份"),
            (11, 14, 22, 34, 10, 10),
            strict=True,
        )
    )
    members = [f for f in world.firms if f.in_zone]
    rows = [
        (f.code, (city.ZONE_CODE, city.ZONE_NAME, f.code, f.name, _since(world, f), None))
        for f in members
    ]
    return table("开发区企业", [{0: "示例经开区企业名单"}], columns, rows)


def _since(world: World, firm: Firm) -> str:
    begin = firm.began if firm.began is not None else world.calendar.first
    return months.iso(max(begin, world.calendar.first))


def _clusters(world: World) -> tuple[Sheet, ...]:
    head = (
        "集群编号",
        "集群名称",
        "曾用名",
        "范围",
        "主导县区",
        "链长",
        "牵头科室",
        "起始月份",
        "终止月份",
    )
    rows: list[tuple[str, Row]] = []
    industries: list[tuple[str, Row]] = []
    segments: list[tuple[str, Row]] = []
    first = months.iso(world.calendar.first)
    for c in lists.clusters():
        homes = sorted({k % len(world.counties) for k in c.counties})
        where = "、".join(world.counties[k].name for k in homes)
        for scope, since in (("全部", first), ("省重点", c.priority_from)):
            if since:
                since = max(since, first)
                rows.append(
                    (
                        f"{c.code}{scope}",
                        (
                            c.code,
                            c.name,
                            c.former or None,
                            scope,
                            where,
                            c.chain_head or None,
                            c.office,
                            since,
                            None,
                        ),
                    )
                )
        for k, segment in enumerate(c.segments):
            segments.append((c.name + segment.name, (c.name, k + 1, segment.name, segment.place)))
            for code in segment.industries:
                label = lists.industries()[code].name
                industries.append((c.name + code, (c.name, code, label, first, None)))
    return (
        table("集群", [{0: "示例市产业集群清单"}], _plain(head), rows),
        table(
            "集群行业",
            [{0: "集群行业范围"}],
            _plain(("集群名称", "行业代码", "行业名称", "起始月份", "终止月份")),
            industries,
        ),
        table(
            "环节",
            [{0: "集群链条环节"}],
            _plain(("集群名称", "环节序号", "环节名称", "位置")),
            segments,
        ),
    )


def _plain(labels: tuple[str, ...]) -> tuple[Column, ...]:
    return tuple(Column(label, label, width=14) for label in labels)


def register(world: World, month: int) -> Sheet:
    """规上工业名录:该月末在库企业,按属地、代码序."""
    effective = month - 1 if months.number(month) == 1 else month
    records: list[tuple[str, Row]] = []
    for number, firm in enumerate(world.listed(effective), 1):
        records.append((str(firm.index), (number, *_register_row(world, firm, effective, month))))
    titles = [{0: f"{city.CITY_NAME}规模以上工业企业名录"}, {0: f"截至{months.chinese(month)}末"}]
    note = "年度批次自1—2月生效。" if months.number(month) == 2 else ""
    return table("名录", titles, W04_COLUMNS, records, note=note)


def _register_row(world: World, firm: Firm, month: int, shown: int) -> Row:
    """一户;month 是名录的生效月,shown 是这份名录的月末(乡镇名按此)."""
    who = world.identity(firm, month)
    assert firm.entered is not None
    return (
        who.code,
        who.name,
        firm.industry,
        lists.industries()[firm.industry].name,
        world.counties[who.county].name,
        world.town_name(who, shown),
        _size(world, firm, month),
        firm.door,
        months.compact(firm.entered),
        state(firm, month),
        changes.note(firm, world.change_of, month, world.city, world.names) or None,
    )


def _size(world: World, firm: Firm, month: int) -> str:
    """划型:同时满足用工和收入的下限,用上年末用工与基准收入."""
    t = world.calendar.at(max(world.calendar.first, months.january(month) - 1))
    staff = int(world.truth.stock["employees"][firm.index, t])
    if staff >= 1000 and firm.annual >= 40000:
        return "大型"
    if staff >= 300 and firm.annual >= 2000:
        return "中型"
    return "小型" if staff >= 20 and firm.annual >= 300 else "微型"


def state(firm: Firm, month: int) -> str:
    """运行状态:停产满一月为停产,停产当月为半停产."""
    if firm.halted is None or not firm.halted[0] <= month < firm.halted[1]:
        return "正常"
    return "半停产" if month == firm.halted[0] else "停产"


__all__ = ["BASE", "NOTE", "books", "register", "state"]
