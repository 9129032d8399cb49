"""docs/算例.md: the rules of growth, case by case, from the table the tests check."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from gxlab.measures.growth_bridge import PARTS
from gxlab.reference.indicators import indicator
from tools.lockfile import ROOT

SOURCE = "tests/spec/measures/growth_cases.toml"
Row = dict[str, Any]
NONE = "—"


def worked_cases(table: Any) -> str:
    """算例: one section a kind of rule; ``table`` draws a Markdown table of head and rows."""
    cases: dict[str, Any] = tomllib.loads((ROOT / SOURCE).read_text("utf-8"))
    sections = (
        ("同比增速的边界", EDGES, _edges(table, cases["case"])),
        ("可比口径与名义", COMPARABLE, table(*_comparable(cases["comparable"]))),
        ("两年平均", TWO_YEARS, table(*_two_years(cases["two_years"]))),
        ("比上期", CHANGE, table(*_change(cases["change"]))),
        ("比率", RATIO, table(*_ratio(cases["ratio"]))),
        ("增量构成", BRIDGE, table(*_bridge(cases["firm"], cases["bridge"]))),
    )
    return (
        "# 算例\n\n"
        + OPENING
        + "".join(f"\n## {title}\n\n{said}\n\n{body}" for title, said, body in sections)
    )


OPENING = (
    "每条规则一组数，有出处的用公开发布的数，其余手算。同一张表由测试逐行核对，"
    "规则改了而表没有改，或表改了而规则没有改，测试都不通过。\n"
)
EDGES = (
    "基数大于零才有增速；基数为零、为负或没有，表中印“—”，利润改用盈亏的说法。"
    "增长一倍及以上在句中用倍（增加的倍数），下降不用倍。"
)
COMPARABLE = (
    "增速的基数是随本期报表填报的上年同期数，与本期的企业范围一致；与上年公布数直接相比得到的是"
    "名义增速，只用来说明口径差异。取数：`gxlab value 指标 --by comparison`。"
)
TWO_YEARS = (
    "几何平均：以两年前为基数，或由两年各自的可比增速连乘后开方。"
    "取数：`gxlab value 指标 --by two_year`。"
)
CHANGE = "两个增速先各按印出来的一位小数，再相减；收窄、扩大只说降幅，加快、回落只说增速。"
RATIO = "分子合计÷分母合计，不是企业比率的平均；变动用个百分点，每百元用元，天数用天。"
BRIDGE = (
    "每户企业恰好归入一类（基数重报的存量企业另记一行）。基数变动自上年口径走到可比口径，本期增减之和"
    "除以可比基数是可比增速；两列加上只计总量的本期数，除以上年口径是名义增速。单位万元。"
)


def _edges(table: Any, rows: Iterable[Row]) -> str:
    head = ("情形", "算例", "本期", "上年同期", "增速", "句中写法", "算式", "出处")
    return str(table(head, [_edge(row) for row in rows]))


def _edge(row: Row) -> Sequence[str]:
    rate = f"{row['rate']}%".replace("-", "−") if "rate" in row else NONE
    words = row.get("profit") or said(row) or "不写"
    if "multiple" in row:
        words += f"（两位小数：{row['multiple']}）"
    shown = (row["rule"], row["name"], _number(row, "value"), _number(row, "base"), rate, words)
    return (*shown, row["working"], row["source"])


def said(row: Row) -> str:
    """The clause of a sentence (句中写法) of a case; "" where none is written."""
    if "rate" not in row:
        return ""
    rate = Decimal(row["rate"])
    if rate == 0:
        return "同比持平"
    return f"同比增长{row['printed']}" if rate > 0 else f"同比下降{row['printed'].lstrip('−')}"


def _comparable(rows: Iterable[Row]) -> tuple[Sequence[str], list[Sequence[str]]]:
    head = ("算例", "本期", "可比增速", "可比基数", "上年公布数", "名义增速", "算式", "出处")
    keys = ("value", "rate", "base", "published", "nominal")
    return head, [
        (
            row["name"],
            *(_number(row, k) + ("%" if k in ("rate", "nominal") else "") for k in keys),
            row["working"],
            row["source"],
        )
        for row in rows
    ]


def _two_years(rows: Iterable[Row]) -> tuple[Sequence[str], list[Sequence[str]]]:
    head = ("算例", "已知", "两年平均", "算式", "出处")
    return head, [
        (row["name"], _known(row), _number(row, "rate") + "%", row["working"], row["source"])
        for row in rows
    ]


def _known(row: Row) -> str:
    if "value" in row:
        return f"两年前{_number(row, 'base')}，本年{_number(row, 'value')}"
    return f"本年{_number(row, 'this')}%，上年{_number(row, 'last')}%"


def _change(rows: Iterable[Row]) -> tuple[Sequence[str], list[Sequence[str]]]:
    head = ("本期增速", "上期增速", "相差（个百分点）", "写法", "出处")
    return head, [
        (
            _number(row, "now") + "%",
            _number(row, "then") + "%",
            _number(row, "points"),
            row["words"],
            row["source"],
        )
        for row in rows
    ]


def _ratio(rows: Iterable[Row]) -> tuple[Sequence[str], list[Sequence[str]]]:
    head = ("比率", "结果", "算式", "出处")
    return head, [
        (
            row["name"],
            _number(row, "ratio") + indicator(row["indicator"]).unit_of_measure,
            row["working"],
            row["source"],
        )
        for row in rows
    ]


def _bridge(rows: Iterable[Row], whole: Row) -> tuple[Sequence[str], list[Sequence[str]]]:
    head = ("企业", "本期", "随表上年同期", "上年原报", "归入", "基数变动", "本期增减")
    lines: list[Sequence[str]] = [
        (
            row["name"],
            *(_number(row, k) for k in ("value", "base", "former")),
            "、".join(PARTS[p] for p in row["part"].split("+")),
            _number(row, "base_change"),
            _number(row, "increase"),
        )
        for row in rows
    ]
    moved = int(whole["comparable"]) - int(whole["former"])
    grown = int(whole["compared"]) - int(whole["comparable"])
    rates = f"可比增速{whole['growth']}%，名义增速{whole['nominal']}%"
    total = ("合计", whole["level"], whole["comparable"], whole["former"], rates)
    return head, [*lines, (*total, str(moved), str(grown))]


def _number(row: Row, key: str) -> str:
    return str(row.get(key) or NONE).replace("-", "−")
