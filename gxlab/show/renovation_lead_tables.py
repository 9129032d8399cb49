"""Tables B8 and B9: filings compared with the statistical register (③备案线索)."""

from __future__ import annotations

from gxlab.measures.renovation import Renovation, leads_by_unit
from gxlab.measures.renovation_leads import funnel_counts, to_list
from gxlab.measures.renovation_rows import filing_row
from gxlab.measures.renovation_screen import CONCLUSIONS, Lead
from gxlab.show.cluster_words import Cells, Values, table
from gxlab.show.objects import Figure, Table
from gxlab.show.renovation_tables import unit_names
from gxlab.show.renovation_words import (
    FILINGS,
    SCOPES,
    column,
    fig,
    first_rows,
    left,
    plain,
    titled,
)

MOST = 20
HEADS = (
    (("filed", "备案"), "备案"),
    (("industrial", "工业"), "工业"),
    (("large", "总投资500万元及以上"), "达到起点"),
    (("renovation", "符合技改统计要求"), "符合技改"),
    (("registered", "其中：已在库"), "已在库"),
    (("open", "其中：待核"), "待核"),
    (("decided", "其中：已判定"), "已判定"),
)


def funnel(found: Renovation) -> Table | None:
    """B8 应统尽统漏斗 by unit: filed, industrial, large enough, renovation, registered, open."""
    rows = leads_by_unit(found)
    if not found.own_leads or found.desk.audience == "shared":
        return None
    counts = {u.code: funnel_counts(mine) for u, mine in rows}
    columns: Cells = [(left("name", "单位"), unit_names([u for u, _ in rows]))]
    for header, stage in HEADS:
        any_ = stage != "已判定" or any(counts[u.code][stage] for u, _ in rows)
        cells: Values = [
            _count(found, u.code, stage, counts[u.code][stage]) if any_ else None for u, _ in rows
        ]
        columns.append((column(*header, unit="个"), cells))
    return table(
        "B8",
        titled(f"{_span(found)}备案项目比对情况", FILINGS),
        columns,
        ["total" if n == 0 else "" for n in range(len(rows))],
        optional=frozenset(("decided",)),
        scope=SCOPES[FILINGS],
        note=_funnel_note(found),
    )


def _count(found: Renovation, unit: str, stage: str, count: int) -> Figure | None:
    row = filing_row(stage, stage, count, found.desk.period, "filing_count")
    return fig(row, unit, "filing_count", by="stage", with_unit=False)


def _span(found: Renovation) -> str:
    if found.leads is None:
        return ""
    first, last = found.leads.first, found.leads.last
    return f"{first.year}年{first.month}月—{last.year}年{last.month}月"


def _funnel_note(found: Renovation) -> str:
    leads = found.leads
    if leads is None:
        return ""
    said = ["工业按项目自身行业（0610—4690）判定，不看业主行业；待核指未见在库、尚无判定的项目"]
    if leads.withdrawn:
        again = f"，其中{leads.refiled}个已重新备案，只计一次" if leads.refiled else ""
        said.append(f"全市撤销的备案{leads.withdrawn}个不计{again}")
    return "；".join(said) + "。"


def leads(found: Renovation) -> Table | None:
    """B9 待核清单: what the definition takes in and what needs a person's eye; internal only."""
    if not found.own_leads or found.desk.audience == "shared":
        return None
    every = sorted(
        (r for r in to_list(found.own_leads) if r.stage != "已在库"),
        key=lambda r: (_order(r), -(r.planned_investment or 0), r.key),
    )
    rows, rest = first_rows(every, MOST)
    columns: Cells = [
        (left("code", "项目代码"), [r.key for r in rows]),
        (left("name", "项目"), [r.name for r in rows]),
        (left("place", "属地"), [_place(found, r) for r in rows]),
        (left("filed", "备案日"), [_day(r) for r in rows]),
        (column("total", "总投资", unit="万元"), [_amount(found, r) for r in rows]),
        (left("why", "技改判断依据"), [r.verdict.reason for r in rows]),
        (left("method", "匹配方式"), [r.method or "未匹配" for r in rows]),
        (left("evidence", "开工证据"), [plain(r.evidence) for r in rows]),
        (left("conclusion", "结论"), [r.conclusion or "待核实" for r in rows]),
        (left("note", "备注"), [plain(r.note) for r in rows]),
        (left("author", "经办"), [r.decided[0] if r.decided else "" for r in rows]),
        (left("date", "日期"), [str(r.decided[1]) if r.decided else "" for r in rows]),
    ]
    return table(
        "B9",
        titled(f"{_span(found)}未见在库的技改备案项目", FILINGS),
        columns,
        optional=frozenset(("evidence", "note", "author", "date")),
        scope=SCOPES[FILINGS],
        note=f"结论为比对初判，由人核实后定；经办、日期为已有人工判定的。符合条件的，指导依法申报。{rest}",
        empty="没有待核的备案项目。",
    )


def registered(found: Renovation) -> Table | None:
    """B9 已在库: filings found in the register and how; internal only."""
    every = [r for r in found.own_leads if r.stage == "已在库"]
    if found.leads is None or found.desk.audience == "shared" or not every:
        return None
    rows, rest = first_rows(sorted(every, key=_newest), MOST // 2)
    columns: Cells = [
        (left("code", "项目代码"), [r.key for r in rows]),
        (left("name", "项目"), [r.name for r in rows]),
        (left("filed", "备案日"), [_day(r) for r in rows]),
        (column("total", "总投资", unit="万元"), [_amount(found, r) for r in rows]),
        (left("method", "匹配方式"), [r.method for r in rows]),
        (left("conclusion", "结论"), [r.conclusion or "" for r in rows]),
        (left("note", "备注"), [plain(r.note) for r in rows]),
    ]
    return table(
        "B9-registered",
        titled(f"{_span(found)}已在库的技改备案项目", FILINGS),
        columns,
        optional=frozenset(("note",)),
        scope=SCOPES[FILINGS],
        note=rest,
    )


def _newest(lead: Lead) -> tuple[int, str]:
    return (-(lead.filed_on.toordinal() if lead.filed_on else 0), lead.key)


def _day(lead: Lead) -> str:
    day = lead.filed_on
    return f"{day.year}.{day.month}.{day.day}" if day else "—"


def _order(lead: Lead) -> int:
    known = (None, *CONCLUSIONS)
    return known.index(lead.conclusion)


def _place(found: Renovation, lead: Lead) -> str:
    return found.desk.units.find(lead.unit).name if lead.unit else "—"


def _amount(found: Renovation, lead: Lead) -> Figure | None:
    subject = "filing_planned_investment"
    row = filing_row(lead.key, lead.name, lead.planned_investment, found.desk.period, subject)
    return fig(row, found.unit, subject, by="project", measure="万元", with_unit=False)
