"""The lists of an enterprise card (企业卡片): history, projects, filings, pool, problems."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gxlab.measures.enterprise_card import Card, place
from gxlab.reference.numbers import format_number
from gxlab.show.objects import Column, Row, Table

PAPERS = (
    ("paper_license", "营业执照"),
    ("paper_profit", "利润表"),
    ("paper_application", "纳税申报表"),
    ("paper_photo", "照片"),
    ("paper_filing", "备案证明"),
)
LISTS = {"statistical": "统计在库", "ledger": "调度台账"}


def history(card: Card) -> Table:
    """名录变动: in and out, names, place, industry, state; the lists' rows behind each."""
    columns = _left("when 时间", "what 事项", "text 内容", "source 出自")
    ordered = sorted(card.steps, key=lambda s: (s.when, s.what), reverse=True)
    rows = tuple(Row((s.when, s.what, s.text, s.source)) for s in ordered)
    return Table("history", "名录变动", columns, rows, empty="名录里没有这户企业。")


def projects(card: Card) -> Table:
    """项目: statistical register and ledger, as last listed."""
    columns = (
        *_left("list 口径", "code 项目代码", "name 项目", "kind 建设性质或改造方向"),
        Column("planned", ("总投资",), "万元"),
        Column("ytd", ("本年完成",), "万元"),
        *_left("state 状态", "period 最近一期", "source 出自"),
    )
    rows = tuple(
        Row((
            LISTS[r["list"]], r["project_code"] or r["project"], r["name"], r["kind"] or "",
            _money(r["planned_investment"]), _money(r["ytd_investment"]), _state(r), r["period"],
            place(r),
        ))
        for r in card.projects.to_dicts()
    )  # fmt: skip
    note = "统计在库与调度台账是两个口径，投资额不可相加。"
    return Table(
        "projects", "技改项目", columns, rows, note=note if rows else "", empty="没有项目。"
    )


def _state(row: Mapping[str, Any]) -> str:
    if row["list"] == "ledger":
        return "，".join(p for p in (row["state"], row["entered"]) if p)
    entered = f"{row['entered']}入库" if row["entered"] else ""
    done = f"{row['state']}建成" if row["state"] else ""
    return "，".join(p for p in (entered, done) if p)


def filings(card: Card) -> Table:
    """备案: filings of the approval platform up to the period."""
    columns = (
        *_left("code 项目代码", "name 项目", "nature 建设性质"),
        Column("planned", ("总投资",), "万元"),
        *_left("filed 备案日", "state 状态", "source 出自"),
    )
    rows = tuple(
        Row((
            r["project_code"], r["name"], r["nature"] or "", _money(r["planned_investment"]),
            r["filed_on"].isoformat() if r["filed_on"] else "", r["state"] or "", place(r),
        ))
        for r in card.filings.to_dicts()
    )  # fmt: skip
    return Table("filings", "在线平台备案", columns, rows, empty="没有备案项目。")


def candidates(card: Card) -> Table:
    """培育: what the pool said, latest first."""
    columns = (
        *_left("period 报告期", "pool 培育池"),
        Column("prior", ("上年营收",), "万元"),
        Column("invoice", ("累计开票",), "万元"),
        *_left("papers 已备材料", "state 状态", "helper 帮扶人", "source 出自"),
    )
    ordered = card.candidates.sort("period", "reported_by", descending=True)
    rows = tuple(
        Row((
            r["period"], r["pool"] or "", _money(r["prior_year_revenue"]),
            _money(r["invoice_ytd"]), _papers(r), r["state"] or "", r["helper"] or "", place(r),
        ))
        for r in ordered.head(13).to_dicts()
    )  # fmt: skip
    return Table("candidates", "培育库登记", columns, rows, empty="不在培育库。")


def _papers(row: Mapping[str, Any]) -> str:
    have = [name for key, name in PAPERS if row[key]]
    return "、".join(have) or "无"


def problems(card: Card) -> Table:
    """存疑数据: what the intake found on the firm's rows; nothing is corrected here."""
    columns = _left("file 文件", "cell 位置", "kind 类别", "text 问题", "state 处理")
    rows = tuple(
        Row((
            _file(r), f"{r['sheet'] or ''} {r['cell'] or ''}".strip(),
            "退回" if r["severity"] == "error" else "提示", r["text"],
            f"已确认：{r['accepted_by']}（{r['reason']}）" if r["accepted_by"] else "待核实",
        ))
        for r in card.problems.to_dicts()
    )  # fmt: skip
    return Table("problems", "所用文件中涉及本企业的问题", columns, rows, empty="没有发现问题。")


def _file(row: Mapping[str, Any]) -> str:
    return place({**row, "row_no": None, "sheet": None})


def _money(value: Any) -> str | None:
    return None if value is None else format_number(value, 0)


def _left(*pairs: str) -> tuple[Column, ...]:
    split = (pair.split(" ") for pair in pairs)
    return tuple(Column(key, (name,), align="left") for key, name in split)
