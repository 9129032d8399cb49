"""Data quality and definitions of the renovation report (数据质量、口径)."""

from __future__ import annotations

from decimal import Decimal

from gxlab.measures import lookup
from gxlab.measures.figures import FigureRow
from gxlab.measures.renovation import GROWTH, Renovation, missing_ledgers
from gxlab.measures.renovation_answer import figures
from gxlab.measures.renovation_checks import doubts
from gxlab.measures.renovation_register import renovation_projects
from gxlab.measures.renovation_rows import ledger_row
from gxlab.measures.renovation_summary import totals
from gxlab.reference.numbers import format_number
from gxlab.show import annex
from gxlab.show.cluster_words import Cells, former, table
from gxlab.show.fallen import fallen_note
from gxlab.show.objects import Part, Sentence, Sentences, Table
from gxlab.show.renovation import list_row
from gxlab.show.renovation_words import fig, left, money
from gxlab.warehouse.desk import Desk


def quality(found: Renovation) -> Sentences:
    """数据质量: who has not reported, and how the three scopes differ here."""
    said: list[Sentence] = []
    missing = [u.name for u in missing_ledgers(found)]
    if missing:
        told = f"{'、'.join(missing)}未报本期调度表，台账合计不含。"
        said.append(Sentence((told,), "warning"))
    if found.ledger_period and found.ledger_period != found.desk.period:
        late = found.ledger_period.label("ytd", with_year=True)
        said.append(Sentence((f"本期台账未到，台账各表为{late}数据。",), "warning"))
    if found.desk.unit.kind == "town" and (found.projects or found.registered):
        told = "镇街的项目按建设单位名录所在镇街归属，建设单位不在名录的未计入。"
        said.append(Sentence((told,), "note"))
    said += [*_fallen(found), *_scope_gaps(found)]
    if not said:
        said.append(Sentence(("各来源本期数据齐全。",), "note"))
    return Sentences(tuple(said))


def _fallen(found: Renovation) -> list[Sentence]:
    """本年完成低于上期, of the ledger and of the list of registered projects."""
    said = []
    for subject, name, period in (
        ("ledger_investment", "台账本年完成投资", found.ledger_period),
        ("register_investment", "在库技改项目本年完成投资", found.register_period),
    ):
        if period is None:
            continue
        rows = [_total(found.desk.at(period=p), subject) for p in (period, period.previous)]
        printed = (money(rows[0], subject, found.unit), money(rows[1], subject, found.unit))
        said.append(fallen_note(name, printed, (rows[0], rows[1]), period))
    return [sentence for sentence in said if sentence is not None]


def _total(desk: Desk, subject: str) -> FigureRow | None:
    (row,) = figures(desk, subject, None)
    return row if row.period_used == str(desk.period) else None


def _scope_gaps(found: Renovation) -> list[Sentence]:
    """反馈与清单、台账差额: the same words, three scopes, three amounts; none is altered."""
    if found.desk.audience == "shared":
        return []
    mine = renovation_projects(found.registered)
    count = lookup.unit_figure(found.desk, "register_project_count")
    said: list[Sentence] = []
    if count.value is not None and found.registered and count.value != Decimal(len(mine)):
        said.append(
            Sentence(
                (
                    "统计局反馈在库技改项目",
                    fig(count, found.unit, "register_project_count") or "",
                    f"，清单按定义计{len(mine)}个，个数以反馈为准。",
                ),
                "warning",
            )
        )
    return [*said, *_amount_gap(found)]


def _amount_gap(found: Renovation) -> list[Sentence]:
    level = lookup.unit_figure(found.desk, "renovation_investment")
    if level.value is None or not found.registered:
        return []
    listed = list_row(found)
    parts: list[Part] = [
        "统计局反馈技改投资额",
        fig(level, found.unit, "renovation_investment", measure="亿元") or "",
        "，在库清单合计",
        fig(listed, found.unit, "register_investment", measure="亿元") or "",
    ]
    if found.projects:
        sums = totals(found.projects, found.unit)
        done = ledger_row(sums, "ledger_investment", found.ledger_period)
        parts += ["，台账合计", fig(done, found.unit, "ledger_investment", measure="亿元") or ""]
    tail = "；范围和核算方法不同（台账只含重点项目，按形象进度填报），以统计局反馈为准。"
    return [Sentence((*parts, tail), "note")]


def doubtful(found: Renovation) -> Table | None:
    """疑似问题清单: what is to be verified with the sender, without a suggested value."""
    if found.desk.audience == "shared":
        return None
    rows = doubts(found)
    shown = rows[:20]
    columns: Cells = [
        (left("name", "项目"), [d.name for d in shown]),
        (left("owner", "单位"), [d.owner for d in shown]),
        (left("scope", "来源"), [d.scope for d in shown]),
        (left("text", "疑似问题"), [d.text for d in shown]),
    ]
    more = f"共{len(rows)}处，列出前{len(shown)}处。" if len(rows) > len(shown) else ""
    return table(
        "doubts",
        "项目数据疑似问题（待向报送单位核实）",
        columns,
        note=more,
        empty="未发现疑似问题。",
    )


def definitions(found: Renovation) -> tuple[tuple[str, str], ...]:
    """What this report adds to the common notes (口径): scopes, 技改, 应达进度, lights."""
    desk = found.desk
    number = {k: format_number(desk.policy_number(k), 0) for k in _LIMITS}
    months = desk.policy("building_months").replace("-", "—").replace("|", "、")
    past = annex.former_term(former(desk.period), lookup.former_figure(desk, GROWTH))
    return (
        *past,
        (
            "三种口径",
            "①统计口径为统计局反馈的增速和在库项目清单；②台账口径为重点技改项目调度表；"
            "③备案线索为在线审批监管平台的备案。三者范围不同，不相加、不互相替代。",
        ),
        (
            "技术改造",
            "项目自身行业为工业（0610—4690），建设性质为改建和技术改造，或扩建、迁建、恢复、单纯购置中"
            f"属改造性质，计划总投资{number['renovation_threshold']}万元及以上；制造业技改为大类13—43。",
        ),
        (
            "应达进度",
            f"有分月计划的按分月计划；没有的，按本年计划施工期内的有效施工月份（{months}月）折算。",
        ),
        ("红黄灯", _lamp_rule(number)),
    )


_LIMITS = (
    "renovation_threshold",
    "progress_yellow_pp",
    "progress_red_pp",
    "start_yellow_months",
    "start_red_months",
    "register_yellow_months",
    "register_red_months",
)


def _lamp_rule(number: dict[str, str]) -> str:
    n = number
    return (
        f"进度：完成率低于应达进度{n['progress_yellow_pp']}个百分点以上为黄灯，"
        f"{n['progress_red_pp']}个百分点以上为红灯；开工：自计划开工当月起未开工"
        f"满{n['start_yellow_months']}个月为黄灯，满{n['start_red_months']}个月为红灯；"
        f"入库：开工满{n['register_yellow_months']}个月未见在库为黄灯，"
        f"满{n['register_red_months']}个月为红灯；取最重的。"
    )
