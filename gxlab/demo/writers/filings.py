"""备案项目导出 W14(GB18030 的 csv)与人工判定 W22."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from gxlab.demo import lists, months
from gxlab.demo.filings import Filing, state_on
from gxlab.demo.sheet import Book, Row, Sheet
from gxlab.demo.world import World
from gxlab.demo.writers.register import BASE

_HEAD = (
    "项目代码",
    "项目名称",
    "项目单位",
    "统一社会信用代码",
    "建设地点",
    "项目类型",
    "建设性质",
    "国标行业",
    "总投资(万元)",
    "建设内容",
    "拟开工时间",
    "拟建成时间",
    "备案机关",
    "备案日期",
    "状态",
)
_EXTRA = {"5930": "低温仓储", "3467": "包装专用设备制造"}


def books(world: World) -> Iterator[Book]:
    """最近一期及此前四周;人工判定一份."""
    for day in exports(world):
        month = months.parse(day[:7])
        path = f"{day[:7]}/备案项目导出_{day.replace('-', '')}.csv"
        yield Book("W14", month, path, (export(world, day),), day)
    yield Book("W22", world.calendar.until, f"{BASE}/人工判定.csv", (_decisions(world),))


def exports(world: World) -> list[str]:
    """导出日:until 月最后五个星期五里从旧到新."""
    until = world.calendar.until
    last = date(months.year(until + 1), months.number(until + 1), 1) - timedelta(days=1)
    friday = last - timedelta(days=(last.weekday() - 4) % 7)
    return [(friday - timedelta(weeks=k)).isoformat() for k in range(4, -1, -1)]


def export(world: World, day: str) -> Sheet:
    """某日的全量导出."""
    rows: list[Row] = [_HEAD]
    keys: dict[str, int] = {}
    for filing in world.filings:
        state = state_on(filing, day)
        if state is not None:
            keys[filing.code] = len(rows)
            rows.append(_row(world, filing, state))
    return Sheet(
        "备案", tuple(rows), columns={k: n for n, k in enumerate(_HEAD)}, keys=keys, head=(0, 1)
    )


def _row(world: World, filing: Filing, state: str) -> Row:
    place = world.counties[filing.county].name
    known = lists.industries().get(filing.industry)
    label = known.name if known else _EXTRA[filing.industry]
    return (
        filing.code,
        filing.name,
        filing.owner,
        filing.owner_code,
        f"示例市{place}",
        filing.kind,
        filing.nature,
        f"{filing.industry} {label}",
        filing.total,
        filing.content,
        months.iso(filing.start),
        months.iso(filing.end),
        f"{place}行政审批局",
        filing.day,
        state,
    )


def _decisions(world: World) -> Sheet:
    """已有的判定:去年和前几个月定下、今后不再问的."""
    head = ("对象类型", "对象编号", "对象名称", "判定", "理由", "经办", "日期", "有效至")
    rows: list[Row] = [head]
    until = world.calendar.until
    verdicts = {
        "name_only": ("不属技改", "实为新建厂区，名称含“技术改造”"),
        "non_industrial": ("非工业", "冷链物流，不属工业项目"),
        "not_started": ("未开工", "现场核实未动工，两个月后再核"),
        "refiled": ("同一项目", "与已撤销的备案为同一项目"),
    }
    seen: dict[str, int] = {}
    for filing in world.filings:
        if filing.case in verdicts and seen.get(filing.case, 0) < 2:
            seen[filing.case] = seen.get(filing.case, 0) + 1
            verdict, reason = verdicts[filing.case]
            day = f"{months.iso(until - 1 - seen[filing.case] % 2)}-12"
            end = f"{months.iso(until + 1)}-30" if verdict == "未开工" else None
            rows.append(("备案", filing.code, filing.name, verdict, reason, "周敏", day, end))
    for firm in [f for f in world.firms if f.pool == "达规未入统"][:2]:
        rows.append(
            (
                "企业",
                firm.code,
                firm.name,
                "贸易开票",
                "开票中含代购设备，非自产销售",
                "李娜",
                f"{months.iso(until - 2)}-20",
                f"{months.year(until)}-12-31",
            )
        )
    return Sheet("判定", tuple(rows), head=(0, 1))
