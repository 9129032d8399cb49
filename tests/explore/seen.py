"""Looking into an explorer without a browser: what it shows, and its widgets by their words."""

from __future__ import annotations

from typing import Any


def shown_html(explorer: Any) -> str:
    """Everything an explorer shows."""
    shown = [getattr(explorer, "value", "")] if type(explorer).__name__ == "HTML" else []
    below = [shown_html(child) for child in getattr(explorer, "children", ())]
    return "\n".join([*shown, *below])


def find(explorer: Any, kind: str, text: str) -> Any:
    """The first widget of a kind whose description or placeholder is the text."""
    own = (getattr(explorer, "description", ""), getattr(explorer, "placeholder", ""))
    if type(explorer).__name__ == kind and text in own:
        return explorer
    for child in getattr(explorer, "children", ()):
        found = find(child, kind, text)
        if found is not None:
            return found
    return None
