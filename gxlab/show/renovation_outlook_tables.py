"""Tables B10 and B11: what is still planned, and what finished projects bring (②台账口径)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gxlab.measures.renovation import Renovation
from gxlab.measures.renovation_answer import whole
from gxlab.measures.renovation_outlook import Benefit, benefit_total
from gxlab.measures.renovation_rows import ahead_row, benefit_row
from gxlab.show.cluster_words import Cells, Values, table
from gxlab.show.objects import Figure, Table
from gxlab.show.renovation_words import (
    LEDGER,
    SCOPES,
    column,
    fig,
    left,
    month_text,
    signed,
    titled,
)

AHEAD = (
    (("remaining", "结转投资"), "万元", "ledger_remaining_investment"),
    (("waiting", "其中：未开工项目"), "万元", "ledger_remaining_not_started"),
    (("gap", "与上年同月差"), "万元", "ledger_remaining_gap"),
    (("starting", "谋划转新开工"), "个", "ledger_starting_count"),
    (("finishing", "计划竣工"), "个", "ledger_finishing_count"),
)
BENEFITS = (
    (("output_plan", "新增产值", "计划"), "万元", "benefit_output_plan"),
    (("output", "新增产值", "实际"), "万元", "benefit_output"),
    (("tax_plan", "新增税收", "计划"), "万元", "benefit_tax_plan"),
    (("tax", "新增税收", "实际"), "万元", "benefit_tax"),
    (("jobs_plan", "新增就业", "计划"), "人", "benefit_jobs_plan"),
    (("jobs", "新增就业", "实际"), "人", "benefit_jobs"),
)


def outlook(found: Renovation) -> Table | None:
    """B10 后续支撑: what is left of the year's plans by month, over last year's ledger."""
    now = found.ledger_period
    if now is None or not found.ahead:
        return None
    columns: Cells = [
        (left("month", "月份"), [*(m.period.label("month") for m in found.ahead), "合计"])
    ]
    for header, unit, subject in AHEAD:
        rows = [ahead_row(m, subject, now) for m in found.ahead]
        total = replace(whole(rows), code=found.unit)
        cells: Values = [fig(r, found.unit, subject, by="period", with_unit=False) for r in rows]
        cells.append(fig(total, found.unit, subject, with_unit=False))
        if subject == "ledger_remaining_gap":
            cells = [signed(cell) for cell in cells]
        columns.append((column(*header, unit=unit), cells))
        if subject == "ledger_remaining_investment":
            base = [fig(r, found.unit, subject, "base", by="period", with_unit=False) for r in rows]
            last = fig(total, found.unit, subject, "base", with_unit=False)
            columns.append((column("base", "上年同月台账完成", unit="万元"), [*base, last]))
    return table(
        "B10",
        titled(f"{_ahead(found)}结转投资与上年同月", LEDGER),
        columns,
        ["" for _ in found.ahead] + ["total"],
        optional=frozenset(("base", "gap")),
        scope=SCOPES[LEDGER],
        note="结转投资为年度计划中本期末尚未完成的部分，按项目分月计划或剩余有效施工月份摊到各月；"
        "与上年同月差为负的，须由新开工项目补足。",
    )


def _ahead(found: Renovation) -> str:
    first, last = found.ahead[0].period.month, found.ahead[-1].period.month
    return f"{first}—{last}月" if first != last else f"{last}月"


def benefits(found: Renovation) -> Table | None:
    """B11 达产效益 of finished projects; by project inside the bureau, in all outside."""
    rows: list[Benefit] = list(found.benefits)
    if not rows:
        return None
    total = replace(benefit_total(rows), key=found.unit)
    shown = [] if found.desk.audience == "shared" else _largest(rows)
    columns: Cells = [
        (left("name", "项目"), [*(b.name for b in shown), f"合计（{len(rows)}个）"]),
        (left("done", "竣工时间"), [*(month_text(b.completed) for b in shown), ""]),
    ]
    for header, unit, subject in BENEFITS:
        cells: Values = [_benefit(found, b, subject, "project") for b in shown]
        columns.append(
            (column(*header, unit=unit), [*cells, _benefit(found, total, subject, None)])
        )
    return table(
        "B11",
        titled("竣工技改项目达产效益", LEDGER),
        columns,
        ["" for _ in shown] + ["total"],
        optional=frozenset(("done",)),
        scope=SCOPES[LEDGER],
        note=_benefits_note(len(shown), len(rows) - len(shown)),
    )


def _benefits_note(shown: int, rest: int) -> str:
    said = "合计只加计划与实际都已填报的项目。"
    listed = f"列出新增产值计划最大的{shown}个，其余{rest}个计入合计。"
    return said + listed if shown and rest else said


def _largest(rows: Sequence[Benefit], most: int = 10) -> list[Benefit]:
    return sorted(rows, key=lambda b: (-(b.output_plan or 0), b.key))[:most]


def _benefit(found: Renovation, row: Benefit, subject: str, by: str | None) -> Figure | None:
    figure = benefit_row(row, subject, found.ledger_period)
    return fig(figure, found.unit, subject, by=by, with_unit=False)
