"""Commands that ask (查询): units, indicators, value, check, status."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from gxlab.commands.faults import WrongUse
from gxlab.commands.session import NOT_ALL, OK, Reply, grid, plain, session
from gxlab.reference.indicators import Indicator, catalogue, indicator
from gxlab.reference.numbers import format_number
from gxlab.reference.periods import Period

if TYPE_CHECKING:
    from gxlab.measures.figures import FigureRow
    from gxlab.warehouse.snapshot import Snapshot
    from gxlab.workspace import Workspace

SPANS = ("month", "ytd", "rolling12", "year", "point")
SEVERITIES = {"error": "错误", "warning": "提示"}
KINDS = {"city": "市", "county": "县区", "zone": "园区", "town": "镇街"}


def register(app: typer.Typer) -> None:
    """Add this group's commands."""
    app.command("units", help="列出统计单元（市、县区、园区、镇街）。")(units)
    app.command("indicators", help="列出指标目录，以及已有数据的报告期。")(indicators)
    app.command("value", help="取一个指标的数，与报告里印的完全一致。")(value)
    app.command("check", help="核对当前快照，列出不合规则的行。")(check)
    app.command("status", help="收报情况：已有哪些、谁没报（催报）、覆盖面、日历。")(status)


def units(context: typer.Context) -> Reply:
    """All statistical units of the current snapshot."""
    rows = _rows(_snapshot(session(context).workspace, None), "units")
    keys = ("code", "name", "parent", "kind", "in_county_total", "valid_from", "valid_to")
    told = [{k: plain(row[k]) for k in keys} for row in rows]
    shown = [
        (u["code"], u["name"], u["parent"], KINDS.get(u["kind"], u["kind"]), u["valid_from"])
        for u in told
    ]
    return Reply({"units": told}, [grid(("代码", "名称", "上级", "类别", "起"), shown)])


def indicators(context: typer.Context) -> Reply:
    """The catalogue, with the periods for which the current snapshot holds figures."""
    rows = _rows(_snapshot(session(context).workspace, None), "indicator_periods")
    periods: dict[str, list[str]] = {}
    for row in rows:
        periods.setdefault(row["indicator"], []).append(row["period"])
    told = [_indicator(i, periods.get(i.id, [])) for i in catalogue().values()]
    shown = [(i["id"], i["name"], i["unit_of_measure"], _extent(i["periods"])) for i in told]
    return Reply({"indicators": told}, [grid(("标识", "名称", "计量单位", "报告期"), shown)])


def value(
    context: typer.Context,
    indicator_id: Annotated[str, typer.Argument(metavar="指标", help="指标标识，如 revenue")],
    unit: Annotated[str, typer.Option(metavar="单元", help="统计单元的代码或名称")],
    period: Annotated[str, typer.Option(metavar="年-月", help="报告期，如 2026-05")],
    span: Annotated[
        str | None,
        typer.Option(metavar="区间", help="month 当月、ytd 累计、rolling12 近12个月、year 全年"),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="维度",
            help="enterprise 企业、industry 行业、cluster 集群、segment 环节、unit 下级单元、"
            "period 各期、project 项目、size 大中小微、comparison 可比与名义、two_year 两年平均；"
            "报告里的其他分组同报告坐标",
        ),
    ] = None,
    scope: Annotated[str | None, typer.Option(metavar="口径", help="如 集群直报、企业汇总")] = None,
    as_of: Annotated[str | None, typer.Option(metavar="快照", help="按哪个快照取数")] = None,
) -> Reply:
    """A measure exactly as the reports compute it."""
    from gxlab.measures.answer import answer
    from gxlab.warehouse.desk import open_desk

    subject = indicator(indicator_id)
    _one_of("--span", span, SPANS)
    snapshot = _snapshot(session(context).workspace, as_of)
    desk = open_desk(snapshot, unit, period_of(period))
    found = answer(desk, indicator_id, span=span, by=by, scope=scope)
    rows = [_figure(row, by) for row in found.rows]
    data = {
        "indicator": indicator_id,
        "unit": desk.unit.code,
        "period": str(desk.period),
        "unit_of_measure": subject.unit_of_measure,
        "rows": rows,
        "excluded": {
            "enterprises": found.excluded_enterprises,
            "value": plain(found.excluded_value),
        },
        "snapshot": snapshot.id,
    }
    return Reply(data, _shown(subject, found.rows, data))


def check(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(metavar="年-月", help="只看这一期；缺省看全部")
    ] = None,
) -> Reply:
    """Every check on the current snapshot, and 疑似错报清单 of the period or of the last one."""
    from gxlab.measures.suspicion import of_snapshot
    from gxlab.warehouse.checking import as_json, run_checks
    from gxlab.warehouse.snapshot import open_reader

    wanted = str(period_of(period)) if period else None
    snapshot = _snapshot(session(context).workspace, None)
    con = open_reader(snapshot.path)
    findings = [*run_checks(con, wanted), of_snapshot(con, wanted)]
    found = [as_json(finding) for finding in findings]
    con.close()
    failing = [f for f in found if f["failures"]]
    rows = [
        (SEVERITIES[f["severity"]], f["title"], f["name"], f["failures"], _first(f["rows"][0]))
        for f in failing
    ]
    passed = len(found) - len(failing)
    shown = [
        grid(("级别", "核对", "标识", "处数", "首例"), rows) if rows else "",
        f"{len(found)}项核对，{passed}项没有发现问题；明细见 --json。快照 {snapshot.id}。",
    ]
    bad = any(f["severity"] == "error" for f in failing)
    data = {"checks": found, "snapshot": snapshot.id}
    return Reply(data, shown, NOT_ALL if bad else OK)


def status(
    context: typer.Context,
    period: Annotated[
        str | None, typer.Option(metavar="年-月", help="看哪一期；缺省为最近一期")
    ] = None,
) -> Reply:
    """What is loaded, who has not reported, coverage by unit, and the calendar."""
    from gxlab.commands.overview import overview

    return overview(session(context).workspace, period_of(period) if period else None)


def _first(row: dict[str, Any]) -> str:
    place = " ".join(str(row[k]) for k in ("period", "name", "code") if row[k])
    return f"{place} {row['detail']}"


def period_of(text: str) -> Period:
    """The period a parameter names. Raises WrongUse."""
    try:
        return Period.parse(text)
    except ValueError as error:
        raise WrongUse(f"{error}。") from None


def _one_of(option: str, given: str | None, known: tuple[str, ...]) -> None:
    if given is not None and given not in known:
        raise WrongUse(f"{option} 应为 {'、'.join(known)} 之一，实为“{given}”。")


def _snapshot(workspace: Workspace, snapshot_id: str | None) -> Snapshot:
    from gxlab.commands.snapshots import current_snapshot
    from gxlab.warehouse.snapshot import named

    if snapshot_id:
        return named(workspace.warehouse, snapshot_id)
    return current_snapshot(workspace)


def _rows(snapshot: Snapshot, view: str) -> list[dict[str, Any]]:
    from gxlab.warehouse.snapshot import open_reader
    from gxlab.warehouse.tables import sql

    con = open_reader(snapshot.path)
    found: list[dict[str, Any]] = con.sql(sql("views", view)).pl().to_dicts()
    con.close()
    return found


def _indicator(item: Indicator, periods: list[str]) -> dict[str, Any]:
    keys = ("id", "name", "unit_of_measure", "kind", "decimals", "direction")
    return {**{k: getattr(item, k) for k in keys}, "periods": periods}


def _extent(periods: list[str]) -> str:
    if not periods:
        return "无数据"
    return f"{periods[0]} 至 {periods[-1]}（{len(periods)}期）"


_FIGURE_KEYS = (
    "value", "base", "basis", "growth_yoy_pct", "published_growth_pct", "change_pp", "pull_pp",
    "share_pct", "rank", "growth_rank", "rank_of", "numerator", "denominator", "period_used",
    "span", "source_kind", "scope", "status", "missing", "n", "n_compared", "n_new",
    "n_base_missing", "value_base_missing", "n_not_reported", "n_growing", "value_new",
    "base_not_reported", "change_yoy_pp", "target", "completion_pct", "plan_pct", "linear_pct",
    "gap_plan_pp", "gap_linear_pp", "needed_growth_pct", "increment", "shortfall", "coverage_pct",
    "contribution_pct", "nominal_pp", "rank_before", "growth_rank_before",
)  # fmt: skip


def _figure(row: FigureRow, by: str | None) -> dict[str, Any]:
    dimension = by or "unit"
    named = {dimension: row.code, f"{dimension}_name": row.name}
    return {**named, **{k: plain(getattr(row, k)) for k in _FIGURE_KEYS}}


def _shown(subject: Indicator, rows: list[FigureRow], data: dict[str, Any]) -> list[Any]:
    told = format_number
    lines = [
        (
            row.code, row.name, row.period_used or "", row.status or "",
            told(row.value, subject.decimals), told(row.base, subject.decimals),
            told(row.growth_yoy_pct, 1), told(row.pull_pp, 2), told(row.share_pct, 1),
        )
        for row in rows
    ]  # fmt: skip
    heads = ("代码", "名称", "报告期", "状态", subject.name, "上年同期", "同比%", "拉动", "占比%")
    out: list[Any] = [grid(heads, lines, right=5)]
    if left := data["excluded"]["enterprises"]:
        out.append(f"缺同期数的{left}户（本期{data['excluded']['value']}）不参与增速计算。")
    return [*out, f"计量单位：{subject.unit_of_measure}；快照 {data['snapshot']}。"]
