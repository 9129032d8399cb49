"""重点技改项目调度表 W12(台账)和其中的达产效益."""

from __future__ import annotations

from collections.abc import Iterator

from gxlab.demo import months
from gxlab.demo.projects import Project, cumulative, through
from gxlab.demo.sheet import Book, Cell, Column, Row, Sheet, table
from gxlab.demo.world import World
from gxlab.demo.writers import ledger_words as words
from gxlab.demo.writers.variants import Form, arrange, form_of, titles_of

_PAPERS = ("立项", "用地", "环评", "能评", "规划", "施工许可")
_YI_COUNTY = 3


def columns(month: int) -> tuple[Column, ...]:
    """标准列序."""
    del month
    return (
        Column("seq", "序号", width=6),
        Column("name", "项目名称", width=44),
        Column("owner", "建设单位", width=30),
        Column("code", "项目代码", width=26),
        Column("content", "建设内容", width=30),
        Column("years", "起止年限", width=18),
        Column("total", "总投资"),
        Column("plan", "本年度计划投资"),
        Column("before", "至上年底累计完成投资"),
        Column("ytd", "本年累计完成投资"),
        Column("month", "本月完成投资"),
        Column("started", "实际开工时间"),
        Column("state", "建设状态", width=9),
        Column("progress", "形象进度", width=24),
        *[Column(f"paper{k}", "手续办理", label, 8) for k, label in enumerate(_PAPERS)],
        Column("problem", "存在问题", width=24),
        Column("help", "需协调事项", width=24),
        Column("duty", "责任单位", width=18),
        Column("leader", "包保领导", width=12),
        Column("catalogue", "目录类别", width=12),
        Column("direction", "改造方向", width=9),
    )


def _synonyms(month: int) -> dict[str, str]:
    year, n = months.year(month), months.number(month)
    return {
        "owner": "项目单位",
        "content": "主要建设内容",
        "years": "建设年限",
        "total": "计划总投资",
        "plan": f"{year}年计划投资",
        "before": f"截至{year - 1}年底完成投资",
        "ytd": f"1—{n}月完成投资",
        "month": f"{n}月完成投资",
        "started": "开工时间",
        "state": "状态",
        "progress": "工程形象进度",
        "problem": "问题",
        "help": "需协调解决事项",
        "catalogue": "项目类别",
        **{f"paper{k}": "前期手续" for k in range(6)},
    }


_MOVED = (
    "seq",
    "name",
    "owner",
    "duty",
    "leader",
    "code",
    "content",
    "years",
    "total",
    "plan",
    "before",
    "ytd",
    "month",
    "started",
    "state",
    "progress",
    *[f"paper{k}" for k in range(6)],
    "problem",
    "help",
    "catalogue",
    "direction",
)


def books(world: World) -> Iterator[Book]:
    """2月起每月;最近三个月分县."""
    for month in world.report_months:
        if months.number(month) == 1:
            continue
        folder, n = months.iso(month), months.number(month)
        if month <= world.calendar.until - 3:
            path = f"{folder}/重点技改项目调度表_{n}月.xlsx"
            yield Book("W12", month, path, (_city(world, month), _outcome(world, month, None)))
            continue
        for k, unit in enumerate(world.counties):
            sheets = (_county(world, month, k), _outcome(world, month, k))
            path = f"{folder}/重点技改项目调度表_{n}月_{unit.name}.xlsx"
            yield Book("W12", month, path, sheets, unit.name)


def ledger(world: World, month: int, county: int | None) -> list[Project]:
    """该月台账项目,按序号."""
    return [
        p
        for p in world.projects
        if p.in_ledger(months.year(month))
        and (county is None or world.firms[p.firm].county == county)
    ]


def _city(world: World, month: int) -> Sheet:
    extra = Column("county", "县(市、区)")
    standard = columns(month)
    records = []
    for number, project in enumerate(ledger(world, month, None), 1):
        place = world.counties[world.firms[project.firm].county].name
        row = _row(world, project, number, month, 1)
        records.append((str(project.index), (row[0], place, *row[1:])))
    titles = [
        {0: f"{months.year(month)}年重点技术改造项目调度表"},
        {0: "填报单位:示例市工业和信息化局", 6: months.chinese(month), -1: "单位:万元"},
    ]
    return table("调度表", titles, (standard[0], extra, *standard[1:]), records, note=_LEDGER_NOTE)


_LEDGER_NOTE = "台账口径，按形象进度填报，与统计在库项目不同。"


def _county(world: World, month: int, k: int) -> Sheet:
    unit = world.counties[k]
    form = form_of(k)
    divisor = 10_000 if k == _YI_COUNTY else 1
    rows = ledger(world, month, k)
    records: list[tuple[str, Row]] = []
    for number, project in enumerate(rows, 1):
        row = _row(world, project, number, month, divisor)
        if form is Form.INSERTED:
            town = world.town_name(world.identity(world.firms[project.firm], month), month)
            row = (*row[:3], town, *row[3:])
        records.append((str(project.index), row))
    standard = columns(month)
    if form is Form.INSERTED:
        standard = (*standard[:3], Column("town", "属地乡镇"), *standard[3:])
    money = "单位:亿元" if divisor > 1 else "单位:万元"
    who = f"填报单位:{unit.name}工业和信息化局"
    plain = [
        {0: f"{months.year(month)}年重点技术改造项目调度表"},
        {0: who, 6: months.chinese(month), -1: money},
    ]
    other = [
        {0: f"{unit.name}重点技改项目推进情况({months.chinese(month)})"},
        {0: who, -1: money},
        {},
    ]
    titles = titles_of(form, plain, other)
    if form is Form.MOVED:
        standard, records = arrange(standard, records, _MOVED, _synonyms(month))
    return table("调度表", titles, standard, records, note=_LEDGER_NOTE)


def _row(world: World, project: Project, number: int, month: int, divisor: int) -> Row:
    calendar = world.calendar
    january = months.january(month)
    before = cumulative(project, calendar, january - 1)
    ytd = through(project.paid, calendar, january, month)
    current: Cell = _money(project.paid[calendar.at(month)], divisor)
    started = project.started is not None and project.started <= month
    ended = project.finished is not None and project.finished <= month
    who = world.identity(world.firms[project.firm], month)
    state = "竣工" if ended else "在建" if started else "未开工"
    # 手续栏的字数固定为六格,顺序同表头
    return (
        number,
        project.name,
        who.name,
        project.code,
        project.content,
        f"{months.dotted(project.plan_start)}—{months.dotted(project.plan_end)}",
        _money(project.total, divisor),
        _money(year_plan(project, world, month), divisor),
        _money(before, divisor),
        _money(ytd, divisor),
        None if months.number(month) == 2 else current,
        months.dotted(project.started) if started and project.started is not None else None,
        state,
        words.progress(project, before + ytd, started, ended),
        *words.papers(project, started),
        *words.problem(project, state),
        words.duty(world, project),
        words.leader(project),
        project.catalogue,
        project.direction,
    )


def _money(amount: int, divisor: int) -> Cell:
    return amount if divisor == 1 else round(amount / divisor, 4)


def year_plan(project: Project, world: World, month: int) -> int:
    """年度计划投资:按分月计划本年各月之和."""
    january = months.january(month)
    begin = world.calendar.at(january)
    known = sum(project.plan[begin : begin + 12])
    if begin + 12 <= world.calendar.length:
        return known
    # 序列到 until 为止,其后的计划用总投资减去已排的部分,按剩余工期摊到年末
    laid = project.before + sum(project.plan)
    rest = project.total - laid
    end = max(project.plan_end, world.calendar.until)
    left = max(1, end - max(world.calendar.until, project.plan_start - 1))
    this_year = min(left, january + 11 - max(world.calendar.until, project.plan_start - 1))
    return known + round(rest * max(0, this_year) / left)


def _outcome(world: World, month: int, county: int | None) -> Sheet:
    """竣工项目达产效益:本年和上年竣工的."""
    heads = (("新增产值(万元)", "output"), ("新增税收(万元)", "tax"), ("新增就业(人)", "jobs"))
    cols = [
        Column("name", "项目名称", width=44),
        Column("owner", "建设单位", width=30),
        Column("finished", "竣工时间"),
    ]
    for label, key in heads:
        cols += [Column(f"{key}_plan", label, "计划"), Column(f"{key}_real", label, "实际")]
    records: list[tuple[str, Row]] = []
    for project in world.projects:
        place = world.firms[project.firm].county
        done = project.finished
        if done is None or not project.catalogue or (county is not None and place != county):
            continue
        if not months.january(month) - 12 <= done <= month:
            continue
        output, tax, jobs = project.total * 18 // 10, project.total * 7 // 100, project.total // 120
        part = min(100, 30 + 9 * (month - done) + project.index % 13)
        name = world.identity(world.firms[project.firm], month).name
        row = (
            project.name,
            name,
            months.dotted(done),
            output,
            output * part // 100,
            tax,
            tax * part // 100,
            jobs,
            jobs * min(100, part + 15) // 100,
        )
        records.append((str(project.index), row))
    return table("达产效益", [{0: "竣工技改项目达产效益"}], cols, records)
