"""Headings of notebooks with their anchors (标题与锚点).

The anchor stands behind the words in a comment, ``## 要点 <!-- #key-points -->``: JupyterLab shows
the words alone. ``## 要点 {#key-points}``, as other Markdown programs write it, is read as well.
"""

from __future__ import annotations

import re

_NAME = r"#([a-z][a-z0-9-]*)"
_ANCHOR = re.compile(rf"\s*(?:<!--\s*{_NAME}\s*-->|\{{{_NAME}\}})\s*$")


def read_heading(text: str) -> tuple[str, str | None]:
    """The words of a heading and its anchor, if it has one.

    >>> read_heading("要点 <!-- #key-points -->"), read_heading("要点 {#key-points}")
    (('要点', 'key-points'), ('要点', 'key-points'))
    >>> read_heading("一、总体")
    ('一、总体', None)
    """
    found = _ANCHOR.search(text)
    return (text[: found.start()], found[1] or found[2]) if found else (text, None)


def written_heading(words: str, anchor: str) -> str:
    """The Markdown of a section's heading.

    >>> written_heading("要点", "key-points")
    '## 要点 <!-- #key-points -->'
    """
    return f"## {words} <!-- #{anchor} -->"
