"""集群成员与链图 W09、县域特色产业集群月报 W08."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.demo import lists, months
from gxlab.demo.sheet import Book, Column, Row, Sheet, table
from gxlab.demo.world import World


def books(world: World) -> Iterator[Book]:
    """W09:起始月、其后每年1月,以及最后一个3月(年内调整后)整份重报."""
    for month in member_months(world):
        path = f"{months.iso(month)}/集群成员与链图.xlsx"
        yield Book("W09", month, path, (_members(world, month), _map(world)))


def member_months(world: World) -> list[int]:
    """W09 的编报月."""
    start, until = world.calendar.start, world.calendar.until
    found = {start, until}
    found |= {m for m in range(start, until) if months.number(m) == 1}
    return sorted(found)


def _members(world: World, month: int) -> Sheet:
    labels = (
        ("cluster", "集群名称", 26),
        ("segment", "环节", 14),
        ("name", "企业名称", 34),
        ("code", "统一社会信用代码", 22),
        ("role", "角色", 9),
        ("begin", "起始月份", 10),
        ("end", "终止月份", 10),
        ("head", "链长", 11),
        ("office", "牵头科室", 18),
    )
    columns = [Column(key, label, width=width) for key, label, width in labels]
    records: list[tuple[str, Row]] = []
    for member in world.members:
        cluster = lists.clusters()[member.cluster]
        if not cluster.priority_from or member.begin > month:
            continue
        who = world.identity(world.firms[member.firm], month)
        end = months.iso(member.end) if member.end is not None and member.end < month else None
        row = (
            cluster.name,
            cluster.segments[member.segment].name,
            who.name,
            who.code,
            member.role,
            months.iso(member.begin),
            end,
            cluster.chain_head,
            cluster.office,
        )
        records.append((f"{member.cluster}:{member.firm}", row))
    titles = [{0: "示例市重点产业集群成员名单"}, {0: f"截至{months.chinese(month)}"}]
    return table("成员", titles, columns, records)


def _map(world: World) -> Sheet:
    labels = ("集群名称", "环节序号", "环节", "位置", "主要产品", "本地配套情况")
    columns = [Column(label, label, width=18) for label in labels]
    records: list[tuple[str, Row]] = []
    for index, cluster in enumerate(lists.clusters()):
        if not cluster.priority_from:
            continue
        for k, segment in enumerate(cluster.segments):
            firms = sum(m.cluster == index and m.segment == k for m in world.members)
            local = "本地可配套" if firms > 8 else "部分配套" if firms > 2 else "主要靠外地"
            row = (cluster.name, k + 1, segment.name, segment.place, segment.product, local)
            records.append((cluster.name + segment.name, row))
    return table("链图", [{0: "示例市重点产业集群链图"}], columns, records)
