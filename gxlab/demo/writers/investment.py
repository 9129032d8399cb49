"""统计局的投资反馈 W10 与在库技改项目清单 W11."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from gxlab.demo import investment, lists, months
from gxlab.demo.figures import growth, printed_growth, ranks, rounded, share
from gxlab.demo.projects import Project, cumulative, recorded
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World

_W11 = (
    ("seq", "序号", 6),
    ("stat_code", "统计项目编码", 16),
    ("code", "项目代码", 26),
    ("name", "项目名称", 44),
    ("owner", "项目单位", 34),
    ("owner_code", "统一社会信用代码", 22),
    ("county", "县(市、区)", 11),
    ("industry", "项目行业代码", 11),
    ("industry_name", "项目行业", 20),
    ("nature", "建设性质", 16),
    ("total", "计划总投资", 11),
    ("cumulative", "自开工累计完成投资", 12),
    ("ytd", "本年完成投资", 11),
    ("equipment", "其中:设备工器具购置", 12),
    ("started", "开工时间", 9),
    ("entered", "入库时间", 9),
    ("finished", "建成投产时间", 10),
)


def books(world: World) -> Iterator[Book]:
    """2月起每月一份."""
    for month in world.report_months:
        if months.number(month) == 1:
            continue
        folder = months.iso(month)
        yield Book("W10", month, f"{folder}/工业投资反馈.xls", (feedback(world, month),))
        yield Book("W11", month, f"{folder}/在库技改项目清单.xlsx", (register(world, month),))


def feedback(world: World, month: int) -> Sheet:
    """工业投资反馈:额只给全市."""
    columns = (
        Column("unit", "单位", width=18),
        Column("fixed", "固定资产投资", "额"),
        Column("fixed_growth", "固定资产投资", "增长(%)"),
        Column("industrial", "工业投资", "额"),
        Column("industrial_growth", "工业投资", "增长(%)"),
        Column("renovation", "工业技改投资", "额"),
        Column("renovation_growth", "工业技改投资", "增长(%)"),
        Column("renovation_rank", "工业技改投资", "位次", 7),
        Column("manufacturing", "制造业技改投资", "额"),
        Column("manufacturing_growth", "制造业技改投资", "增长(%)"),
        Column("share", "技改占工业投资比重(%)"),
        Column("projects", "在库技改项目数(个)"),
        Column("entered", "本年新入库(个)"),
    )
    data = investment.levels(world, month)
    rates = [growth(a, b) for a, b in data["renovation"]]
    places: list[Cell] = ["-", *["-" if r is None else r for r in ranks(rates[1:-1])], "-"]
    records: list[tuple[str, Row]] = []
    for k, (name, mask) in enumerate(investment.project_masks(world)):
        inside = [p for p, hit in zip(world.projects, mask, strict=True) if hit]
        row: list[Cell] = [name]
        for key in ("fixed", "industrial", "renovation", "manufacturing"):
            now, before = data[key][k]
            row.append(float(rounded(Decimal(now) / 10_000, 2)) if k == 0 else None)
            row.append(printed_growth(growth(now, before)))
            if key == "renovation":
                row.append(places[k])
        row.append(share(data["renovation"][k][0], data["industrial"][k][0], 1))
        row.append(sum(p.in_register(month) for p in inside))
        row.append(sum(_new(p, month) for p in inside))
        records.append((name, tuple(row)))
    span = f"{months.year(month)}年{months.span(month)}"
    titles = [
        {0: f"示例市{span}工业投资主要指标(反馈)"},
        {-1: "单位:亿元、个、%"},
    ]
    note = (
        "分县区只反馈增速，不反馈额；固定资产投资不含农户；增速按可比口径计算；"
        "技改投资按项目行业(0610—4690)和建设性质认定。"
    )
    return table("工业投资", titles, columns, records, note=note)


def _new(project: Project, month: int) -> bool:
    return project.entered is not None and months.january(month) <= project.entered <= month


def register(world: World, month: int) -> Sheet:
    """在库技改项目清单."""
    columns = [Column(key, label, width=width) for key, label, width in _W11]
    inside = [p for p in world.projects if p.in_register(month)]
    records = [
        (str(p.index), _project_row(world, p, number, month)) for number, p in enumerate(inside, 1)
    ]
    titles = [
        {0: "示例市在库工业技改项目清单"},
        {0: f"{months.year(month)}年{months.span(month)}", -1: "单位:万元"},
    ]
    return table("在库项目", titles, columns, records, note="以前年度已建成投产的项目不再列示。")


def _project_row(world: World, project: Project, number: int, month: int) -> Row:
    calendar = world.calendar
    owner = world.firms[project.firm]
    who = world.identity(owner, month)
    ytd = recorded(project, calendar, months.january(month), month)
    past = round(cumulative(project, calendar, months.january(month) - 1) * project.recorded)
    ended = project.finished is not None and project.finished <= month
    assert project.entered is not None and project.started is not None
    return (
        number,
        stat_code(project, world),
        project.code,
        project.name,
        who.name,
        who.code,
        world.counties[owner.county].name,
        project.industry,
        lists.industries()[project.industry].name,
        project.nature,
        project.total,
        past + ytd,
        ytd,
        round(ytd * project.equipment),
        months.compact(project.started),
        months.compact(project.entered),
        months.compact(project.finished) if ended and project.finished is not None else None,
    )


def stat_code(project: Project, world: World) -> str:
    """统计项目编码:地区6位加年份加四位序号."""
    assert project.entered is not None
    area = world.counties[world.firms[project.firm].county].code
    return f"{area}{months.year(project.entered)}{project.index:04d}"
