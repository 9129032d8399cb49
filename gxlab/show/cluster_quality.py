"""数据质量 of the cluster report: coverage, changes of lists and members, odd readings."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from gxlab.measures import cluster_figures, cluster_lists, clusters
from gxlab.measures.clusters import Edition
from gxlab.show.cluster_words import (
    Cells,
    area,
    fig,
    former,
    left,
    money,
    short,
    table,
    told,
    when,
)
from gxlab.show.fallen import fallen_note
from gxlab.show.objects import Sentence, Sentences, Table

YI = Decimal(10_000)


def notes(given: Edition) -> Sentences:
    """未报、缺基数、名单与成员变动, each in a sentence of its own; nothing is said of nothing."""
    found = [_period(given), _fallen(given), _coverage(given), _silent(given), _held(given)]
    found += [_bases(given), _own_prior(given), _list(given), _members(given)]
    return Sentences(tuple(s for s in found if s is not None))


def doubts(given: Edition) -> Table | None:
    """疑似清单: only what looks odd, no suggested value; None in a shared edition."""
    if given.desk.audience == "shared":
        return None
    found = cluster_lists.doubts(given)
    columns: Cells = [
        (left("name", "企业"), [d.name for d in found]),
        (left("code", "统一社会信用代码"), [d.enterprise for d in found]),
        (left("text", "异常"), [d.text for d in found]),
    ]
    return table(
        "doubts",
        "疑似问题清单",
        columns if found else [],
        note="只列异常，不列建议值；请报送单位核实，经重报后更新。" if found else "",
        empty="成员企业的累计数没有发现异常。",
    )


def _period(given: Edition) -> Sentence | None:
    if given.period == given.report.period:
        return None
    text = f"本期营业收入为{when(given.period)}数，其他指标各用其本期。"
    return Sentence((text,), "note")


def _fallen(given: Edition) -> Sentence | None:
    """累计低于上期: firms or members that left, or a correction; the page says so."""
    past = clusters.before(given)
    rows = (clusters.total_at(given), clusters.total_at(past))
    printed = (money(rows[0], given), money(rows[1], past))
    return fallen_note("集群营业收入", printed, rows, given.period)


def _coverage(given: Edition) -> Sentence | None:
    row = clusters.total(given)
    if row.n is None:
        return Sentence((f"本期没有{area(given.report)}集群成员企业的营业收入数据。",), "warning")
    members = {r.code: r for r in cluster_figures.member_counts(given)}.get(given.list_name)
    whole = fig(members, given, subject="cluster_member_count", by="cluster_list")
    count = fig(row, given, "n", decimals=0, with_unit=False)
    said = told("规上成员企业" if given.has_register else "成员企业", whole)
    said += told("，采用营业收入", count, "户")
    cover = fig(row, given, "coverage_pct")
    share = told("，上报面（按上年同期营业收入计）", cover) if cover else ()
    return Sentence((*said, *share, "。"), "note")


def _silent(given: Edition) -> Sentence | None:
    names = cluster_lists.unreported(given)
    if not names or given.desk.audience == "shared":
        return None
    text = f"未报企业：{_listed(names)}；本期数和基数均不计入。"
    return Sentence((text,), "warning")


def _held(given: Edition) -> Sentence | None:
    names = cluster_lists.held(given)
    if not names or given.desk.audience == "shared":
        return None
    text = f"疑似计量单位填错：{_listed(names)}；核实或确认前，本期数和基数均不计入。"
    return Sentence((text,), "warning")


def _bases(given: Edition) -> Sentence | None:
    row = clusters.total(given)
    if not row.n_base_missing:
        return None
    lost = row.value_base_missing or Decimal(0)
    measure = "亿元" if abs(lost) >= YI else "万元"
    value = fig(row, given, "value_base_missing", measure=measure)
    count = fig(row, given, "n_base_missing", decimals=0, with_unit=False)
    said = told("基数缺失", count, "户，本期营业收入", value, "，计入总量，不参加增速计算。")
    return Sentence(said, "warning") if said else None


def _own_prior(given: Edition) -> Sentence | None:
    if clusters.total(given).basis != "own_prior_year":
        return None
    text = "来源不随表提供上年同期，增速按企业自身上年同期数计算，与随表可比基数的口径不同。"
    return Sentence((text,), "warning")


def _list(given: Edition) -> Sentence | None:
    change = cluster_lists.list_change(given)
    if not change.any:
        return None
    came = f"新列入{'、'.join(short(n) for n in change.came)}" if change.came else ""
    gone = f"调出{'、'.join(short(n) for n in change.left)}" if change.left else ""
    said = "，".join(part for part in (came, gone) if part)
    text = f"集群名单比上年同期{said}；增速按本期名单和随表同期数计算，两年发布总量不可直接相比。"
    return Sentence((text,), "note")


def _members(given: Edition) -> Sentence | None:
    change = cluster_lists.member_change(given)
    if not change.any:
        return None
    internal = given.desk.audience != "shared"
    parts = [
        f"{word}{len(names)}户" + (f"（{_listed(names, 5)}）" if internal else "")
        for word, names in (("增加", change.came), ("减少", change.left))
        if names
    ]
    text = f"规上成员企业比{former(given.period)}{'，'.join(parts)}。"
    return Sentence((text,), "note")


def _listed(names: Sequence[str], most: int = 10) -> str:
    tail = f"等{len(names)}户" if len(names) > most else ""
    return "、".join(names[:most]) + tail
