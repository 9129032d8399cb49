"""附注 (口径与来源): what a page's figures mean and come from, generated from the catalogue.

Printed under every report: definitions, scope, the period each figure is for, the sources with
their status, missing marks, no January, the comparable base, rounding, and what 上期 stands on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import Any

from gxlab.measures.released import Former
from gxlab.reference.indicators import Indicator, indicator
from gxlab.reference.periods import Period
from gxlab.show.objects import Definitions
from gxlab.warehouse.desk import Desk

Term = tuple[str, str]

SCOPE: Term = (
    "统计范围",
    "规模以上工业指年主营业务收入2000万元及以上的工业法人单位，以统计机构名录在库为准，"
    "不按收入推定；投资指计划总投资500万元及以上的项目。",
)
COMPARABLE: Term = (
    "可比口径",
    "同比增速的基数为本期报表随表填报的上年同期数，与上年公布数的统计范围不同，不可用两年公布数相除。",
)
NEW_PLANTS: Term = (
    "新投产企业",
    "本年月度入库的新建投产企业没有上年同期，基数按0计；其他基数缺失的企业，本期与基数均不参加增速计算，单独列明。",
)
POINTS: Term = ("百分点", "两个增速或比率之差以个百分点表示，按公布的小数位数相减。")
MARKS: Term = (
    "符号",
    "“—”表示无数据、不适用或未设；“…”表示不足一个单位；括号内为位次；“持平”表示按公布位数无变动；"
    "同比增长1倍及以上的以倍数表示，基数为0或为负的不计算增速。",
)
REVISION: Term = (
    "修订",
    "来源更正、重报以后，已定稿的一期不改动，另出更正版并列明改动的数；统计机构反馈的数不作修改。",
)
# What the state of a reading means, told of those the page uses (来源状态).
STATUSES = {
    "预计": "预计为期末前的估计数",
    "快报": "快报为企业或县区直报、未经统计机构反馈的数",
    "反馈": "反馈为统计机构反馈的数",
    "最终": "最终为年报或定案的数",
}


def definitions(
    desk: Desk, indicator_ids: Sequence[str], extra: Sequence[Term] = ()
) -> Definitions:
    """附注 of a page: its indicators, what its report adds, the common notes, its files."""
    known = [indicator(i) for i in indicator_ids]
    files = desk.read("page_files", file_ids=sorted(desk.fed_by)).to_dicts()
    notes = [
        SCOPE,
        _periods(known, desk.period),
        _statuses(files),
        COMPARABLE,
        NEW_PLANTS,
        _january(known),
        POINTS,
        _rounding(known),
        MARKS,
        REVISION,
    ]
    own = tuple((i.name, i.definition + "。") for i in known)
    return Definitions((*own, *extra, *(n for n in notes if n)), _sources(files))


def former_term(period: str, former: Former) -> tuple[Term, ...]:
    """与上期比较: said once, whether 上期 is what was signed or what the data say now.

    ``period`` names the period before (1—4月); nothing where there is no figure of it.
    """
    if former.value is None:
        return ()
    text = f"上期未定稿，比{period}的变化按本次数据重新计算的{period}数比较。"
    if former.is_signed:
        text = f"比{period}的变化以{former.issue}定稿印出的数为准；此后修订的，句中注明修订数。"
    return (("与上期比较", text),)


def _periods(known: Sequence[Indicator], period: Period) -> Term | None:
    """各指标各期: which figures come a month later than those of the report's month."""
    late = [i.name for i in known if i.lag_months]
    if not late:
        return None
    named = "、".join(late[:3]) + ("等" if len(late) > 3 else "")
    text = (
        f"本期报告期为{period.label('ytd', with_year=True)}。{named}随财务报表报送，"
        f"统计反馈比产值、投资、户数晚一个月，各数所属期见眉头和表题；占比和拉动只在同一期的数之间计算。"
    )
    return ("各指标所属期", text)


def _statuses(files: Sequence[dict[str, Any]]) -> Term | None:
    used = [STATUSES[s] for s in STATUSES if any(f["status"] == s for f in files)]
    return ("来源状态", "；".join(used) + "。") if used else None


def _january(known: Sequence[Indicator]) -> Term:
    """1月免报, and which figures of this page have a January all the same."""
    filed = [i.name for i in known if i.has_january]
    more = f"{'、'.join(filed)}1月有数。" if filed else ""
    text = "产值、财务和投资报表1月免报，每年首期为1—2月；1—2月与上年全年比较，3月期与1—2月比较。"
    return ("1月免报", text + more)


def _rounding(known: Sequence[Indicator]) -> Term:
    """小数位数 as the catalogue has them, and that nothing is forced to add up."""
    fine = [i.name for i in known if i.is_rate and i.decimals > 1]
    more = f"，{'、'.join(fine)}保留两位" if fine else ""
    text = (
        f"金额以亿元计的保留两位小数，增速和比率保留一位{more}；四舍五入，"
        "分项之和与合计因舍入可能不等，未作机械调整。"
    )
    return ("舍入", text)


def _sources(files: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    forms: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    for file in files:
        form = (file["layout"] or file["path"], file["source_kind"], file["status"])
        forms.setdefault(form, []).append(file)
    return tuple(sorted(_source(kind, status, group) for (_, kind, status), group in forms.items()))


def _source(kind: str, status: str, files: Sequence[dict[str, Any]]) -> str:
    """One form's files in one line: the latest by name, how many, and the span of periods."""
    dated = sorted(files, key=lambda f: (f["period"] or "", f["path"]))
    name = PurePosixPath(dated[-1]["path"]).name
    first, last = _file_period(dated[0]["period"]), _file_period(dated[-1]["period"])
    many = f"等{len(dated)}个文件" if len(dated) > 1 else ""
    return f"{name}{many}（{kind}，{status}，{last if first == last else f'{first}至{last}'}）"


def _file_period(text: str | None) -> str:
    return Period.parse(text).label("ytd", with_year=True) if text else "长期有效"
