"""Whether an executed notebook is an edition (完工核验): papermill's word alone is not enough.

``sys.exit(0)`` in a cell counts as success there, and a killed kernel leaves its cells marked
completed. Here every code cell must have run, none may have failed, and the last one must name the
edition and the inputs it was made from.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from gxlab.batch.content import content_of, payloads
from gxlab.batch.manifest import Edition
from gxlab.show.objects import MIME


class NotFinished(ValueError):
    """The executed notebook is not the edition it should be (未完成)."""


def executed(text: str) -> dict[str, Any]:
    """An executed notebook from its file's text; sources stored as lists of lines are joined."""
    notebook: dict[str, Any] = json.loads(text)
    for cell in notebook["cells"]:
        cell["source"] = _joined(cell["source"])
        for output in cell.get("outputs", ()):
            if "text" in output:
                output["text"] = _joined(output["text"])
            data = output.get("data", {})
            data.update({k: _joined(v) for k, v in data.items() if k.startswith("text/")})
    return notebook


def inputs_of(notebook: Mapping[str, Any], edition: Edition, reads: Mapping[str, str]) -> str:
    """The inputs digest of the edition: of the rows and figures its cells took from the data.

    Raises NotFinished where anything is amiss.
    """
    code = [c for c in notebook["cells"] if c["cell_type"] == "code" and c["source"].strip()]
    for number, cell in enumerate(code, start=1):
        if any(o["output_type"] == "error" for o in cell["outputs"]):
            raise NotFinished(f"第{number}个代码单元运行出错")
        if cell["execution_count"] is None:
            raise NotFinished(f"第{number}个代码单元没有运行，笔记本中途结束")
    stated = _sentinel(code[-1]) if code else None
    if stated is None:
        raise NotFinished("最后一个代码单元没有给出完成标记")
    for name in ("report", "unit", "period", "audience"):
        if stated.get(name) != getattr(edition, name):
            raise NotFinished(
                f"完成标记与计划不符：{name} 应为“{getattr(edition, name)}”，"
                f"实为“{stated.get(name)}”"
            )
    if not reads:
        raise NotFinished("没有读取记录，笔记本可能没有用 gxlab.open_desk 打开工作台")
    if stated["inputs"] != digest_of(reads):
        raise NotFinished("完成标记的数据摘要与实际读取的数据不符")
    return content_of(payloads(notebook))


def digest_of(reads: Mapping[str, str]) -> str:
    """The digest of the reads noted, as ``Desk.inputs`` computes it and the end mark states it."""
    text = "\n".join(f"{k}={v}" for k, v in sorted(reads.items()))
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _sentinel(cell: Mapping[str, Any]) -> dict[str, Any] | None:
    for output in reversed(cell["outputs"]):
        block = output.get("data", {}).get(MIME)
        if block and block.get("type") == "sentinel":
            found: dict[str, Any] = block["data"]
            return found
    return None
