"""数值更正 on its way in: which figures may be corrected at all, and which never.

Own ledgers and the direct returns of clusters may; a figure that the statistics bureau fed back or
that firms, the tax bureau or the grid delivered may not: its sender verifies it and sends it again.
"""

from __future__ import annotations

from collections.abc import Mapping

from gxlab.intake.block import Block
from gxlab.intake.labels import normal
from gxlab.intake.tables import Fields

RECORD = "figure_correction"
FORMS: Mapping[str, tuple[str, ...]] = {
    "重点技改项目调度表": (
        "总投资",
        "年度计划投资",
        "至上年底累计完成投资",
        "本年累计完成投资",
        "本月完成投资",
    ),
    "项目达产效益": (
        "新增产值计划",
        "新增产值实际",
        "新增税收计划",
        "新增税收实际",
        "新增就业计划",
        "新增就业实际",
    ),
    "规上工业企业培育库台账": ("上年营业收入", "累计开票"),
    "县域特色产业集群月报": (
        "营业收入",
        "营业收入上年同期",
        "上缴税金",
        "从业人员",
        "龙头企业营业收入",
        "企业总数",
    ),
}
"""更正的表 → 栏目: what a correction of figures may name."""


def check_figures(block: Block, fields: Fields) -> None:
    """Send back rows that would correct a figure that is not ours to correct (统计数不改)."""
    if block.section.record != RECORD:
        return
    for at, data in enumerate(block.rows):
        if not block.is_refused(data.row):
            form, item = normal(fields["form"][at]), normal(fields["item"][at])
            fields["form"][at], fields["item"][at] = form, item
            _check(block, data.row, form, item)


def _check(block: Block, row: int, form: str, item: str) -> None:
    items = FORMS.get(form)
    if items is None:
        text = (
            f"“{form}”的数不在这里更正，可更正的只有{'、'.join(FORMS)}；统计局反馈、企业直报、"
            "税务、供电等来源的数一律不改，有疑问请写核实函，由来源单位核实后重报"
        )
        _refuse(block, row, "form", "correction_of_statistics", text, form)
    elif item not in items:
        text = f"{form}的“{item}”不在可更正的栏目中（{'、'.join(items)}），请改正"
        _refuse(block, row, "item", "unknown_value", text, item)


def _refuse(block: Block, row: int, field: str, rule: str, text: str, raw: str) -> None:
    column = next(iter(block.columns(field)))
    block.findings.refuse(block.name, row, column.index, rule, text, raw)
