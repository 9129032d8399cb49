"""一页简报 as HTML: one side of A4 when printed, no script, nothing fetched."""

from __future__ import annotations

from gxlab.publish.brief import Brief
from gxlab.publish.docx_fit import ems
from gxlab.publish.html import EditionMeta, publish_environment
from gxlab.publish.vega import policy
from gxlab.show.markup import View

# The more there is to say, the smaller the letters: ems of text up to which a size holds one side.
_SIZES = ((600, "usual"), (1000, "dense"))
_LEAST = "least"


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
            size=next((size for most, size in _SIZES if _said(brief) <= most), _LEAST),
        )
    )


def _said(brief: Brief) -> float:
    """The length of what is said, titles included, in em."""
    told = [f"{title}{sentence.text}" for title, sentence in brief.headlines]
    return sum(ems(text) for text in (*told, *(sentence.text for sentence in brief.warnings)))
