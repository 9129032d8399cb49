"""Report notebooks (报告笔记本): found by their place, described before anything runs."""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REQUIRED = ("unit", "period", "audience", "snapshot")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_TYPES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "str": ("文字", str),
    "int": ("整数", int),
    "float": ("数字", float),
    "bool": ("True 或 False", lambda text: {"True": True, "False": False}[text]),
}


class NotebookRefused(ValueError):
    """A notebook or its parameters will not do (笔记本或参数不合要求); nothing was run."""


@dataclass(frozen=True)
class ReportNotebook:
    """A report's notebook: its id, title, file, and parameters with their declared types."""

    report: str
    title: str
    path: Path
    digest: str
    parameters: Mapping[str, str]


def find(folder: Path) -> dict[str, Path]:
    """The report notebooks of a folder by report id, sorted."""
    found = {p.stem: p for p in sorted(folder.glob("*.ipynb"))}
    return {name: path for name, path in found.items() if _NAME.fullmatch(name)}


def described(report: str, path: Path, inspected: Mapping[str, Any]) -> ReportNotebook:
    """A notebook with the parameters papermill found in it. Raises NotebookRefused."""
    missing = [name for name in REQUIRED if name not in inspected]
    if missing:
        raise NotebookRefused(
            f"笔记本“{path.name}”的参数单元缺少 {'、'.join(missing)}，请在 parameters 单元补上。"
        )
    data = path.read_bytes()
    types = {name: _declared(told) for name, told in inspected.items()}
    return ReportNotebook(report, _title(path, data), path, hashlib.sha256(data).hexdigest(), types)


def typed(notebook: ReportNotebook, given: Mapping[str, str]) -> dict[str, Any]:
    """Parameters from ``--param`` as the notebook declares them. Raises NotebookRefused."""
    values: dict[str, Any] = {}
    for name, text in given.items():
        if name in REQUIRED:
            raise NotebookRefused(f"参数 {name} 由 gxlab 自己填写，不能用 --param 指定。")
        if name not in notebook.parameters:
            own = "、".join(n for n in notebook.parameters if n not in REQUIRED) or "无"
            raise NotebookRefused(
                f"报告 {notebook.report} 没有参数“{name}”（自有参数：{own}），请改正 --param。"
            )
        values[name] = _value(notebook, name, text)
    return values


def _value(notebook: ReportNotebook, name: str, text: str) -> Any:
    word, convert = _TYPES.get(notebook.parameters[name], _TYPES["str"])
    try:
        return convert(text)
    except (ValueError, KeyError):
        raise NotebookRefused(
            f"报告 {notebook.report} 的参数 {name} 应为{word}，实为“{text}”，请改正 --param。"
        ) from None


def _declared(told: Mapping[str, Any]) -> str:
    """The annotated type, else that of the default value."""
    name = str(told["inferred_type_name"])
    if name in _TYPES:
        return name
    try:
        return type(ast.literal_eval(str(told["default"]))).__name__
    except (ValueError, SyntaxError):
        return "str"


def _title(path: Path, data: bytes) -> str:
    cells = json.loads(data).get("cells", [])
    texts = ("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    found = next((m for t in texts if (m := re.search(r"^#\s+(.+)$", t, re.M))), None)
    return found[1].strip() if found else path.stem
