"""make docs: the pages of docs/ that follow from the code; make docs-check says which are stale."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence

import duckdb

from gxlab.reference.indicators import Indicator, catalogue
from gxlab.warehouse import tables
from tools import reliability
from tools.lockfile import ROOT
from tools.worked_cases import SOURCE, worked_cases

NOTICE = "<!-- 本页由 make docs 生成，改动请改源头：{source} -->\n\n"
KINDS = {
    "flow": "时期数",
    "stock": "时点数",
    "rate": "比率（直接报送或反馈）",
    "ratio": "由两项合计相除",
    "count": "户数、个数",
}
DIRECTIONS = {"up": "越高越好", "down": "越低越好", "none": "不分优劣"}
OVER_TIME = {"": "", "annual": " × 12 ÷ 累计月数", "days": " × 累计月数 ÷ 12"}
COLUMNS = """
select t.table_name, t.comment, c.column_name, c.data_type, c.is_nullable, c.comment
from duckdb_tables() as t join duckdb_columns() as c using (database_name, table_name)
where not t.internal
order by t.table_name, c.column_index
"""


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; a bar inside a cell would end it, so it is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(
        "| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines
    )


def formula(item: Indicator) -> str:
    """How a ratio comes about, in the names of the catalogue; empty for anything else."""
    if not item.numerator or not item.denominator:
        return ""
    names = [
        catalogue()[i].name if i in catalogue() else i for i in (item.numerator, item.denominator)
    ]
    times = f" × {item.scale}" if item.scale != 1 else ""
    return f"∑{names[0]} ÷ ∑{names[1]}{times}{OVER_TIME[item.over_time]}"


def indicator_section(item: Indicator) -> str:
    """One indicator (指标): what it means, how it is counted and printed."""
    facts = [
        ("标识", f"`{item.id}`"),
        (
            "计量单位",
            item.unit_of_measure + ("（页面上以亿元或万元列示）" if item.is_money else ""),
        ),
        ("性质", KINDS[item.kind]),
        ("方向", DIRECTIONS[item.direction]),
        ("小数位数", str(item.decimals)),
        ("1月数据", "有" if item.has_january else "免报，2月起报1—2月累计"),
        ("比工业总产值晚", f"{item.lag_months} 个月" if item.lag_months else "同期"),
        ("数据来源状态", "、".join(item.readings)),
        ("对外提供", "可以（汇总数）" if item.publishable else "不可以，仅供内部"),
        ("计算公式", formula(item)),
        ("变动的计量", item.change),
        ("增速", "上级按可比价反馈，不由总量计算" if item.real_growth else ""),
    ]
    rows = [(name, fact) for name, fact in facts if fact]
    return f"## {item.name}\n\n{item.definition}。\n\n" + table(("项目", "内容"), rows)


def indicator_manual() -> str:
    """指标手册: every indicator of the catalogue, in its order."""
    items = list(catalogue().values())
    rows = [(i.name, f"`{i.id}`", i.unit_of_measure, KINDS[i.kind]) for i in items]
    parts = [
        NOTICE.format(source="gxlab/reference/lists/indicators.csv"),
        f"# 指标手册\n\n指标目录共 {len(items)} 项。",
        "命令行、笔记本和报告用的都是这里的名称、单位和口径。\n\n",
        table(("指标", "标识", "计量单位", "性质"), rows),
        *("\n" + indicator_section(item) for item in items),
    ]
    return "".join(parts)


def data_dictionary() -> str:
    """数据字典: tables and columns of the warehouse, from their COMMENT ON."""
    with duckdb.connect() as con:
        for name in tables.names("schema"):
            con.execute(tables.sql("schema", name))
        rows = con.sql(COLUMNS).fetchall()
    parts = [NOTICE.format(source="gxlab/warehouse/schema/*.sql"), "# 数据字典\n\n"]
    parts.append("数据库里的表和列。金额一律为万元，小数六位。\n")
    for name, told in dict.fromkeys((row[0], row[1] or "") for row in rows):
        columns = [
            (f"`{column}`", kind, "可空" if nullable else "必有", comment or "")
            for owner, _, column, kind, nullable, comment in rows
            if owner == name
        ]
        parts.append(f"\n## {name} {told}\n\n" + table(("列", "类型", "空值", "含义"), columns))
    return "".join(parts)


PAGES: dict[str, Callable[[], str]] = {
    "docs/指标手册.md": indicator_manual,
    "docs/数据字典.md": data_dictionary,
    reliability.PAGE: reliability.reliability,
    "docs/算例.md": lambda: NOTICE.format(source=SOURCE) + worked_cases(table),
}


def stale() -> dict[str, str]:
    """Pages whose text is not what the code says now: path → the text as it should be."""
    texts = {name: make() for name, make in PAGES.items()}
    paths = {name: ROOT / name for name in texts}
    return {
        name: text
        for name, text in texts.items()
        if not paths[name].is_file() or paths[name].read_text("utf-8") != text
    }


def main() -> int:
    """Write the stale pages, or with --check only name them (1 where there are any)."""
    pages = stale()
    if "--check" in sys.argv[1:]:
        if pages:
            print(f"{'、'.join(pages)} 与代码不符，请执行 make docs", file=sys.stderr)
        return 1 if pages else 0
    for name, text in pages.items():
        (ROOT / name).write_text(text, "utf-8")
        print("已更新", name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
