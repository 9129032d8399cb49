"""What an edition says, as one digest (内容摘要): the typed objects of its executed notebook.

Figures travel with their exact values, tables with all their rows, so two executions with the same
digest make the same page. The end mark's own digest of what was read is left out: a row that was
read and changed, but moves nothing the page says, does not make it another page.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from gxlab.show.objects import MIME

END_MARK = "sentinel"


def payloads(notebook: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The typed objects of a notebook's outputs, in order, as JSON."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", ()):
            payload = output.get("data", {}).get(MIME)
            if payload is not None:
                yield payload


def content_of(told: Iterable[Mapping[str, Any]]) -> str:
    """The digest of typed objects (内容摘要).

    >>> mark = {"type": "sentinel", "data": {"unit": "3300", "inputs": "a"}}
    >>> content_of([mark]) == content_of([{"type": "sentinel", "data": {"unit": "3300"}}])
    True
    """
    whole = hashlib.sha256()
    for payload in told:
        if payload["type"] == END_MARK:
            data = {name: value for name, value in payload["data"].items() if name != "inputs"}
            payload = {**payload, "data": data}
        text = json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        whole.update(text.encode("utf-8") + b"\n")
    return whole.hexdigest()[:16]
