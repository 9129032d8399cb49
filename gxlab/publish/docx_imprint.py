"""Head and end of an official document (版头、版记): title, issue, state; 报送 and signatures.

Until signing gives them, names come from the notebook's masthead; what nobody gave is a line to
write on.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from gxlab.publish.docx_paper import Paper, keep_last, put
from gxlab.publish.docx_text import Span, paragraph
from gxlab.publish.html import EditionMeta
from gxlab.show.objects import Imprint, Masthead

BLANK = "　" * 6
_SIGNATURES = ("编制", "审核", "签发")
Side = Literal["top", "bottom"]


def head_fields(masthead: Masthead, meta: EditionMeta, imprint: Imprint) -> dict[str, str]:
    """What a template may name, by its Chinese name.

    A signed masthead tells the day behind the number (2026年第5期　2026年6月20日).
    """
    signoff = dict(masthead.signoff)
    issue, _, day = masthead.issue.partition("　")
    return {
        "标题": masthead.title,
        "期号": f"第{imprint.issue_number}期" if imprint.issue_number else issue,
        "单位": masthead.unit,
        "数据期": masthead.period,
        "状态": imprint.state or meta.state or masthead.state,
        "密级": masthead.confidential,
        "编制": imprint.prepared_by or signoff.get("编制", ""),
        "审核": imprint.checked_by or signoff.get("审核", ""),
        "签发": imprint.issued_by or signoff.get("签发", ""),
        "报": signoff.get("报", ""),
        "送": signoff.get("送", ""),
        "电话": signoff.get("电话", ""),
        "日期": imprint.date or day,
    }


def write_head(
    paper: Paper, masthead: Masthead, fields: Mapping[str, str], given: frozenset[str]
) -> None:
    """The head; ``given`` are the fields a template prints by itself."""
    margin = [fields["密级"]] if "密级" not in given else []
    state = [fields["状态"]] if "状态" not in given else []
    demo = ["演示数据"] if masthead.demo else []
    top = "　".join([*margin, *demo, *state])
    if top:
        put(paper, paragraph([Span(top)], "margin", paper.styles["margin"]))
    if "标题" not in given:
        put(paper, paragraph([Span(fields["标题"])], "title", paper.styles["title"]))
    if "期号" not in given:
        put(paper, paragraph([Span(f"（{fields['期号']}）")], "subtitle", paper.styles["subtitle"]))
    unit = "　".join(fields[name] for name in ("单位", "数据期") if name not in given)
    if unit:
        put(paper, _ruled(paper, unit, "bottom"))
    for source in masthead.sources:
        put(paper, paragraph([Span(source)], "small", paper.styles["small"]))


def write_imprint(paper: Paper, fields: Mapping[str, str], given: frozenset[str]) -> None:
    """The end; left out where the template has its own line of signatures."""
    if given & set(_SIGNATURES):
        return
    keep_last(paper, 2)
    told = {name: text or BLANK for name, text in fields.items()}
    style = paper.styles["imprint"]
    put(paper, _ruled(paper, f"报：{told['报']}", "top"))
    put(paper, paragraph([Span(f"送：{told['送']}")], "imprint", style, more="<w:keepNext/>"))
    signed = "　".join(f"{name}：{told[name]}" for name in _SIGNATURES)
    put(paper, paragraph([Span(signed)], "imprint", style, more="<w:keepNext/>"))
    put(paper, _ruled(paper, f"电话：{told['电话']}　日期：{told['日期']}", "bottom"))


def _ruled(paper: Paper, text: str, side: Side) -> str:
    """A line of the margin with a rule along the text's whole width."""
    rule = f'<w:{side} w:val="single" w:sz="8" w:space="1" w:color="000000"/>'
    return paragraph(
        [Span(text)],
        "imprint",
        paper.styles["imprint"],
        more=f"<w:keepNext/><w:keepLines/><w:pBdr>{rule}</w:pBdr>",
    )
