"""重点技改项目年度目录 W13:省导向、市百项、区重点和分月计划."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gxlab.demo import months
from gxlab.demo.projects import CATALOGUES, Project, through
from gxlab.demo.sheet import Book, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers.ledger import year_plan


def books(world: World) -> Iterator[Book]:
    """年度目录:2月;年中调整:7月."""
    years = range(months.year(world.calendar.start), months.year(world.calendar.until) + 1)
    for year in years:
        month = max(world.calendar.start, year * 12 + 1)
        if month <= world.calendar.until:
            path = f"{months.iso(month)}/重点技改项目目录({year}年).xlsx"
            yield Book("W13", month, path, _catalogue(world, year, ""))
        middle = year * 12 + 6
        if world.calendar.start <= middle <= world.calendar.until:
            path = f"{months.iso(middle)}/重点技改项目目录({year}年调整).xlsx"
            yield Book("W13", middle, path, _catalogue(world, year, "调整"))


def _catalogue(world: World, year: int, suffix: str) -> tuple[Sheet, ...]:
    labels = (
        ("seq", "序号", 6),
        ("name", "项目名称", 44),
        ("owner", "项目单位", 34),
        ("county", "县(市、区)", 11),
        ("total", "总投资", 11),
        ("plan", "年度计划投资", 12),
        ("start", "计划开工", 10),
        ("end", "计划竣工", 10),
        ("direction", "改造方向", 10),
    )
    cols = [Column(key, label, width=width) for key, label, width in labels]
    sheets = []
    inside = [p for p in world.projects if p.in_ledger(year)]
    for name in CATALOGUES:
        chosen = [p for p in inside if p.catalogue == name]
        records = [
            (str(p.index), _catalogue_row(world, p, number, year))
            for number, p in enumerate(chosen, 1)
        ]
        title = f"{year}年重点技术改造项目({name}){suffix}"
        sheets.append(table(name, [{0: title}, {-1: "单位:万元"}], cols, records))
    return (*sheets, _monthly_plan(world, inside, year))


def _catalogue_row(world: World, project: Project, number: int, year: int) -> Row:
    owner = world.firms[project.firm]
    return (
        number,
        project.name,
        owner.name,
        world.counties[owner.county].name,
        project.total,
        year_plan(project, world, min(year * 12 + 11, world.calendar.until)),
        months.dotted(project.plan_start),
        months.dotted(project.plan_end),
        project.direction,
    )


def _monthly_plan(world: World, inside: Sequence[Project], year: int) -> Sheet:
    cols = [
        Column("seq", "序号", width=6),
        Column("name", "项目名称", width=44),
        Column("owner", "项目单位", width=34),
        *[Column(f"m{n}", f"{n}月", width=9) for n in range(1, 13)],
    ]
    chosen = [p for p in inside if p.detailed]
    records: list[tuple[str, Row]] = []
    for number, project in enumerate(chosen, 1):
        owner = world.firms[project.firm].name
        records.append(
            (str(project.index), (number, project.name, owner, *_path(world, project, year)))
        )
    title = f"{year}年重点技术改造项目分月投资计划(累计)"
    return table("分月计划", [{0: title}, {-1: "单位:万元"}], cols, records)


def _path(world: World, project: Project, year: int) -> list[int]:
    """自1月起累计计划;序列以后的月份按直线铺到年末,12月等于年度计划."""
    goal = year_plan(project, world, min(year * 12 + 11, world.calendar.until))
    known = [
        through(project.plan, world.calendar, year * 12, year * 12 + n)
        for n in range(12)
        if year * 12 + n <= world.calendar.until
    ]
    rest = 12 - len(known)
    last = known[-1] if known else 0
    return known + [last + (goal - last) * (k + 1) // rest for k in range(rest)]
