"""One edition as one HTML file (网页版) that opens from ``file://`` and asks the network nothing.

Internal editions carry Vega once and draw their charts as SVG; shared editions carry drawn charts
and no script at all, because a chart's specification holds the rows behind it.
The same notebook and meta give the same bytes: no clock, no random id, no path stands in a page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from jinja2 import Environment

from gxlab.publish.arrangement import Arrangement, arranged
from gxlab.publish.outline import Outline, PublishRefused, read_outline
from gxlab.publish.vega import bundle, page_specs, policy, script
from gxlab.show.drawing import static_svg
from gxlab.show.markup import View, environment

__all__ = ["EditionMeta", "PublishRefused", "render_edition"]

FORMS = {".docx": "Word 文档", ".xlsx": "附表（Excel）"}
SIGNOFF = ("报", "送", "编制", "审核", "签发", "电话")


@dataclass(frozen=True)
class EditionMeta:
    """What names an edition (一期): report × unit × period × audience, and its inputs digest.

    ``state`` is 预计, 快报, 反馈, 定稿 or 草稿; ``demo`` puts 演示数据 on the page. ``also``: the
    endings of the other forms that lie beside the page. ``pack``: the unit's other reports of the
    release (id, title), to which the page links beside the unit's contents; None where the page
    stands alone.
    """

    report: str
    report_title: str
    unit: str
    unit_name: str
    period: str
    audience: str
    inputs: str
    version: str
    demo: bool
    state: str
    also: tuple[str, ...] = ()
    pack: tuple[tuple[str, str], ...] | None = None


def render_edition(notebook: Mapping[str, Any], *, meta: EditionMeta) -> str:
    """The page of an executed notebook; :class:`PublishRefused` where it may not become one."""
    outline = read_outline(notebook)
    _check_sentinel(outline, meta)
    internal = meta.audience == "internal"
    interactive = internal and bool(outline.charts)
    scripts = (bundle(), script("charts.js")) if interactive else ()
    page = arranged(outline)
    return (
        publish_environment()
        .get_template("page.html.j2")
        .render(
            meta=meta,
            outline=outline,
            page=page,
            anchors=_anchors(outline),
            view=_view(outline, page, internal),
            specs=page_specs(outline.charts) if interactive else None,
            scripts=scripts,
            policy=policy(*scripts),
            forms=[(f"{meta.report}{ending}", FORMS[ending]) for ending in meta.also],
            signoff=_signoff(outline) if internal else [],
        )
    )


@lru_cache(maxsize=1)
def publish_environment() -> Environment:
    """The templates of this stage in front of those of the blocks."""
    made = environment("gxlab.publish")
    # Chinese stays readable in the page; sorted keys keep the bytes the same.
    made.policies["json.dumps_kwargs"] = {
        "sort_keys": True,
        "ensure_ascii": False,
        "separators": (",", ":"),
    }
    return made


def _signoff(outline: Outline) -> list[tuple[str, str]]:
    """报、送、编制、审核、签发、电话: lines of the house, which readers outside are not given."""
    return [(name, dict(outline.masthead.signoff).get(name, "")) for name in SIGNOFF]


def _check_sentinel(outline: Outline, meta: EditionMeta) -> None:
    """The notebook must have finished, and have finished *this* edition."""
    for name, label in (
        ("report", "报告"),
        ("unit", "单位"),
        ("period", "期"),
        ("audience", "读者"),
        ("inputs", "输入摘要"),
    ):
        found, expected = getattr(outline.sentinel, name), getattr(meta, name)
        if found != expected:
            raise PublishRefused(
                f"笔记本的完成标记与计划不符：{label}应为“{expected}”，实为“{found}”，请重新运行该期"
            )


def _view(outline: Outline, page: Arrangement, internal: bool) -> View:
    drawn = () if internal else outline.charts
    drawings = {chart.id: static_svg(chart.spec, chart.id, bare=True) for chart in drawn}
    return View(labels=page.labels(), drawings=drawings, full_values=internal)


def _anchors(outline: Outline) -> dict[str, str]:
    """The anchors that the block templates give tables and charts, by id."""
    tables = {t.id: f"t-{t.id}" for t in outline.tables}
    return tables | {c.id: f"c-{c.id}" for c in outline.charts}
