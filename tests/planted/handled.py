"""“应当照样读对”的缺陷:快照里存下的值正是真值(或表样的规矩).

每种一个函数,给出“怎样读对的”一句话;没有读对给 None.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from gxlab.measures.register_lineage import parse_remark
from gxlab.reference.codes import normalise_name
from tests.planted.evidence import Evidence, Item, Told, column_of, row_of, rows_of

Handler = Callable[[Evidence, Item], str | None]


def handled(evidence: Evidence, item: Item) -> Told | None:
    """照样读对:说出怎样读对的."""
    how = HANDLERS[item["kind"]](evidence, item)
    return Told("读对", how) if how else None


def _stored(evidence: Evidence, item: Item, table: str, columns: str) -> list[tuple[Any, ...]]:
    """登记的那一行在某张入库表里的列."""
    return evidence.query(
        f"select {columns} from {table} as t join file as f using (file_id) "
        "where f.path like '%' || $path and t.sheet = $sheet and t.row_no = $row",
        path=item["file"],
        sheet="" if item["file"].endswith(".csv") else item["sheet"],
        row=row_of(item["cell"]),
    )


def _cell(evidence: Evidence, item: Item, cell: str) -> str:
    rows = rows_of(evidence.inbox / item["file"], item["sheet"])
    column = 0
    for letter in column_of(cell):
        column = column * 26 + ord(letter) - 64
    return rows[row_of(cell) - 1][column - 1]


def _facts(evidence: Evidence, item: Item, columns: str) -> list[tuple[Any, ...]]:
    return _stored(evidence, item, "fact", columns)


def _no_row(*tables: str, how: str) -> Handler:
    """这一行不入库."""

    def handler(evidence: Evidence, item: Item) -> str | None:
        found = [row for table in tables for row in _stored(evidence, item, table, "1")]
        return None if found else how

    return handler


def _column_is(table: str, column: str, attribute: str, how: str) -> Handler:
    """这一行的某列等于登记的 was 或 is."""

    def handler(evidence: Evidence, item: Item) -> str | None:
        found = _stored(evidence, item, table, column)
        return how if found and {str(row[0]) for row in found} == {item[attribute]} else None

    return handler


def two_row_header(evidence: Evidence, item: Item) -> str | None:
    city = {**item, "cell": "F5"}
    wanted = Decimal(_cell(evidence, item, "F5")) * 10000
    found = _facts(evidence, city, "indicator, value, value_col, growth_col")
    good = ("output", wanted, "F", "G") in [(i, v, c, g) for i, v, c, g in found]
    return "两行表头合读为“规上工业总产值/总量”" if good else None


def city_row_first(evidence: Evidence, item: Item) -> str | None:
    found = {(s, c) for s, c in _facts(evidence, item, "subject, code")}
    kinds = evidence.query("select kind from unit where code = $code", code=next(iter(found))[1])
    return "全市行存为市的数" if len(found) == 1 and kinds == [("city",)] else None


def zone_of_which(evidence: Evidence, item: Item) -> str | None:
    codes = {code for (code,) in _facts(evidence, item, "t.code")}
    kinds = [evidence.query("select kind from unit where code = $c", c=c)[0][0] for c in codes]
    return "其中行存为开发区的数" if kinds == ["zone"] else None


def not_zero(evidence: Evidence, item: Item) -> str | None:
    column = column_of(item["cell"])
    found = _facts(evidence, item, "value, value_col")
    return None if (Decimal(0), column) in [(v, c) for v, c in found] else "空着，不是零"


def growth_is_was(evidence: Evidence, item: Item) -> str | None:
    column, wanted = column_of(item["cell"]), Decimal(item["was"])
    for value, growth, value_col, growth_col in _facts(
        evidence, item, "value, growth_pct, value_col, growth_col"
    ):
        if (value_col == column and value == wanted) or (growth_col == column and growth == wanted):
            return f"存为{item['was']}"
    return None


def leading_zero_lost(evidence: Evidence, item: Item) -> str | None:
    codes = {code for (code,) in _facts(evidence, item, "t.code")}
    return "补前导零存为06" if codes == {item["was"]} else None


def of_which_rows(evidence: Evidence, item: Item) -> str | None:
    codes = {code for (code,) in _facts(evidence, item, "t.code")}
    return "不与大类同列" if all(len(code) == 3 for code in codes) else None


def file_name_month_off(evidence: Evidence, item: Item) -> str | None:
    told = evidence.problem(item)
    periods = evidence.query(
        "select distinct period from file where path like '%' || $path", path=item["file"]
    )
    good = told and told.rule == "period_conflict" and periods == [("2026-04",)]
    return "按表内标题定期并提示" if good else None


def share_change_in_points(evidence: Evidence, item: Item) -> str | None:
    found = _facts(evidence, item, "indicator, change_pp, growth_pct")
    wanted = ("loss_share", Decimal(item["is"]), None)
    return "存为百分点" if wanted in [(i, c, g) for i, c, g in found] else None


def fullwidth_brackets(evidence: Evidence, item: Item) -> str | None:
    ((code, name),) = _stored(evidence, item, "register", "enterprise, name")
    known = evidence.query("select count(*) from enterprise_known where enterprise = $c", c=code)
    past = evidence.query(
        "select distinct name from register where enterprise = $c and period < '2026-05'", c=code
    )
    same = normalise_name(name) == normalise_name(item["was"]) and past == [(item["was"],)]
    return "照报送的写法存，比对时括号统一，仍是一户" if same and known == [(1,)] else None


def renamed(evidence: Evidence, item: Item) -> str | None:
    former = item["is"].partition("曾用名:")[2]
    ((code, remark),) = _stored(evidence, item, "register", "enterprise, remark")
    changes = [(change.kind, change.old_name) for change in parse_remark(remark)]
    past = {
        name
        for (name,) in evidence.query(
            "select distinct name from register where enterprise = $c and period < '2026-05'",
            c=code,
        )
    }
    return "变更说明读出曾用名，代码不变是一户" if ("更名", former) in changes and past else None


def late_third(evidence: Evidence, item: Item) -> str | None:
    found = _facts(evidence, item, "t.code, value")
    whole = evidence.query(
        "select count(distinct code) from fact where subject = 'enterprise' and best "
        "and indicator = 'output' and period = '2026-04' and source_kind = '企业直报'"
    )
    listed = evidence.query("select count(*) from register where period = '2026-04'")
    return "补报件接在正件之后" if found and whole == listed else None


def inserted_column(evidence: Evidence, item: Item) -> str | None:
    row = {**item, "cell": "F5"}
    columns = {column for (column,) in _facts(evidence, row, "value_col")}
    wanted = Decimal(_cell(evidence, item, "F5")) * 10000
    values = {value for (value,) in _facts(evidence, row, "value")}
    return "按表头认列，插入列不入库" if "D" not in columns and wanted in values else None


def cluster_renamed(evidence: Evidence, item: Item) -> str | None:
    codes = {code for (code,) in _facts(evidence, item, "t.code")}
    names = evidence.query(
        "select distinct cluster from industry_cluster where name = $name", name=item["was"]
    )
    return "按曾用名认到同一集群" if {(code,) for code in codes} == set(names) else None


def below_scale_member(evidence: Evidence, item: Item) -> str | None:
    (code,) = _stored(evidence, item, "cluster_member", "enterprise")[0]
    listed = evidence.query(
        "select 1 from register where enterprise = $code and period = '2026-05'", code=code
    )
    return "存为成员，不在库不进规上口径" if not listed else None


def level_blank(evidence: Evidence, item: Item) -> str | None:
    found = _facts(evidence, item, "indicator, value, growth_pct, growth_col")
    own = [row for row in found if row[0].startswith("renovation_investment")]
    return "只存增速，额空着" if own and all(r[1] is None or r[3] is None for r in own) else None


def minus_hundred(evidence: Evidence, item: Item) -> str | None:
    found = _facts(evidence, item, "value, growth_pct")
    return "-100照存" if any(Decimal(-100) in row for row in found) else None


def finished_absent(evidence: Evidence, item: Item) -> str | None:
    (code,) = _stored(evidence, item, "project_register", "statistical_code")[0]
    later = evidence.query(
        "select 1 from project_register where statistical_code = $code and period > '2026'",
        code=code,
    )
    return "上年基数里有，今年清单里没有，增速只用反馈数" if not later else None


def subtotal(evidence: Evidence, item: Item) -> str | None:
    return _no_row("project_ledger", how="小计、合计行不入库")(evidence, item)


def loose_dates(evidence: Evidence, item: Item) -> str | None:
    found = _stored(evidence, item, "project_ledger", "actual_start")
    return "“×月底”按报告年读成年月" if found == [("2026-01",)] else None


def yi_county(evidence: Evidence, item: Item) -> str | None:
    row = {**item, "cell": "G6"}
    wanted = Decimal(_cell(evidence, item, "G6")) * 10000
    found = _stored(evidence, row, "project_ledger", "planned_investment")
    told = evidence.problem(item)
    good = found == [(wanted,)] and told is not None
    return "按表角单位换算并提示" if good else None


def january(evidence: Evidence, item: Item) -> str | None:
    found = evidence.query(
        "select count(*) from fact where indicator = 'invoice_sales' and period = '2026-01'"
    )
    return "1月照存" if found[0][0] > 1000 else None


def red_invoice(evidence: Evidence, item: Item) -> str | None:
    wanted, column = Decimal(item["is"]) / 10000, column_of(item["cell"])
    found = _facts(evidence, item, "value, value_col")
    good = any(c == column and abs(v - wanted) < Decimal("0.000001") for v, c in found)
    return "负数照存" if good else None


def meter_moved(evidence: Evidence, item: Item) -> str | None:
    (meter,) = _stored(evidence, item, "meter", "meter")[0]
    spans = evidence.query(
        "select strftime(valid_from, '%Y-%m'), strftime(valid_to, '%Y-%m') from meter "
        "where meter = $meter order by valid_from",
        meter=meter,
    )
    ends = [end for _, end in spans]
    return "按起止月份分归两户" if ends == [item["is"], None] and len(spans) == 2 else None


def meter_owner(evidence: Evidence, item: Item) -> str | None:
    (meter,) = _facts(evidence, item, "t.code")[0]
    own = evidence.query(
        "select m.enterprise, k.name from meter as m join enterprise_known as k using (enterprise) "
        "where m.meter = $meter",
        meter=meter,
    )
    return "按户号对照归到企业" if own and own[0][1] == item["was"] else None


_PAPERS = (
    "paper_license",
    "paper_profit",
    "paper_application",
    "paper_photo",
    "paper_filing",
)


def tick(evidence: Evidence, item: Item) -> str | None:
    rows = rows_of(evidence.inbox / item["file"], item["sheet"])
    head = next(row for row in rows if "营业执照" in row or "执照" in row)
    first = next(n for n, text in enumerate(head) if text in ("营业执照", "执照"))
    place = ord(column_of(item["cell"])) - 65 - first
    found = _stored(evidence, item, "candidate", _PAPERS[place])
    return "各种记号都读成“有”" if found == [(True,)] else None


def free_text(evidence: Evidence, item: Item) -> str | None:
    # 同一户后来又退回一次的,快照只留最后一次;逐次的都在主库里
    found = evidence.main(
        "select reason from register_event as t join file as f using (file_id) "
        "where f.path like '%' || $path and t.row_no = $row",
        path=item["file"],
        row=row_of(item["cell"]),
    )
    return "退回原因照录" if found == [(item["is"],)] else None


def exit_by_name(evidence: Evidence, item: Item) -> str | None:
    found = _stored(evidence, item, "register_event", "enterprise, name")
    known = evidence.query(
        "select 1 from register where enterprise = $code and name = $name limit 1",
        code=found[0][0],
        name=item["is"],
    )
    return "按名称认到代码" if known else None


def target_kind(evidence: Evidence, item: Item) -> str | None:
    kinds = {kind for (kind,) in _stored(evidence, item, "target", "kind")}
    return "增速目标与总量目标分开" if kinds == {"rate"} else None


def net_and_new(evidence: Evidence, item: Item) -> str | None:
    before = {**item, "cell": f"B{row_of(item['cell']) - 1}"}
    net = {i for (i,) in _stored(evidence, item, "target", "indicator")}
    new = {i for (i,) in _stored(evidence, before, "target", "indicator")}
    good = net == {"above_scale_net"} and new == {"above_scale_entries"}
    return "新增、净增是两个指标" if good else None


def blank_target(evidence: Evidence, item: Item) -> str | None:
    found = _stored(evidence, item, "target", "target")
    return None if any(value == 0 for (value,) in found) else "空白为未设"


def midyear(evidence: Evidence, item: Item) -> str | None:
    sources = evidence.query(
        "select f.path like '%' || $path, count(distinct t.unit) from target as t "
        "join file as f using (file_id) where t.year = 2025 and t.unit is not null group by 1",
        path=item["file"],
    )
    found = dict(sources)
    return "调整件只替换所列单位" if found.get(True) == 2 and found.get(False, 0) > 5 else None


def new_base_blank(evidence: Evidence, item: Item) -> str | None:
    found = _facts(evidence, item, "indicator, base, base_missing")
    own = [(b, m) for i, b, m in found if i == "revenue"]
    return "基数空白照存" if own == [(None, "blank")] else None


HANDLERS: dict[str, Handler] = {
    "two_row_header": two_row_header,
    "city_row_first": city_row_first,
    "zone_of_which": zone_of_which,
    "dash_no_target": not_zero,
    "flat_text": growth_is_was,
    "times_text": growth_is_was,
    "leading_zero_lost": leading_zero_lost,
    "caption_without_figures": _no_row("fact", how="小标题行不入库"),
    "of_which_rows": of_which_rows,
    "file_name_month_off": file_name_month_off,
    "share_change_in_points": share_change_in_points,
    "fullwidth_brackets": fullwidth_brackets,
    "renamed_with_former_name": renamed,
    "late_third": late_third,
    "inserted_column": inserted_column,
    "cluster_renamed": cluster_renamed,
    "below_scale_member": below_scale_member,
    "level_blank_by_policy": level_blank,
    "footnote_definition": _no_row("fact", how="表下口径说明不入库"),
    "minus_hundred": minus_hundred,
    "finished_absent": finished_absent,
    "hyphens_lost": _column_is("project_register", "project_code", "was", "补上连字符"),
    "industry_differs_from_owner": _column_is(
        "project_register", "industry", "is", "以项目行业为准"
    ),
    "merged_owner_cells": _column_is("project_ledger", "owner", "was", "取上一行的单位"),
    "ditto_marks": _column_is("project_ledger", "responsible", "was", "“同上”取上一行"),
    "subtotal_rows": subtotal,
    "loose_dates": loose_dates,
    "yi_county": yi_county,
    "january_present": january,
    "red_invoice_negative": red_invoice,
    "meter_moved_to_tenant": meter_moved,
    "several_meters": meter_owner,
    "user_not_legal_name": meter_owner,
    "tick_variants": tick,
    "free_text_reason": free_text,
    "exit_by_name_only": exit_by_name,
    "net_and_new_together": net_and_new,
    "rate_and_level_mixed": target_kind,
    "blank_target": blank_target,
    "midyear_adjustment": midyear,
    "new_firm_base_blank": new_base_blank,
}
