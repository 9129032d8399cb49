"""docs/planted.md 里的表:种类 × 在哪里找到,由一次运行写出.

python -m tests.planted.document 工作区 导入.json 核对.json
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from tests.planted.evidence import Evidence, Told
from tests.planted.finding import found

DOCUMENT = Path(__file__).parents[2] / "docs" / "planted.md"
TITLES = {
    "导入": "导入时退回或提示",
    "搁置": "搁置，核实前不汇总",
    "核对": "`gxlab check`",
    "读对": "照样读对",
    "页面": "页面数据质量",
}


def table_of(evidence: Evidence) -> str:
    """一行一种:表号、种类、处数、在哪里、怎样."""
    told: dict[tuple[str, str], Counter[Told | None]] = defaultdict(Counter)
    notes: dict[tuple[str, str], str] = {}
    listed = json.loads((evidence.inbox / "planted.json").read_text(encoding="utf-8"))
    for item in listed:
        key = (item["form"], item["kind"])
        told[key][found(evidence, item)] += 1
        notes.setdefault(key, item["note"])
    rows = ["| 表 | 种类 | 缺陷 | 处 | 找到 | 在哪里 |", "|---|---|---|--:|--:|---|"]
    for key in sorted(told):
        counts = told[key]
        where = "；".join(sorted({f"{TITLES[t.where]}：{t.rule}" for t in counts if t}))
        total = sum(counts.values())
        rows.append(
            f"| {key[0]} | {key[1]} | {notes[key]} | {total} | {total - counts[None]} | {where} |"
        )
    every = sum(sum(c.values()) for c in told.values())
    missed = sum(c[None] for c in told.values())
    rows.append(f"| 合计 | {len(told)}种 | | {every} | {every - missed} | |")
    return "\n".join(rows)


def main(arguments: list[str]) -> int:
    """把表写进文档里两条记号之间."""
    root, imported, checked = arguments[:3]
    reports = Path(root) / "reports" / "2026-05" / "internal"
    names = {"云岭区": "139901", "岚河区": "139902"}
    evidence = Evidence(
        Path(root),
        json.loads(Path(imported).read_text(encoding="utf-8")),
        json.loads(Path(checked).read_text(encoding="utf-8")),
        {name: reports / code / "cluster_revenue.html" for name, code in names.items()},
    )
    text = DOCUMENT.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    DOCUMENT.write_text(f"{head}{BEGIN}\n{table_of(evidence)}\n{END}{tail}", encoding="utf-8")
    return 0


BEGIN, END = "<!-- 表由 tests/planted/document.py 写出 -->", "<!-- 表止 -->"

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
