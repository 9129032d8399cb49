"""一页简报 as HTML: one side of A4 when printed, no script, nothing fetched."""

from __future__ import annotations

from gxlab.publish.brief import Brief
from gxlab.publish.html import EditionMeta, publish_environment
from gxlab.publish.vega import policy
from gxlab.show.markup import View


def render_brief(brief: Brief, *, meta: EditionMeta) -> str:
    """The page; the same brief and meta give the same bytes."""
    return (
        publish_environment()
        .get_template("brief.html.j2")
        .render(
            brief=brief,
            meta=meta,
            view=View(full_values=meta.audience == "internal"),
            policy=policy(),
        )
    )
